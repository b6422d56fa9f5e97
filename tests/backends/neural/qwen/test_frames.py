"""Frames of Qwen-VL are cut into the pixels that transformers gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import (
    Qwen2VLImageProcessorPil,
    smart_resize,
)

from backends import Media
from backends.neural.memory.dimensions import smart_size
from backends.neural.qwen.frames import Patching, patches
from backends.qwen2_vl import Qwen2VLBackend
from tests import tiny_models

IMAGES = Qwen2VLBackend.default_format
VIDEO = replace(IMAGES, visual="video")


@pytest.mark.parametrize("size", [(448, 336), (336, 448), (112, 84), (40, 30), (448, 60)])
def test_an_image_is_cut_as_by_transformers(tmp_path: Path, size: tuple[int, int]) -> None:
    clip = tiny_models.media(tmp_path, 2, size)
    ours = patches(clip, IMAGES, Patching())
    limits = {"shortest_edge": 56 * 56, "longest_edge": IMAGES.pixels}
    theirs = Qwen2VLImageProcessorPil(size=limits)(
        [Image.open(frame.path) for frame in clip.frames],  # type: ignore[arg-type]
        return_tensors="np",
    )
    assert np.array_equal(ours.grids, theirs["image_grid_thw"])
    assert np.array_equal(ours.values, theirs["pixel_values"])


@given(st.integers(28, 3000), st.integers(28, 3000), st.sampled_from([28, 32]))
def test_a_frame_gets_the_size_that_transformers_gives_it(
    width: int, height: int, unit: int
) -> None:
    theirs = smart_resize(height, width, unit, 56 * 56, IMAGES.pixels)
    assert smart_size(width, height, unit, IMAGES.pixels) == theirs[::-1]


def test_a_video_joins_every_two_frames(tmp_path: Path) -> None:
    """The patch of a video holds, channel by channel, those of its two frames one after another."""
    clip = tiny_models.media(tmp_path, 4)
    video, images = (patches(clip, form, Patching()) for form in (VIDEO, IMAGES))
    assert video.grids.tolist() == [[2, *images.grids[0][1:]]]
    joined = video.values.reshape(2, -1, 3, 2, 14 * 14)
    single = images.values.reshape(4, -1, 3, 2, 14 * 14)[:, :, :, 0]
    for number in range(4):
        assert np.array_equal(joined[number // 2, :, :, number % 2], single[number])


def test_a_picture_is_a_video_of_one_frame(tmp_path: Path) -> None:
    picture = tiny_models.media(tmp_path, 1)
    video, images = (patches(picture, form, Patching()) for form in (VIDEO, IMAGES))
    assert np.array_equal(video.values, images.values)
    three = patches(tiny_models.media(tmp_path, 3), VIDEO, Patching())
    assert three.grids[0][0] == 2


def test_the_eight_frames_of_a_clip_are_within_the_stated_tokens(tmp_path: Path) -> None:
    """8 frames of 448 px become 1,152 to 1,536 tokens (seed paper, section 3.5)."""
    for size in [(448, 336), (448, 252), (448, 448), (1920, 1080)]:
        seen = patches(tiny_models.media(tmp_path, 8, size), IMAGES, Patching())
        assert 1000 < int(seen.grids.prod(1).sum()) // 4 <= 1536


@pytest.mark.parametrize(("count", "times"), [(12, (1, 4, 7, 10)), (4, (0, 1, 2, 3)), (1, (0,))])
def test_of_more_frames_than_the_format_has_those_in_the_middle_of_equal_parts_are_taken(
    count: int, times: tuple[float, ...], tmp_path: Path
) -> None:
    media = tiny_models.media(tmp_path, count, (56, 56))
    dated = [replace(frame, time=float(n)) for n, frame in enumerate(media.frames)]
    few = replace(IMAGES, frames=4)
    assert patches(Media(tuple(dated)), few, Patching()).times == times
