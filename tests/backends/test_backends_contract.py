"""Every backend that is found keeps the same contract."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pytest

import backends
from backends import BackendUnavailable, GenerationError, Media, MediaFrame, Params, Prompt
from backends.embedded import _spread

READY = [listing.name for listing in backends.available() if listing.ready]


@pytest.fixture(scope="module")
def frame(tmp_path_factory: pytest.TempPathFactory) -> MediaFrame:
    path = tmp_path_factory.mktemp("frames") / "wall.jpg"
    cv2.imwrite(str(path), np.full((240, 320, 3), 180, np.uint8))
    return MediaFrame(path, "ab" * 32, 0.0)


def test_the_embedded_backend_is_ready_out_of_the_box() -> None:
    assert "embedded" in READY


def test_an_unknown_backend_is_refused_with_those_that_exist() -> None:
    with pytest.raises(BackendUnavailable, match="embedded"):
        backends.create("crystal-ball")


@pytest.mark.parametrize("name", READY)
def test_a_backend_answers_every_stage_in_words(
    name: str, frame: MediaFrame, tmp_path: Path
) -> None:
    backend = backends.create(name)
    backend.load(tmp_path)
    backend.ground(())
    prepared = backend.preprocess(Media((frame,)), "image")
    for stage in ("label", "label_fields", "visual", "summary", "description", "genre", "scene"):
        assert isinstance(backend.generate(prepared, Prompt(stage, "?"), Params()), str)
    backend.close()


@pytest.mark.parametrize("name", READY)
def test_a_backend_that_is_not_loaded_says_so(name: str, frame: MediaFrame) -> None:
    with pytest.raises(GenerationError, match="not loaded"):
        backends.create(name).preprocess(Media((frame,)), "image")


def test_a_frame_that_is_gone_is_an_error_with_a_cure(tmp_path: Path) -> None:
    backend = backends.create("embedded")
    backend.load(tmp_path)
    backend.ground(())
    gone = MediaFrame(tmp_path / "gone.jpg", "cd" * 32, 0.0)
    with pytest.raises(GenerationError, match="Analyse the video again"):
        backend.preprocess(Media((gone,)), "image")


def test_overlapping_clips_share_the_frames_whose_labels_are_read() -> None:
    frames = [MediaFrame(Path(f"{i}.jpg"), str(i), float(i)) for i in range(12)]
    first = _spread(frames, 3, ())
    assert sorted(int(f.sha256) for f in first) == [2, 6, 10]
    again = _spread(frames[1:], 3, {f.sha256 for f in first})
    assert again == first
    assert _spread(frames[:2], 3, ()) == frozenset(frames[:2])
