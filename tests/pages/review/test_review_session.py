"""A review session: deciding again, and what a verdict writes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import catalogue
from console.progress import no_report
from ledger import JudgedMeanwhile, Ledger
from pages._ui.review.review_session import ReviewSession
from pages._ui.shell.resources import open_catalogue
from pipeline import AbstentionConfig, decide, signals
from pipeline.redecide.redecider import Redecider
from pipeline.redecide.skyband import Skybands
from pipeline.redecide.skyband_cache import SkybandCache
from pipeline.types import Evidence
from storage.workspace import Workspace
from tests import builders

World = tuple[catalogue.Catalogue, list[Evidence]]
LABELS = [
    ("The Harbour at Dusk", "Painter One"),
    ("Harbour", None),
    (None, "Painter One"),
    (None, None),
    ("not sure", "Painter Two"),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("world")
    loaded = catalogue.load(builders.catalogue_file(folder))
    clips = [
        builders.evidence(folder, n, title, artist, start=10.0 * n)
        for n, (title, artist) in enumerate(LABELS)
    ]
    return loaded, clips


def review(world: World, path: Path) -> ReviewSession:
    loaded, clips = world
    redecider = Redecider(clips, Skybands(catalogue.Index.build(loaded)))
    return ReviewSession(loaded, redecider, Ledger(path), AbstentionConfig(), AbstentionConfig())


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.builds(
            AbstentionConfig,
            artist_activate=st.sampled_from([0.0, 0.45, 1.0]),
            token_weight=st.sampled_from([0.0, 0.2, 0.4, 0.65, 0.8, 1.0]),
            strict_abstention=st.booleans(),
            label_first=st.booleans(),
        ),
        min_size=1,
        max_size=40,
    )
)
def test_what_is_remembered_is_what_would_be_decided(
    world: World, configs: list[AbstentionConfig]
) -> None:
    loaded, clips = world
    index = catalogue.Index.build(loaded)
    redecider = Redecider(clips, Skybands(index))
    for config in configs:
        expected = {c.clip.key: decide(signals(c, index, config), index, config) for c in clips}
        assert redecider.decide(config) == expected


def test_moving_back_decides_nothing_again(world: World) -> None:
    loaded, clips = world
    redecider = Redecider(clips, Skybands(catalogue.Index.build(loaded)))
    first = redecider.decide(AbstentionConfig())
    redecider.decide(AbstentionConfig(title_accept=0.9))
    assert redecider.decide(AbstentionConfig()) is first


def test_the_skybands_of_clips_are_cached_beside_the_catalogue(
    world: World, tmp_path: Path
) -> None:
    workspace = Workspace(tmp_path)
    opened = open_catalogue(world[0].path, workspace, no_report)
    Redecider(world[1], opened.skybands).prepare(AbstentionConfig(), lambda share: None)
    assert len(SkybandCache(workspace.prepared, opened.catalogue.sha256).read()) == 4


def test_a_verdict_freezes_what_was_on_the_screen(world: World, tmp_path: Path) -> None:
    session = review(world, tmp_path / "l.db")
    key = next(iter(session.clips))
    verdict = session.verdict(key, "correct", "T-02", "Ada", "seen before")
    assert (verdict.title, verdict.artist) == ("Still Life with Lemons", "Painter Two")
    assert verdict.decision is session.decisions[key]
    assert verdict.evidence is session.clips[key]
    assert verdict.config is session.config
    assert verdict.catalogue_sha256 == world[0].sha256
    assert verdict.backend_version


def test_a_key_pressed_twice_is_one_verdict(world: World, tmp_path: Path) -> None:
    session = review(world, tmp_path / "l.db")
    key = next(iter(session.clips))
    assert session.judge(key, "accept", "T-01", "Ada")
    assert not review(world, tmp_path / "l.db").judge(key, "accept", "T-01", "Ada")
    assert len(session.ledger.events()) == 1


def test_undo_on_a_page_that_is_behind_takes_back_the_last_verdict(
    world: World, tmp_path: Path
) -> None:
    behind = review(world, tmp_path / "l.db")
    first, second, *_ = behind.clips
    behind.judge(first, "reject", None, "Ada")
    review(world, tmp_path / "l.db").judge(second, "reject", None, "Ada")
    undone = behind.undo("Ada")
    assert undone is not None
    assert undone[0].clip == second


def test_undo_takes_back_the_reviewers_own_last_verdict_only(world: World, tmp_path: Path) -> None:
    first, second, *_ = review(world, tmp_path / "l.db").clips
    review(world, tmp_path / "l.db").judge(first, "reject", None, "Ada")
    review(world, tmp_path / "l.db").judge(second, "reject", None, "Ben")
    undone = review(world, tmp_path / "l.db").undo("Ada")
    assert undone is not None
    assert (undone[0].clip, undone[1]) == (first, 1)
    assert set(review(world, tmp_path / "l.db").standing) == {second}
    assert review(world, tmp_path / "l.db").undo("Ada") is None


def test_undo_leaves_verdicts_on_clips_of_another_catalogue(world: World, tmp_path: Path) -> None:
    loaded, clips = world
    whole = review(world, tmp_path / "l.db")
    here, elsewhere = clips[0].clip.key, clips[1].clip.key
    whole.judge(here, "reject", None, "Ada")
    review(world, tmp_path / "l.db").judge(elsewhere, "reject", None, "Ada")
    rest = review((loaded, clips[:1]), tmp_path / "l.db")
    undone = rest.undo("Ada")
    assert undone is not None
    assert undone[0].clip == here
    assert rest.undo("Ada") is None
    assert set(rest.ledger.standing()) == {elsewhere}


def test_a_verdict_that_the_page_did_not_show_is_not_overridden(
    world: World, tmp_path: Path
) -> None:
    stale, fresh = review(world, tmp_path / "l.db"), review(world, tmp_path / "l.db")
    key, other, *_ = stale.clips
    assert not stale.standing
    fresh.judge(key, "accept", "T-01", "Ada")
    with pytest.raises(JudgedMeanwhile) as refused:
        stale.judge(key, "reject", None, "Ben")
    assert (refused.value.clip, refused.value.number) == (key, 1)
    with pytest.raises(JudgedMeanwhile):
        stale.accept_all([other, key], "Ben")
    assert [event.kind for event in fresh.ledger.events()] == ["accept"]
    assert not stale.judge(key, "accept", "T-01", "Ada")  # the same key, pressed twice
    again = review(world, tmp_path / "l.db")
    assert again.judge(key, "reject", None, "Ben")
    again.ledger.undo(key, "Ben")
    behind = review(world, tmp_path / "l.db")
    assert behind.seen(key) == 1
    behind.ledger.undo(key, "Ada")
    with pytest.raises(JudgedMeanwhile) as refused:
        behind.judge(key, "reject", None, "Ben")
    assert refused.value.number is None
