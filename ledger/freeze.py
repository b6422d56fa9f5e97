"""From a verdict to its event and frozen documents, and back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

from ledger.chain import canonical, digest
from ledger.errors import InvalidVerdict
from ledger.events import (
    PICTURE,
    SEEN,
    CutOut,
    Event,
    Frozen,
    Judgement,
    Reason,
    Verdict,
)
from pipeline import Decision, Evidence, Recut, codec, documents
from pipeline.decision import Ablations, AbstentionConfig, Guards
from pipeline.labels import MarkedLabel, Marks
from storage import DocumentSchema, Values, parsed, strict, structured


def _without_later_guards(values: Values) -> Values:
    """Guards that came later were off when the decision was made."""
    later = dict.fromkeys(("contradicted", "ambiguous", "artist_alone"), False)
    return {**values, "guards": later | values["guards"]}


def _without_ablations(values: Values) -> Values:
    """Before there were any, every decision was made without."""
    return {**values, "ablations": {}}


def _without_marks(values: Values) -> Values:
    """Before labels could be marked, none was."""
    return values


def _without_cut_out(values: Values) -> Values:
    """Before verdicts could teach, none had a picture."""
    return values


_SETTINGS = DocumentSchema(
    "record of settings",
    (_without_later_guards, _without_ablations, _without_marks, _without_cut_out),
)


_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Draft:
    """An event without a place in the chain, and the documents that it refers to, by hash."""

    event: Event
    documents: Mapping[str, str]


def freeze(
    verdict: Verdict,
    root: Path,
    batch: str | None = None,
    beside: Mapping[str, Any] = MappingProxyType({}),
) -> Draft:
    """The event of a verdict, with evidence, decision and settings as documents.

    Paths in them are relative to the workspace `root`; `batch` marks the event as part of a bulk
    action. `beside` is kept with the settings. Raises InvalidVerdict.
    """
    _check(verdict)
    try:
        texts = _documents(verdict, root, beside)
    except (TypeError, ValueError) as error:
        raise InvalidVerdict(
            f"The evidence of clip {verdict.evidence.clip.key} cannot be recorded: {error}. "
            "Analyse the clip again."
        ) from error
    hashes = tuple(digest(text) for text in texts)
    event = replace(_event(verdict, hashes), batch=batch)
    return Draft(event, dict(zip(hashes, texts, strict=True)))


def undo_of(event: Event, reviewer: str, comment: str, batch: str | None) -> Event:
    """The event that undoes `event`. Raises InvalidVerdict without a reviewer."""
    return replace(
        event, kind="undo", undoes=event.number, reviewer=_reviewer(reviewer),
        comment=_text(comment), batch=batch,
    )  # fmt: skip


def thaw(evidence: str, decision: str, settings: str, root: Path) -> Frozen:
    """The values in three frozen documents of the workspace `root`, of any version up to this one.

    Raises NewerData, ConfigError, or one of `strict.MISFITS` for what is damaged.
    """
    values = _SETTINGS.current(parsed(settings))
    shown = documents.loads(evidence, Evidence, root)
    return Frozen(
        evidence=shown,
        decision=documents.loads(decision, Decision, root),
        config=AbstentionConfig.from_dict(values["parameters"]),
        guards=structured(values["guards"], Guards),
        ablations=structured(values["ablations"], Ablations),
        marks=marks_in(values),
        recut=recut_in(shown.clip.key, values),
    )


def marks_in(settings: Mapping[str, Any]) -> Marks:
    """The marks on labels in a record of settings, of any version. Raises ValueError."""
    try:
        return tuple(codec.built(label, MarkedLabel) for label in settings.get("marks", ()))
    except strict.MISFITS as error:
        raise ValueError("The marks on the label are damaged.") from error


def recut_in(clip: str, settings: Mapping[str, Any]) -> Recut | None:
    """What became of a clip, in the record of settings of its event; None in that of a verdict.

    Raises ValueError for a damaged one.
    """
    try:
        after = tuple((float(start), float(end)) for start, end in settings.get("recut", ()))
        clips = tuple(map(str, settings.get("joined", (clip,))))
    except strict.MISFITS as error:
        raise ValueError("What became of the clip is damaged.") from error
    return Recut(clips, after) if after and clip in clips else None


def cut_out_in(settings: Mapping[str, Any]) -> CutOut | None:
    """The painting that a `reference` cut out, in its record of settings. Raises ValueError."""
    if "cut_out" not in settings:
        return None
    try:
        return codec.built(settings["cut_out"], CutOut)
    except strict.MISFITS as error:
        raise ValueError("What is said of the picture is damaged.") from error


def _check(verdict: Verdict) -> None:
    proposed = verdict.proposed if verdict.identified else None
    if verdict.kind not in get_args(Judgement):
        raise InvalidVerdict(
            f"{verdict.kind!r} is not a verdict: accept, correct, reject, defer or nothing."
        )
    if (verdict.kind == "reference") != (verdict.cut_out is not None):
        raise InvalidVerdict("A reference picture, and nothing else, has a painting cut out.")
    if verdict.cut_out:
        _check_reference(verdict, verdict.cut_out)
    if verdict.kind == "accept" and (proposed is None or verdict.work != proposed):
        raise InvalidVerdict(
            f"Only the proposed work ({proposed or 'there is none'}) can be accepted. "
            f"To name {verdict.work or 'another'} instead, correct the proposal."
        )
    if verdict.kind == "correct" and (not verdict.work or verdict.work == proposed):
        raise InvalidVerdict(
            "A correction must name another work than the proposed one "
            f"({proposed or 'there is none'}). Choose it from the catalogue, or accept."
        )
    if verdict.kind == "nothing" and verdict.identified:
        raise InvalidVerdict(
            "The machine names a work here. If the clip shows none of the catalogue, reject it."
        )
    if verdict.region and not (verdict.cut_out or _is_seen(verdict)):
        raise InvalidVerdict(
            f"No painting of clip {verdict.evidence.clip.key} was recognised as {verdict.proposed}."
        )
    if verdict.reason is not None and verdict.kind not in ("reject", "nothing"):
        raise InvalidVerdict("Only a rejection has a reason. Leave it out, or reject.")
    if verdict.reason not in (None, *get_args(Reason)):
        raise InvalidVerdict(f"{verdict.reason!r} is no reason: {', '.join(get_args(Reason))}.")
    if verdict.decision.config != verdict.config.hash:
        raise InvalidVerdict(
            "The decision was made with other settings than those of the verdict. Decide again "
            "with the present settings, check the clip, and give the verdict again."
        )


def _check_reference(verdict: Verdict, cut_out: CutOut) -> None:
    if not verdict.work:
        raise InvalidVerdict("A reference picture is one of a work: accept or correct first.")
    if verdict.region != f"{PICTURE}{cut_out.sha256}" or not _SHA256.fullmatch(cut_out.sha256):
        raise InvalidVerdict("A reference picture is filed under the hash of its file.")
    if cut_out.frame not in {frame.sha256 for frame in verdict.evidence.frames}:
        raise InvalidVerdict("The picture was cut out of a frame that is not one of this clip's.")


def _is_seen(verdict: Verdict) -> bool:
    return verdict.region.startswith(SEEN) and any(
        sighting.work == verdict.proposed for sighting in verdict.evidence.sightings
    )


def _documents(verdict: Verdict, root: Path, beside: Mapping[str, Any]) -> tuple[str, str, str]:
    settings: dict[str, Any] = {
        "parameters": verdict.config.to_dict(),
        "guards": asdict(verdict.guards),
        "ablations": asdict(verdict.ablations),
    }
    if verdict.authorities:
        settings["authorities"] = [authority.to_dict() for authority in verdict.authorities]
    if verdict.cut_out:
        settings["cut_out"] = codec.plain(verdict.cut_out)
    if verdict.marks:
        settings["marks"] = codec.plain(verdict.marks)
    settings |= beside
    return (
        canonical(documents.store(verdict.evidence, root)),
        canonical(documents.store(verdict.decision, root)),
        canonical(_SETTINGS.stamped(settings)),
    )


def _event(verdict: Verdict, hashes: tuple[str, ...]) -> Event:
    evidence, decision = verdict.evidence, verdict.decision
    clip, candidate = evidence.clip, decision.candidate
    names_work = verdict.kind in ("accept", "correct", "reference")
    # float() + 0.0: SQLite returns numbers as floats and without a negative zero, and the hash
    # must be the same before and after.
    return Event(
        number=0, kind=verdict.kind, clip=clip.key,
        work=_text(verdict.work) if names_work and verdict.work else None,
        title=_text(verdict.title), artist=_text(verdict.artist),
        proposed=_text(verdict.proposed) if verdict.proposed else None,
        reviewer=_reviewer(verdict.reviewer), time="", comment=_text(verdict.comment),
        batch=None, undoes=None,
        medium=_text(clip.video.path.name), video_sha256=clip.video.sha256,
        start=float(clip.start) + 0.0, end=float(clip.end) + 0.0,
        outcome=decision.outcome, regime=decision.regime,
        score=float(candidate.score) + 0.0 if candidate else None,
        margin=float(decision.margin) + 0.0, config=decision.config,
        catalogue_sha256=verdict.catalogue_sha256, backend=evidence.backend,
        backend_version=_text(verdict.backend_version), recipe=evidence.recipe,
        evidence_sha256=hashes[0], decision_sha256=hashes[1], settings_sha256=hashes[2],
        previous="", hash="", region=_text(verdict.region), reason=verdict.reason,
    )  # fmt: skip


def _reviewer(name: str) -> str:
    if not name.strip():
        raise InvalidVerdict("A verdict needs the name of its reviewer. Enter yours first.")
    return _text(name.strip())


def _text(value: str) -> str:
    """The text as SQLite can hold it: a file name may have bytes that are not Unicode."""
    return value.encode("utf-8", "backslashreplace").decode("utf-8")
