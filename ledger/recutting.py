"""Clips that a curator cut anew: their events, and what those say."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ledger import freeze
from ledger.errors import InvalidVerdict
from ledger.events import RECUT, Verdict
from ledger.freeze import Draft
from pipeline import Interval, is_recut


def drafts(seen: Sequence[Verdict], after: Sequence[Interval], root: Path) -> tuple[Draft, ...]:
    """An event for each of the clips that are now those at `after` (s), the first clip's last.

    `seen` is what a deferral of each clip would record: what was on the screen. The events of clips
    that are joined are one action. Raises InvalidVerdict unless they can become that.
    """
    clips = [verdict.evidence.clip for verdict in seen]
    if any(clip.video.kind == "image" for clip in clips):
        raise InvalidVerdict("A picture has no length, so it cannot be cut anew.")
    if len({clip.video.sha256 for clip in clips}) > 1:
        raise InvalidVerdict("Only clips of one video can be joined.")
    if not is_recut([(clip.start, clip.end) for clip in clips], after):
        raise InvalidVerdict(
            "A clip becomes parts that are the whole of it, one after another, or one within it; "
            "several become one from the first start to the last end. Each ends after its start."
        )
    beside: dict[str, Any] = {"recut": [[float(start), float(end)] for start, end in after]}
    if len(clips) > 1:
        beside["joined"] = [clip.key for clip in clips]
    batch = uuid.uuid4().hex if len(clips) > 1 else None
    return tuple(_of(freeze.freeze(verdict, root, batch, beside)) for verdict in reversed(seen))


def _of(draft: Draft) -> Draft:
    return replace(draft, event=replace(draft.event, kind=RECUT, region=RECUT))
