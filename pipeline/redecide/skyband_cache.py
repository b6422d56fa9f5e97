"""Skybands on disk, so that they are ready as soon as the app starts again.

There is one file a catalogue, beside the cached catalogue. Its name is a hash of the catalogue and
of the code that computes skybands, so another version computes its own. A file is used only if its
checksum holds. It may be deleted at any time.
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

from catalogue.loading import program_hash
from pipeline.decision.standing import CANDIDATES
from storage import make_room, replacing

Key = tuple[tuple[tuple[str, float], ...], ...]
"""The guesses that a skyband is for, with their confidences, field after field."""
SkybandTable = dict[Key, NDArray[np.int64]]

_MAGIC = b"cartellino-list2"
_START = len(_MAGIC) + hashlib.sha256().digest_size
_ENDING = ".skybands"
"""As in earlier versions, so that their files are deleted too when there are too many."""
_ROOM = 32_000_000
"""Bytes of a file, enough for the skybands of 20,000 clips; the oldest go first."""
_TOTAL = 8 * _ROOM
"""Bytes of all files; the least recently used go first."""


class SkybandCache:
    """The file with the skybands of one catalogue, which is named by its hash, in a folder."""

    def __init__(self, folder: Path, catalogue: str) -> None:
        key = f"{catalogue} {_program()}"
        self._path = folder / f"{hashlib.sha256(key.encode()).hexdigest()[:32]}{_ENDING}"

    def read(self) -> SkybandTable:
        """All skybands in the file; none if it is missing or damaged."""
        try:
            content = self._path.read_bytes()
            os.utime(self._path)
        except OSError:
            return {}
        if content[:_START] != _head(body := content[_START:]):
            return {}
        return {key: np.frombuffer(works, np.int64) for key, works in marshal.loads(body)}

    def add(self, skybands: SkybandTable) -> None:
        """Add to what the file holds now. A disk that refuses is no error."""
        body = marshal.dumps(_newest(self.read() | skybands))
        with suppress(OSError):
            with replacing(self._path) as draft:
                draft.write_bytes(_head(body) + body)
            make_room(self._path.parent, _ENDING, _TOTAL)


@cache
def _program() -> str:
    """Everything in the program that a skyband depends on, and the version of NumPy."""
    own = Path(__file__).with_name("skyband.py").read_bytes()
    digest = hashlib.sha256(own).hexdigest()
    return f"{program_hash()} {np.__version__} {digest} {CANDIDATES}"


def _head(body: bytes) -> bytes:
    return _MAGIC + hashlib.sha256(body).digest()


def _newest(skybands: SkybandTable) -> list[tuple[Key, bytes]]:
    """As many of the newest skybands as there is room for."""
    newest, room = [], _ROOM
    for key, works in reversed(skybands.items()):
        room -= works.nbytes + sum(len(text) for guesses in key for text, _ in guesses)
        if room < 0:
            break
        newest.append((key, works.tobytes()))
    return newest[::-1]
