"""Time left, with sums that a person can do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from backends.base import Choice, Options
from jobs import Rate, Rates, RateStore
from pipeline.analysis.estimate import Estimate
from pipeline.analysis.model_rates import rates_of, remember
from pipeline.analysis.progress import AnswerGrew, FrameSampled, Place, StageAnswered
from pipeline.analysis.rates import ANSWERING, EXPECTED, FRAMES, LOADING, MEDIA, PICTURES, Stopwatch
from pipeline.stages import MODEL_STAGES
from pipeline.types import Frame, StageOutput

STAGES = [stage.name for stage in MODEL_STAGES]
FRAME = Frame(1, 1, "f", Path("f.jpg"), 4, 3)  # type: ignore[arg-type]
PAST = Rates(
    {
        FRAMES: Rate(10, 5),
        ANSWERING: Rate(10, 30),
        MEDIA: Rate(2, 80),
        LOADING: Rate(1, 40),
        **{stage: Rate(1, 5) for stage in STAGES},
    }
)
"""0.5 s a frame, 3 s of answers for each frame, 40 s a medium and to load, 5 s an answer."""


def scanning(done: int, total: int) -> FrameSampled:
    return FrameSampled(Place("walk.mp4", 1, done, total, total - len(STAGES) - done), FRAME)


def answering(stage: str, done: int, total: int) -> StageAnswered:
    output = StageOutput(stage, "", "", None, (), 0.0)
    return StageAnswered(Place("walk.mp4", 2, done, total), output)


def spoken(done: int, total: int) -> AnswerGrew:
    return AnswerGrew(Place("walk.mp4", 2, done, total), "label", "a word")


def test_while_frames_are_prepared_their_answers_are_expected() -> None:
    watch = Stopwatch(PAST)
    for done in range(1, 5):
        watch.step(scanning(done, 17), seconds=0.5)
    assert watch.left(scanning(4, 17).place) == pytest.approx(6 * 0.5 + 10 * 3)


def test_a_clip_that_is_answered_during_the_scan_is_not_expected_again() -> None:
    watch = Stopwatch(PAST)
    for done in range(1, 5):
        watch.step(scanning(done, 17), seconds=0.5)
    asked = StageAnswered(Place("walk.mp4", 2, 5, 24, 6), answering("label", 5, 24).output)
    watch.step(asked, 5.0)
    assert watch.left(asked.place) == pytest.approx(6 * 0.5 + 10 * 3 - 5)
    assert watch.left(asked.place, waited=2) == pytest.approx(6 * 0.5 + 10 * 3 - 5 - 2)


def test_a_machine_that_prepares_frames_slowly_answers_slowly() -> None:
    watch = Stopwatch(PAST)
    for done in range(1, 31):
        watch.step(scanning(done, 47), seconds=1.0)
    assert watch.left(scanning(30, 47).place) == pytest.approx(10 * 1.0 + 40 * 3 * 2, rel=0.15)


def test_while_stages_answer_each_missing_answer_counts() -> None:
    watch = Stopwatch(PAST)
    watch.step(answering("label", 11, 24), 5)
    assert watch.left(answering("label", 11, 24).place) == pytest.approx(6 * 5 + 7 * 5)


def test_the_clock_runs_while_an_answer_is_awaited_and_never_ends_before_it() -> None:
    watch = Stopwatch(PAST)
    assert watch.left(spoken(10, 17).place) == pytest.approx(35)
    assert watch.left(spoken(10, 17).place, waited=3) == pytest.approx(32)
    assert watch.left(spoken(10, 17).place, waited=50) == pytest.approx(30 + 5)


def batch(watch: Stopwatch, clip: int, clips: int, seconds: float) -> None:
    """A clip whose answers arrive together, but for the one that needs an earlier one."""
    together = [stage for stage in STAGES if stage != "label_fields"]
    for number, stage in enumerate([*together, "label_fields"], 1):
        took = seconds if number == 1 else 2.0 if stage == "label_fields" else 0.0
        watch.step(answering(stage, clip * 7 + number, clips * 7), took)


def test_answers_that_come_together_are_expected_together() -> None:
    watch = Stopwatch(Rates())
    batch(watch, 0, 6, 60)
    for clip in range(1, 6):
        left = (6 - clip) * 62.0
        assert watch.left(spoken(clip * 7, 42).place) == pytest.approx(left)
        assert watch.left(spoken(clip * 7, 42).place, waited=20) == pytest.approx(left - 20)
        batch(watch, clip, 6, 60)


def schedule(rates: Sequence[float], frames: int, clips: int) -> tuple[list[float], list[float]]:
    """Clock and time left of a medium that takes `rates` (s a frame, a first answer, another)."""
    watch, clock = Stopwatch(PAST), 0.0
    clocks, lefts = [], []
    for done in range(1, frames + 1):
        clock += rates[0]
        watch.step(scanning(done, frames + 7), rates[0])
        clocks.append(clock)
        lefts.append(watch.left(scanning(done, frames + 7).place) or 0.0)
    total = frames + clips * 7
    for number in range(clips * 7):
        took = rates[1] if number % 7 == 0 else rates[2]
        clock += took
        step = answering(STAGES[number % 7], frames + number + 1, total)
        watch.step(step, took)
        clocks.append(clock)
        lefts.append(watch.left(step.place) or 0.0)
    return clocks, lefts


@pytest.mark.parametrize("slower", [0.3, 1.0, 3.0])
def test_time_left_falls_as_fast_as_time_goes_by(slower: float) -> None:
    rates = [0.5 * slower, 20 * slower, 1 * slower]
    clocks, lefts = schedule(rates, frames=120, clips=14)
    truths = [clocks[-1] - clock for clock in clocks]
    for at in [*range(40, 120), *range(120 + 7 * 7, len(clocks))]:
        assert lefts[at] == pytest.approx(truths[at], rel=0.25, abs=0.1), at
    assert lefts[-1] == pytest.approx(0, abs=1e-6)


def test_a_model_that_was_never_used_promises_nothing() -> None:
    watch = Stopwatch(Rates())
    assert watch.left(spoken(0, 14).place) is None
    assert watch.medium() is None
    watch.step(answering("label", 1, 14), 4)
    assert watch.left(answering("label", 1, 14).place) == pytest.approx(13 * 4)


def test_a_finished_medium_says_what_the_next_one_takes() -> None:
    watch = Stopwatch(Rates())
    watch.step(scanning(1, 9), 2.0)
    watch.step(scanning(2, 9), 2.0)
    for number, stage in enumerate(STAGES, 3):
        watch.step(answering(stage, number, 9), 3.0)
    watch.finish()
    assert watch.medium() == pytest.approx(25)
    assert watch.medium(clips=4) == pytest.approx(4 * 21)
    assert watch.rates.mean(ANSWERING) == pytest.approx(21 / 2)


@given(st.lists(st.tuples(st.sampled_from(STAGES), st.floats(0, 1e4)), max_size=60))
def test_time_left_is_never_negative(steps: list[tuple[str, float]]) -> None:
    watch = Stopwatch(PAST)
    for number, (stage, seconds) in enumerate(steps, 1):
        step = answering(stage, number, len(steps))
        watch.step(step, seconds)
        left = watch.left(step.place, waited=seconds)
        assert left is not None
        assert left >= 0


def test_a_job_takes_all_turns_and_each_loading() -> None:
    estimate = Estimate([Stopwatch(PAST), Stopwatch(PAST)], [0, 1, 2])
    assert estimate.left(0) == pytest.approx(2 * 40 + 6 * 40)
    estimate.loads(0)
    estimate.begins(0, 0)
    assert estimate.left(10) == pytest.approx(10 + 40 + 5 * 40)
    assert estimate.share(0.5) == pytest.approx(0.5 / 6)
    estimate.has_clips(0, 4)
    assert estimate.left(10) == pytest.approx(10 + 40 + 4 * 40 + 4 * 35)
    estimate.is_out(1)
    assert estimate.left(10) == pytest.approx(10 + 2 * 40)


def test_a_job_with_an_unknown_member_has_no_time_left() -> None:
    estimate = Estimate([Stopwatch(PAST), Stopwatch(Rates())], [0])
    estimate.begins(0, 0)
    assert estimate.left(10) is None
    estimate.is_out(1)
    assert estimate.left(10) == pytest.approx(10 + 40)


def test_what_a_model_took_is_kept_by_its_settings_and_its_loading_by_its_weights(
    tmp_path: Path,
) -> None:
    store = RateStore(tmp_path / "jobs.db")
    choice = Choice("qwen", tmp_path / "weights", options=Options(frames=8))
    assert rates_of(store, choice) == Rates()
    assert rates_of(store, choice, EXPECTED) == EXPECTED
    remember(store, choice, PAST)
    assert rates_of(store, choice) == PAST
    other = Choice("qwen", tmp_path / "weights", options=Options(frames=16))
    assert rates_of(store, other) == Rates({LOADING: Rate(1, 40)})
    assert rates_of(store, Choice("qwen", tmp_path / "others")) == Rates()
    plain = Choice("qwen", tmp_path / "weights")
    remember(store, plain, PAST)
    assert rates_of(store, plain) == PAST


def test_pictures_are_expected_to_take_what_pictures_took() -> None:
    watch = Stopwatch(PAST)
    estimate = Estimate([watch], range(82), pictures=range(1, 82))
    estimate.loads(0)
    estimate.begins(0, 0)
    assert estimate.left(0.0) is None, "no picture was ever analysed"
    estimate.begins(0, 1)
    watch.begin(estimate.kind(1))
    for stage in STAGES:
        watch.step(answering(stage, 1, 7), seconds=0.5)
    watch.finish()
    assert estimate.left(0.0) == pytest.approx(80 * 3.5)
    assert watch.rates.mean(MEDIA) == 40, "a picture says nothing about videos"
    assert watch.rates.mean(PICTURES) == 3.5
