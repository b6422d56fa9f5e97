"""Which works are seen when, by several backends."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from catalogue import Index, load
from pipeline import AbstentionConfig, Guards, codec, decide, signals
from pipeline.decision.ensemble import joined
from pipeline.decision.works_seen import WorkSeen, works_seen
from pipeline.types import Evidence, Sighting
from tests import builders

HARBOUR, LEMONS = ("The Harbour at Dusk", "Painter One"), ("Still Life with Lemons", "Painter Two")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return Index.build(load(builders.catalogue_file(tmp_path_factory.mktemp("catalogue"))))


def located(folder: Path, start: float = 0.0, sighted: str = "T-01") -> Evidence:
    """A clip in which the embedded backend saw a work and read nothing."""
    return builders.evidence(folder, 0, None, None, start=start, sighted=sighted)


def said(folder: Path, words: tuple[str | None, str | None], start: float = 0.0) -> Evidence:
    """The same clip as a model that locates nothing describes it, on a frame of its own."""
    one = builders.evidence(folder, 1, *words, start=start, sighted=None)
    frames = (builders.frame(folder / "small", start + 4.5, 1),)
    return replace(one, backend="qwen2-vl", recipe="recipe-2", frames=frames)


def seen(index: Index, *clips: Evidence) -> list[tuple[str, float, float]]:
    found = works_seen(clips, index, AbstentionConfig(), Guards())
    return [(one.work, one.start, one.end) for one in found]


def test_frames_of_a_model_that_locates_nothing_bound_no_stretch(
    index: Index, tmp_path: Path
) -> None:
    alone = located(tmp_path)
    assert seen(index, alone) == [("T-01", 2.0, 5.5)]
    both = joined([alone, said(tmp_path, (None, None))])
    assert seen(index, both) == seen(index, alone)


def test_a_work_is_listed_by_what_its_best_sighting_is_worth(index: Index, tmp_path: Path) -> None:
    clip = located(tmp_path)
    (sighting,) = clip.sightings
    weaker = replace(sighting, confidence=0.4)
    assert seen(index, replace(clip, sightings=(weaker,))) == []
    better = replace(sighting, frame=clip.frames[0].sha256, time=0.0, confidence=0.6)
    both = replace(clip, sightings=(weaker, better))
    listed = works_seen([both], index, AbstentionConfig(), Guards())
    assert {work.work for work in listed} == {"T-01"}
    assert [work.score for work in listed] == pytest.approx([0.6] * len(listed))


def test_works_that_share_title_and_artist_are_told_apart_by_their_pictures(
    tmp_path: Path,
) -> None:
    namesakes = [(f"N-{n}", "Madonna col Bambino", "Unknown", "") for n in range(3)]
    index = Index.build(load(builders.catalogue_file(tmp_path / "namesakes", namesakes)))
    clip = located(tmp_path, sighted="N-1")
    (sighting,) = clip.sightings
    sure, doubtful = replace(sighting, confidence=0.8), replace(sighting, confidence=0.5)
    assert [work for work, _, _ in seen(index, replace(clip, sightings=(sure,)))] == ["N-1"]
    assert seen(index, replace(clip, sightings=(doubtful,))) == []


def test_whoever_located_is_shown_and_listed(index: Index, tmp_path: Path) -> None:
    alone, other = located(tmp_path), said(tmp_path, HARBOUR)
    both = joined([other, alone])
    assert (both.frames, both.outputs) == (alone.frames, alone.outputs)
    assert both.backend == "qwen2-vl+embedded"
    assert both.recipe == "recipe-2+recipe-1"
    assert seen(index, both) == seen(index, alone)


def test_a_work_that_only_a_label_names_is_listed_for_the_whole_clip(
    index: Index, tmp_path: Path
) -> None:
    both = joined([located(tmp_path, sighted="T-03"), said(tmp_path, LEMONS)])
    assert seen(index, both) == [("T-02", 0.0, 8.0), ("T-03", 2.0, 5.5)]


def test_works_in_question_are_not_listed_where_they_are(index: Index, tmp_path: Path) -> None:
    # The embedded backend sees and reads the harbour; the other one says lemons.
    first = builders.evidence(tmp_path, 0, *HARBOUR, sighted="T-01")
    disputed = joined([first, said(tmp_path, LEMONS)])
    decision = decide(signals(disputed, index, AbstentionConfig()), index)
    assert decision.guards == ("disagreement",)
    assert [member.id for member in decision.members] == ["embedded", "qwen2-vl"]
    assert seen(index, disputed) == []
    later = located(tmp_path, start=20.0)
    assert seen(index, disputed, later) == [("T-01", 22.0, 25.5)]


def test_a_dispute_about_one_painting_does_not_shorten_another(
    index: Index, tmp_path: Path
) -> None:
    # Two paintings in view: about the lemons' clip, the other backend speaks of the harbour.
    first = builders.evidence(tmp_path, 0, *HARBOUR, sighted="T-01")
    settled = replace(first, clip=replace(first.clip, end=9.0))
    beside = replace(builders.evidence(tmp_path, 0, *LEMONS, sighted="T-02"), frames=first.frames)
    disputed = joined([beside, said(tmp_path, HARBOUR)])
    assert decide(signals(disputed, index, AbstentionConfig()), index).guards == ("disagreement",)
    assert seen(index, disputed, settled) == seen(index, settled) == [("T-01", 2.0, 5.5)]


def test_a_frame_beside_the_disputed_clip_is_none_of_it(index: Index, tmp_path: Path) -> None:
    whole = builders.evidence(tmp_path, 0, *HARBOUR, sighted=None)
    last = whole.frames[2]
    first = replace(whole, clip=replace(whole.clip, end=5.0))
    other = replace(said(tmp_path, LEMONS), clip=first.clip)
    next_one = replace(
        located(tmp_path),
        clip=replace(whole.clip, start=5.0),
        frames=whole.frames,
        sightings=(Sighting("T-01", last.sha256, last.time, builders.QUAD, 40),),
    )
    assert seen(index, joined([first, other]), next_one) == [("T-01", 5.5, 60.0)]


def test_every_backend_that_locates_is_listened_to(index: Index, tmp_path: Path) -> None:
    second = replace(located(tmp_path, sighted="T-03"), backend="another")
    both = joined([located(tmp_path), second])
    assert seen(index, both) == [("T-01", 2.0, 5.5), ("T-03", 2.0, 5.5)]


def test_an_ensemble_is_about_one_clip(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="same clip"):
        joined([located(tmp_path), said(tmp_path, HARBOUR, start=10.0)])
    with pytest.raises(ValueError, match="same clip"):
        joined([])


def test_ensembles_do_not_nest(tmp_path: Path) -> None:
    one, other = located(tmp_path), said(tmp_path, HARBOUR)
    three = joined([joined([one, other]), other])
    assert three.members == (one, other, other)
    assert codec.loads(codec.dumps(three), Evidence) == three


def test_the_score_of_a_work_seen_is_that_of_the_ensemble(index: Index, tmp_path: Path) -> None:
    one = builders.evidence(tmp_path, 0, "Harbour at Dusk", None, sighted=None)
    both = joined([one, said(tmp_path, ("Harbour at Dusk", None))])
    (found,) = works_seen([both], index, AbstentionConfig(), Guards())
    (single,) = works_seen([one], index, AbstentionConfig(), Guards())
    assert isinstance(found, WorkSeen)
    assert found.score == pytest.approx(1 - (1 - single.score) ** 2)
