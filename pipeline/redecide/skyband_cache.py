"""Shortlists kept on disk, so that they are there at once when the app is started again.

One file a catalogue, beside the catalogue that is kept with its index. It is found by the hash of
the catalogue and by the program that shortlists, so that what another program made is made anew;
it is believed only if its checksum holds. It may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import marshal
import os
from contextlib import suppress
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from catalogue.loading import cache as kept
from pipeline.decision.rules import CANDIDATES
from storage.files import make_room, replacing

Key = tuple[tuple[str, ...], ...]
"""The guesses of a shortlist, field after field."""
Lists = dict[Key, NDArray[np.int64]]

_MAGIC = b"cartellino-list1"
_START = len(_MAGIC) + hashlib.sha256().digest_size
_ENDING = ".shortlists"
_ROOM = 32_000_000
"""Bytes of a file, enough for the shortlists of 20,000 clips; the oldest go first."""
_ALL = 8 * _ROOM
"""Bytes of all files; what was used longest ago goes first."""


class ShortlistFile:
    """The shortlists of one catalogue, named by its hash, in a folder."""

    def __init__(self, folder: Path, catalogue: str) -> None:
        about = f"{catalogue} {_program()}"
        self._place = folder / f"{hashlib.sha256(about.encode()).hexdigest()[:32]}{_ENDING}"

    def read(self) -> Lists:
        """What is kept; nothing where there is nothing, or nothing whole."""
        try:
            whole = self._place.read_bytes()
            os.utime(self._place)
        except OSError:
            return {}
        if whole[:_START] != _head(body := whole[_START:]):
            return {}
        return {key: np.frombuffer(works, np.int64) for key, works in marshal.loads(body)}

    def add(self, found: Lists) -> None:
        """Keep these beside what is there by now. What cannot be kept is no error."""
        body = marshal.dumps(_newest(self.read() | found))
        with suppress(OSError):
            with replacing(self._place) as draft:
                draft.write_bytes(_head(body) + body)
            make_room(self._place.parent, _ENDING, _ALL)


@cache
def _program() -> str:
    """All in the program that a shortlist depends on, and the version of what computes it."""
    own = Path(__file__).with_name("skyband.py").read_bytes()
    return f"{kept.program()} {np.__version__} {hashlib.sha256(own).hexdigest()} {CANDIDATES}"


def _head(body: bytes) -> bytes:
    return _MAGIC + hashlib.sha256(body).digest()


def _newest(lists: Lists) -> list[tuple[Key, bytes]]:
    """As many of the last ones as there is room for."""
    chosen, room = [], _ROOM
    for key, works in reversed(lists.items()):
        room -= works.nbytes + sum(len(guess) for guesses in key for guess in guesses)
        if room < 0:
            break
        chosen.append((key, works.tobytes()))
    return chosen[::-1]
