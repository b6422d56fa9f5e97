"""Frames as VideoLLaMA2.1 takes them: one square each, always the same number.

Training and inference call the same functions, because the original pads frames to squares when
it trains and squashes them when it answers. After `expand2square` and `process_video` of
DAMO-NLP-SG/VideoLLaMA2 (Apache-2.0), but without torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import isqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from backends.base import GenerationError
from backends.visual_format import VisualFormat
from console import reason

_MIDDLE = 0.5
"""Mean and deviation of SigLIP's pixels, all channels."""


def opened(path: Path, longest: int) -> Image.Image:
    """A frame from disk, in RGB, at most `longest` px. Raises GenerationError when the file is
    gone or broken."""
    try:
        with Image.open(path) as picture:
            image = picture.convert("RGB")
    except OSError as error:
        raise GenerationError(
            f"The frame {path} is missing or broken ({reason(error)}). Analyse the video again."
        ) from error
    image.thumbnail((longest, longest), Image.Resampling.LANCZOS)
    return image


def padded(image: Image.Image) -> Image.Image:
    """In the middle of a square of the mean colour, with nothing cut off."""
    side = max(image.size)
    grey = int(_MIDDLE * 255)
    square = Image.new("RGB", (side, side), (grey, grey, grey))
    square.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return square


def pixels(images: Sequence[Image.Image], form: VisualFormat) -> NDArray[np.float32]:
    """Normalised pixels, (images, 3, side, side), from -1 to 1; `form.pixels` is side x side."""
    side = isqrt(form.pixels)
    squares = [padded(image) if form.fit == "pad" else image for image in images]
    sized = [square.resize((side, side), Image.Resampling.BICUBIC) for square in squares]
    values = np.stack([np.asarray(image, np.float32) for image in sized]) / np.float32(255)
    return ((values - _MIDDLE) / _MIDDLE).transpose(0, 3, 1, 2)
