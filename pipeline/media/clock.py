"""Recordings whose clock starts again: a camera's files, joined to one as they were.

Cameras cut a recording into files of some minutes, and people join these files by copying one
behind the other. Time stamps then start again, or jump ahead, and a reader that believes them sees
the first part alone, or the second at the times of the first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

import av

RESTARTING = frozenset({"mpegts", "mpeg"})
"""Formats that can be joined by copying: transport streams (MTS, M2TS, TS), program streams (VOB,
MOD, MPG)."""
_BACK = Fraction(1, 2)
"""s by which time stamps may go back within one recording."""
_AHEAD = 10
"""s by which they may jump ahead. Such formats store every frame, also of a still scene."""
_RATE = 25
"""Frames per s where the file does not say how long a frame is."""


class Clock:
    """Makes the time stamps of a video's packets continuous, in the order of the file."""

    def __init__(self) -> None:
        self._last: Fraction | None = None
        self._length = Fraction(1, _RATE)
        self._first = self._offset = Fraction(0)
        self.joins: list[float] = []
        """s after the first packet at which another recording begins."""

    def follow(self, packet: Any) -> None:
        """Move the time stamps of the next packet behind those of the packet before."""
        stamp = packet.dts if packet.dts is not None else packet.pts
        if stamp is None:
            return
        time = stamp * Fraction(packet.time_base)
        if self._last is None:
            self._first = time
        elif time < self._last - _BACK or time > self._last + self._length + _AHEAD:
            self._offset += self._last + self._length - time
            self.joins.append(float(time + self._offset - self._first))
        self._last = time
        if packet.duration:
            self._length = packet.duration * Fraction(packet.time_base)
        if self._offset:
            ticks = round(self._offset / Fraction(packet.time_base))
            packet.pts = None if packet.pts is None else packet.pts + ticks
            packet.dts = None if packet.dts is None else packet.dts + ticks


def following(packets: Iterable[Any], video: int, clock: Clock | None) -> Iterator[Any]:
    """The packets, those of the stream `video` on a continuous clock if there is one."""
    for packet in packets:
        if clock is not None and packet.size and packet.stream.index == video:
            clock.follow(packet)
        yield packet


def joins(path: Path, options: dict[str, str], video: int) -> tuple[float, ...]:
    """s after its beginning at which another recording begins in a file.

    All packets are read once, without decoding; where the file breaks off, so does the search.
    """
    state = path.stat()
    return _joins(path, state.st_mtime_ns, state.st_size, tuple(options.items()), video)


@lru_cache(maxsize=256)
def _joins(
    path: Path, changed: int, size: int, options: tuple[tuple[str, str], ...], video: int
) -> tuple[float, ...]:
    clock = Clock()
    with av.open(str(path), options=dict(options), metadata_errors="replace") as container:
        stream = container.streams[video]
        try:
            for packet in container.demux(stream):
                if packet.size:
                    clock.follow(packet)
        except av.FFmpegError:
            pass
    return tuple(clock.joins)
