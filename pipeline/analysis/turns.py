"""Several backends at one medium: their order, a smaller second try, and their joined evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from backends import Choice, ModelBackend, OutOfMemory
from catalogue import Catalogue
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.model_slot import Changed, described, release
from pipeline.decision.ensemble import joined
from pipeline.types import Evidence
from storage import Workspace

MediumEvidence = tuple[Evidence, ...]
"""The evidence of one backend about each clip of a medium."""


def in_turn(choices: Sequence[Choice]) -> tuple[Choice, ...]:
    """The choices in the order in which they work: one that locates cuts the clips for all.

    One that is given twice works once: it would only agree with itself.
    """
    return tuple(sorted(dict.fromkeys(choices), key=lambda choice: not _locates(choice)))


def weightless(choice: Choice) -> bool:
    """Whether a backend brings all that it needs."""
    kind = described(choice)
    return kind is not None and not kind.weights


def _locates(choice: Choice) -> bool:
    kind = described(choice)
    return kind is not None and kind.locates


def made_to_fit(
    attempt: Callable[[], MediumEvidence], backend: ModelBackend, changed: Changed
) -> MediumEvidence:
    """What `attempt` finds, tried again with a smaller input as long as memory does not suffice.

    `changed` is called before each further try. Raises OutOfMemory where nothing gets smaller.
    """
    while True:
        try:
            return attempt()
        except OutOfMemory as error:
            smaller = backend.shrink()
            if not smaller:
                raise
            message = f"{error} Tried again, and from here on, with {smaller}."
        # Only here is the error gone, and with it the model's memory that its frames held.
        release()
        changed(message)


def together(
    members: Sequence[MediumEvidence], catalogue: Catalogue, workspace: Workspace
) -> MediumEvidence:
    """The joined evidence of each clip of a medium, stored as its newest; of one alone, its own."""
    if len(members) < 2:
        return members[0] if members else ()
    evidence = tuple(joined(clip) for clip in zip(*members, strict=True))
    store = Store(workspace.database)
    store.save(evidence[0].clip.video, evidence[0].recipe, evidence, catalogue.sha256)
    return evidence
