"""Every backend that is found keeps the same contract.

One with weights is tried with a small model of random ones, made on the spot.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest

import backends
from backends import (
    BackendUnavailable,
    GenerationError,
    Media,
    MediaFrame,
    ModelBackend,
    Options,
    Params,
    Prompt,
)

pytestmark = pytest.mark.weights

NAMES = [listing.name for listing in backends.available(for_tests=True)]
STAGES = ("label", "label_fields", "visual", "summary", "description", "genre", "scene")


# Imported when needed: the contract of a backend without weights is tried without torch.
def qwen2_vl(folder: Path) -> Path:
    from tests import tiny_models

    return tiny_models.qwen(folder)


def videollama2(folder: Path) -> Path:
    from tests import videollama2_tiny

    return videollama2_tiny.build(folder)


SMALL: dict[str, Callable[[Path], Path]] = {"qwen2-vl": qwen2_vl, "videollama2": videollama2}
"""By backend with weights: what makes a folder from which it can be loaded."""


@pytest.fixture(scope="module")
def frames(tmp_path_factory: pytest.TempPathFactory) -> tuple[MediaFrame, ...]:
    folder = tmp_path_factory.mktemp("frames")
    noise = np.random.default_rng(0)
    for number in range(2):
        wall = np.full((240, 320, 3), 180, np.uint8)
        wall[60:180, 80:240] = cv2.resize(noise.integers(0, 255, (6, 8, 3), np.uint8), (160, 120))
        cv2.imwrite(str(folder / f"{number}.jpg"), wall)
    return tuple(MediaFrame(folder / f"{n}.jpg", f"{n}b" * 32, float(n)) for n in range(2))


@pytest.fixture(scope="module", params=NAMES)
def loaded(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> ModelBackend:
    """Each backend, loaded."""
    backend = backends.create(request.param)
    folder = tmp_path_factory.mktemp(request.param)
    backend.load(SMALL[request.param](folder) if backend.weights else folder)
    backend.ground(())
    return backend


def test_every_backend_is_tried_here() -> None:
    heavy = {listing.name for listing in backends.available() if listing.weights}
    assert heavy == set(SMALL), "add a small model of the new backend to SMALL"


def test_the_embedded_backend_is_ready_out_of_the_box() -> None:
    assert "embedded" in [listing.name for listing in backends.available() if listing.ready]


def test_an_unknown_backend_is_refused_with_those_that_exist() -> None:
    with pytest.raises(BackendUnavailable, match="embedded"):
        backends.create("crystal-ball")


def test_a_backend_answers_every_stage_in_words_together_as_alone(
    loaded: ModelBackend, frames: tuple[MediaFrame, ...]
) -> None:
    """And what it says while it answers adds up to its words."""
    media = Media(frames)
    prepared = loaded.preprocess(media, "video")
    questions = [(Prompt(stage, f"{stage}?"), Params(8)) for stage in STAGES]
    streamed = dict.fromkeys(STAGES, "")

    def on_text(stage: str, words: str) -> None:
        streamed[stage] += words

    answers = loaded.answers(prepared, questions, on_text)
    alone = [loaded.generate(prepared, prompt, params) for prompt, params in questions]
    assert [answer.words for answer in answers] == alone == list(streamed.values())
    assert all(answer.seconds >= 0 for answer in answers)


def test_the_answers_about_one_clip_do_not_depend_on_another_in_between(
    loaded: ModelBackend, frames: tuple[MediaFrame, ...]
) -> None:
    first, second = (loaded.preprocess(Media((frame,)), "image") for frame in frames)
    prompt, params = Prompt("description", "Describe."), Params(8)
    before = loaded.generate(first, prompt, params)
    loaded.generate(second, prompt, params)
    assert loaded.generate(first, prompt, params) == before


def test_a_backend_says_what_it_is_after_loading(loaded: ModelBackend) -> None:
    assert loaded.name
    assert loaded.label
    assert loaded.version
    assert loaded.faults == ()
    assert (loaded.format is None) == (loaded.sampling == "dense")
    if loaded.weights:
        assert loaded.identity
        assert loaded.model_types
        assert loaded.format is not None
        expected = type(loaded).form(Options())
        assert expected is not None
        assert loaded.format.visual == expected.visual


@pytest.mark.parametrize("name", NAMES)
def test_a_backend_that_is_not_loaded_says_so(name: str, frames: tuple[MediaFrame, ...]) -> None:
    """In `preprocess`, which is called first."""
    with pytest.raises(GenerationError, match="not loaded"):
        backends.create(name).preprocess(Media(frames), "video")


@pytest.mark.parametrize(
    "name", [listing.name for listing in backends.available() if listing.weights]
)
def test_a_folder_that_is_no_model_is_refused(name: str, tmp_path: Path) -> None:
    backend = backends.create(name)
    with pytest.raises(BackendUnavailable, match=str(tmp_path)):
        backend.load(tmp_path)


def test_a_frame_that_is_gone_is_an_error_with_a_cure(loaded: ModelBackend, tmp_path: Path) -> None:
    """In `preprocess`, also of a backend that looks at no pixels."""
    gone = MediaFrame(tmp_path / "gone.jpg", "cd" * 32, 0.0)
    with pytest.raises(GenerationError, match="Analyse the video again"):
        loaded.preprocess(Media((gone,)), "image")
