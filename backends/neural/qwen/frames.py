"""Frames as the patches that the Qwen-VL vision towers take, with PIL and numpy alone.

The values are those of transformers' `Qwen2VLImageProcessorPil`, and for videos those of its slow
processor up to 4.57 (Apache-2.0); the ones that need torchvision differ by a grey level, so that
results would depend on what else is installed.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from backends.base import GenerationError, Media, MediaFrame, middles
from backends.neural.memory.dimensions import smart_size
from backends.visual_format import VisualFormat
from console import reason

_CLIP_MEAN = (0.48145466, 0.4578275, 0.40821073)
_CLIP_SPREAD = (0.26862954, 0.26130258, 0.27577711)


@dataclass(frozen=True, slots=True)
class Patching:
    """How a vision tower wants its frames cut: patches of `side` px, `merge` × `merge` of which
    become one token, and `steps` frames of a video that are seen together."""

    side: int = 14
    merge: int = 2
    steps: int = 2
    mean: tuple[float, ...] = _CLIP_MEAN
    spread: tuple[float, ...] = _CLIP_SPREAD

    @property
    def unit(self) -> int:
        """px: the side of a frame is a multiple of it."""
        return self.side * self.merge


@dataclass(frozen=True, slots=True)
class Patches:
    """`values`: patches × (3 · steps · side²). `grids`: for each image, or for the one video,
    patches in time, height and width. `times`: s, of each frame."""

    values: NDArray[np.float32]
    grids: NDArray[np.int64]
    times: tuple[float, ...]


def patches(media: Media, form: VisualFormat, patching: Patching) -> Patches:
    """The frames of a clip, at most as many as the format has. Raises GenerationError."""
    if not media.frames:
        raise GenerationError("There is no frame. Analyse the video again.")
    count = len(media.frames)
    chosen = [media.frames[number] for number in middles(count, min(count, form.frames))]
    frames = [_opened(frame, form.longest) for frame in chosen]
    times = tuple(frame.time for frame in chosen)
    if form.visual == "images":
        cut = [_cut([_array(f, _fitting(f, form, patching), patching)], patching) for f in frames]
    else:
        size = _fitting(frames[0], form, patching)
        cut = [_cut([_array(f, size, patching) for f in frames], patching)]
    return Patches(np.concatenate([c[0] for c in cut]), np.array([c[1] for c in cut]), times)


def _opened(frame: MediaFrame, longest: int) -> Image.Image:
    try:
        with Image.open(frame.path) as picture:
            whole = picture.convert("RGB")
    except OSError as error:
        raise GenerationError(
            f"The frame {frame.path} cannot be read ({reason(error)}). Analyse the video again."
        ) from error
    scale = longest / max(whole.size)
    if scale >= 1:
        return whole
    width, height = (max(1, round(side * scale)) for side in whole.size)
    return whole.resize((width, height), Image.Resampling.LANCZOS)


def _fitting(frame: Image.Image, form: VisualFormat, patching: Patching) -> tuple[int, int]:
    return smart_size(*frame.size, patching.unit, form.pixels)


def _array(frame: Image.Image, size: tuple[int, int], patching: Patching) -> NDArray[np.float32]:
    """3 × height × width, normalised."""
    pixels = np.asarray(frame.resize(size, Image.Resampling.BICUBIC))
    scaled = (pixels * np.float64(1 / 255)).astype(np.float32)
    mean, deviation = (np.array(c, np.float32) for c in (patching.mean, patching.spread))
    return ((scaled - mean) / deviation).transpose(2, 0, 1)


def _cut(
    frames: list[NDArray[np.float32]], patching: Patching
) -> tuple[NDArray[np.float32], tuple[int, int, int]]:
    """Patches in the order of the tokens that they become, and their grid. The last frame is
    repeated until whole steps are full."""
    side, merge, steps = patching.side, patching.merge, patching.steps
    filled = np.stack(frames + frames[-1:] * (-len(frames) % steps))
    count, channels, height, width = filled.shape
    time, rows, columns = count // steps, height // side, width // side
    shape = (time, steps, channels, rows // merge, merge, side, columns // merge, merge, side)
    ordered = filled.reshape(shape).transpose(0, 3, 6, 4, 7, 2, 1, 5, 8)
    return ordered.reshape(time * rows * columns, -1), (time, rows, columns)
