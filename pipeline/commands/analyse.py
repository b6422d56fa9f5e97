"""`python -m pipeline analyse`: media in, one JSON record a medium out."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import backends
import catalogue
from backends import BackendError, Choice, ModelBackend
from catalogue.commands import warned
from catalogue.loading import indexed as cached
from console import CartellinoError, StatusLine, counted, plural, progress_bar
from pipeline import codec
from pipeline.analysis.analyse import analyse
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.model_slot import ModelSlot, check, prepared
from pipeline.analysis.open_catalogue import indexed
from pipeline.analysis.rates import EXPECTED, UNKNOWN, Stopwatch
from pipeline.analysis.turns import MediumEvidence, in_turn, made_to_fit, together
from pipeline.commands.backend_options import choices
from pipeline.commands.progress_line import Line
from pipeline.decision.ablations import Ablations
from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.decide import decide
from pipeline.decision.record import authorities, decision_record, names
from pipeline.decision.signals import signals
from pipeline.decision.works_seen import works_seen
from pipeline.media.probe import look_into
from pipeline.media.sampling import find_media
from pipeline.types import Evidence
from storage import Workspace, save_text

_NO_ABLATIONS = Ablations()


@dataclass
class _Medium:
    """A medium that the command line names, what was found in it, and why that is nothing."""

    path: Path
    evidence: list[MediumEvidence] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    """In words: an exception would hold the frames, and through them the model, in memory."""


def run(arguments: argparse.Namespace) -> int:
    """Analyse `arguments.media` and write `arguments.json`. 0, or 2 if anything failed.

    Raises CatalogueError, BackendError or PipelineError for what stops the whole run.
    """
    config = AbstentionConfig.load(arguments.config) if arguments.config else AbstentionConfig()
    chosen = in_turn(choices(arguments))
    workspace = _workspace(arguments.db)
    with progress_bar() as report:
        opened = indexed(arguments.catalogue, workspace, report)
    collection, index = warned(opened.catalogue), opened.index
    for row in Store(workspace.database).everything(collection.sha256).set_aside:
        print(row, file=sys.stderr)
    media = [medium for named in arguments.media for medium in _media(Path(named))]
    usable = [medium for medium in media if not medium.errors]
    left_out = _all_turns(chosen, usable, collection, workspace) if usable else 0
    records = []
    for medium in media:
        evidence = together(medium.evidence, collection, workspace)
        if medium.errors and not evidence:
            records.append(_failed_record(medium.path, medium.errors[0]))
        else:
            ablations = Ablations.of(arguments)
            records.append(medium_record(medium.path, evidence, index, config, ablations))
    _write(records, arguments.json)
    return 2 if left_out or any(medium.errors for medium in media) else 0


def _media(named: Path) -> list[_Medium]:
    """The media that a path names, or the path itself with what is wrong with it."""
    try:
        return [_opened(path) for path in find_media([named])]
    except CartellinoError as error:
        return [_refused(named, error)]


def _opened(path: Path) -> _Medium:
    """A medium, opened before any model is loaded: perhaps there is nothing to look at."""
    try:
        look_into(path)
    except CartellinoError as error:
        return _refused(path, error)
    return _Medium(path)


def _located(path: Path, error: CartellinoError) -> str:
    """An error about a file, which names the whole path and that once."""
    words = str(error)
    if str(path) in words:
        return words
    return words.replace(path.name, str(path), 1) if path.name in words else f"{path}: {words}"


def _refused(path: Path, error: CartellinoError) -> _Medium:
    print(_located(path, error), file=sys.stderr)
    return _Medium(path, errors=[str(error)])


def _all_turns(
    chosen: Sequence[Choice],
    media: Sequence[_Medium],
    collection: catalogue.Catalogue,
    workspace: Workspace,
) -> int:
    """Every backend at every medium. Returns how many take no part; raises where none does.

    Those that cannot are named before the first begins, which may work for hours.
    """
    slot = ModelSlot(workspace)
    ready = _taking_part(chosen, lambda choice: check(choice, workspace))
    worked = _taking_part(ready, lambda choice: _turns(slot, choice, media, collection, workspace))
    slot.drop()
    return len(chosen) - len(worked)


def _taking_part(chosen: Sequence[Choice], do: Callable[[Choice], None]) -> list[Choice]:
    """Those that can do it; the others are named as left out. Raises BackendError if none can."""
    able = list(chosen)
    for choice in chosen:
        try:
            do(choice)
        except BackendError as error:
            able.remove(choice)
            if not able:
                raise
            print(f"{choice.backend} is left out: {error}", file=sys.stderr)
    return able


def _turns(
    slot: ModelSlot,
    choice: Choice,
    media: Sequence[_Medium],
    collection: catalogue.Catalogue,
    workspace: Workspace,
) -> None:
    """One backend at every medium. Raises BackendError where it cannot be loaded."""
    kind = backends.create(choice.backend)
    loading = StatusLine(sys.stderr)
    if kind.weights:
        loading.show(f"loading {choice.backend}")
    slot.load(choice, _say)
    loading.end()
    backend = _ready(slot, collection)
    _say(*backend.messages)
    watch = Stopwatch(UNKNOWN if kind.weights else EXPECTED)
    for medium in media:
        line = Line(sys.stderr, watch)
        try:
            medium.evidence.append(_found(medium, choice, backend, collection, workspace, line))
        except CartellinoError as error:
            line.close()
            print(_located(medium.path, error), file=sys.stderr)
            medium.errors.append(str(error))
            continue
        line.close()
        note = next((clip.clip.video.note for clip in medium.evidence[-1]), "")
        if note and len(medium.evidence) == 1:
            print(f"{medium.path}: {note}", file=sys.stderr)


def _found(
    medium: _Medium,
    choice: Choice,
    backend: ModelBackend,
    collection: catalogue.Catalogue,
    workspace: Workspace,
    line: Line,
) -> MediumEvidence:
    lead = medium.evidence[0] if medium.evidence else ()

    def attempt() -> MediumEvidence:
        return analyse(medium.path, backend, collection, workspace, line, lead)

    def changed(message: str) -> None:
        line.close()
        print(f"{medium.path}: {message}", file=sys.stderr)

    return made_to_fit(attempt, backend, changed) if choice.options.smaller else attempt()


def _ready(slot: ModelSlot, collection: catalogue.Catalogue) -> ModelBackend:
    """The backend that was loaded, once it knows the catalogue, which may take minutes."""
    with progress_bar() as report:
        return slot.ready(collection, counted(report, "reference pictures"))


def _say(*messages: str) -> None:
    for message in messages:
        print(message, file=sys.stderr)


def medium_record(
    path: Path,
    evidence: Sequence[Evidence],
    index: catalogue.Index,
    config: AbstentionConfig,
    ablations: Ablations = _NO_ABLATIONS,
) -> dict[str, Any]:
    """The JSON record of a medium: its clips with their decisions, the works seen, evidence."""
    guards = Guards()
    clips = []
    for clip in evidence:
        decision = decision_record(
            decide(signals(clip, index, config, ablations), index, config, guards)
        )
        named = decision | names(index, decision) | authorities(index, decision["work"])
        clips.append({"start": clip.clip.start, "end": clip.clip.end, "decision": named})
    seen = [
        {**(plain := codec.plain(work)), **names(index, plain), **authorities(index, work.work)}
        for work in works_seen(evidence, index, config, guards, ablations)
    ]
    plain = [codec.plain(clip) for clip in evidence]
    return {"medium": str(path), "clips": clips, "works_seen": seen, "evidence": plain}


def learn(arguments: argparse.Namespace) -> int:
    """Compute what the embedded backend has to know of a catalogue's pictures, before any video.

    Returns 0, or 2 where the catalogue names no picture. Raises as `run` does.
    """
    workspace = _workspace(arguments.db)
    collection = cached(arguments.catalogue, workspace.mappings, workspace.prepared).catalogue
    warned(collection)
    pictured = sum(work.picture is not None for work in collection)
    if not pictured:
        print("No work of the catalogue has a picture: see the README.", file=sys.stderr)
        return 2
    with progress_bar() as report:
        indexing = counted(report, "reference pictures")
        backend = prepared(Choice("embedded"), collection, workspace, _say, indexing)
    remarks = plural(len(backend.messages), "remark")
    print(f"{plural(pictured, 'reference picture')} read, {remarks}")
    return 0


def _failed_record(path: Path, error: str) -> dict[str, Any]:
    nothing: dict[str, Any] = {"clips": [], "works_seen": [], "evidence": []}
    return {"medium": str(path), **nothing, "error": error}


def _workspace(database: Path | None) -> Workspace:
    """The folder that `--db` lies in, so that frames and evidence stay together."""
    return Workspace(database.parent, database.name) if database else Workspace.default()


def _write(records: list[dict[str, Any]], out: str) -> None:
    text = json.dumps(records, ensure_ascii=False, indent=1)
    if out == "-":
        print(text)
        return
    save_text(Path(out), (text, "\n"))
