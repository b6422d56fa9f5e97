"""Reference pictures that verdicts teach: a painting cut out of a video, of the work it shows.

A picture counts while a verdict that stands on its clip, or on a painting in it, names its work.
When that verdict is undone, or names another work, the picture is used no more; when the verdict
stands again, so does the picture. The view `reference_picture` of the ledger's file says which
count, for an analysis to read.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from backends import Quad
from ledger import freeze
from ledger.errors import LedgerUnavailable
from ledger.events import PICTURE, CutOut, Event, Verdict
from ledger.store import Ledger
from pipeline import Frame
from storage import Workspace, parsed_object, replacing

_NAMES = ("accept", "correct")


@dataclass(frozen=True, slots=True)
class Reference:
    """A picture that was taught and not taken back."""

    event: Event
    cut_out: CutOut
    used: bool
    """Whether a verdict that stands on its clip names its work."""


def references(ledger: Ledger) -> tuple[Reference, ...]:
    """The pictures that were taught and not undone, oldest first. Raises LedgerError.

    One whose record of settings is damaged is left out: `verify` finds it.
    """
    in_force = ledger.in_force()
    named = {(event.clip, event.work) for event in in_force if event.kind in _NAMES}
    taught = [event for event in in_force if event.kind == "reference"]
    pictures = []
    for event, (_, _, settings) in zip(taught, ledger.documents(taught), strict=True):
        with suppress(ValueError):
            if cut_out := freeze.cut_out_in(parsed_object(settings or "{}")):
                pictures.append(Reference(event, cut_out, (event.clip, event.work) in named))
    return tuple(pictures)


def teach(ledger: Ledger, verdict: Verdict, frame: Frame, quad: Quad, jpeg: bytes) -> Event:
    """Keep a straightened painting, and record that it is a reference picture of a work.

    `verdict` is of the kind `reference` and names the work; `quad` is where the painting is in the
    frame. Raises InvalidVerdict where no verdict on the clip names the work, LedgerError.
    """
    sha256 = hashlib.sha256(jpeg).hexdigest()
    path = file_of(Workspace(ledger.path.parent), sha256)
    try:
        if not path.exists():
            with replacing(path) as draft:
                draft.write_bytes(jpeg)
    except OSError as error:
        raise LedgerUnavailable(
            f"The picture cannot be kept in {path.parent}: {error.strerror}. Nothing was recorded."
        ) from error
    cut_out = CutOut(sha256, frame.sha256, frame.time, quad)
    return ledger.record(replace(verdict, region=f"{PICTURE}{sha256}", cut_out=cut_out))


def file_of(workspace: Workspace, sha256: str) -> Path:
    """The file of a picture that was taught."""
    return workspace.references / f"{sha256}.jpg"


def picture_of(event: Event) -> str:
    """The hash of the reference picture that an event is about; empty for any other event."""
    return event.region.removeprefix(PICTURE) if event.region.startswith(PICTURE) else ""
