"""Videos whose every frame says its own number, in blocks that survive encoding."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

GRID = 4  # blocks a side: 16 bits
WIDTH, HEIGHT = 160, 96
MS = Fraction(1, 1000)


def numbered(number: int, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    bits = [(number >> place) & 1 for place in range(GRID * GRID)]
    blocks = np.array(bits, np.uint8).reshape(GRID, GRID) * 220 + 16
    grey = cv2.resize(blocks, (width, height), interpolation=cv2.INTER_NEAREST)
    return np.repeat(grey[:, :, None], 3, axis=2)


def number_on(path: Path) -> int:
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    assert grey is not None
    height, width = grey.shape
    centres = [(place + 0.5) / GRID for place in range(GRID)]
    bits = [grey[int(y * height), int(x * width)] > 126 for y in centres for x in centres]
    return sum(int(bit) << place for place, bit in enumerate(bits))


def make_video(
    path: Path,
    stamps: Sequence[int],
    *,
    codec: str = "libx264",
    container: str | None = None,
    options: dict[str, str] | None = None,
    pix_fmt: str = "yuv420p",
    pictures: Sequence[np.ndarray] | None = None,
    matrix: Sequence[int] | None = None,
    rotation: float | None = None,
    sound: bool = False,
    muxing: dict[str, str] | None = None,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    layout: str = "bgr24",
) -> Path:
    """A frame for each stamp (ms), in order; frame i shows the number i unless given pictures."""
    with av.open(str(path), "w", format=container, options=muxing or {}) as out:
        stream: Any = out.add_stream(codec, rate=30, options=options or {})
        stream.width, stream.height, stream.pix_fmt = *size, pix_fmt
        stream.codec_context.time_base = Fraction(1, 30) if codec.startswith("mpeg") else MS
        if rotation is not None:
            stream.set_display_rotation(rotation)
        if matrix is not None:
            stream.set_display_matrix(matrix)
        silence = out.add_stream("aac", rate=44100) if sound else None
        for number, stamp in enumerate(stamps):
            image = numbered(number, *size) if pictures is None else pictures[number]
            frame = av.VideoFrame.from_ndarray(image, format=layout)
            frame.pts, frame.time_base = stamp, MS
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
        if silence is not None:
            _silence(out, silence, (stamps[-1] + 33) / 1000)
    return path


def make_sound(path: Path) -> Path:
    with av.open(str(path), "w") as out:
        _silence(out, out.add_stream("aac", rate=44100), 1.0)
    return path


def _silence(out: Any, stream: Any, seconds: float) -> None:
    for number in range(int(seconds * 44100 / 1024)):
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 1024), np.float32), "fltp", "mono")
        frame.sample_rate, frame.pts, frame.time_base = 44100, number * 1024, Fraction(1, 44100)
        out.mux(stream.encode(frame))
    out.mux(stream.encode(None))


def steady(count: int, start: int = 0) -> list[int]:
    """Stamps of 30 frames a second, in ms."""
    return [start + round(number * 1000 / 30) for number in range(count)]


def uneven(count: int) -> list[int]:
    """Stamps of a phone in poor light: 20 to 120 ms apart, and one pause of 3 s."""
    gaps = np.random.default_rng(3).integers(20, 120, count)
    gaps[count // 2] = 3000
    return [0, *np.cumsum(gaps)[:-1].tolist()]
