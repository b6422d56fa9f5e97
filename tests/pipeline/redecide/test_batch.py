"""Deciding about all stored clips at once, against deciding about each over the whole catalogue."""

from __future__ import annotations

import random
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmark.misreading import misread, turned
from catalogue import Guess, Index, Record, Work, load
from pipeline import AbstentionConfig, Guards, Signals, decide
from pipeline.redecide.batch import BatchDecider
from pipeline.redecide.skyband import Skybands, skyband
from pipeline.types import Pointer
from tests.places import KIT
from tests.whole_catalogue import PlainIndex

NAMES = ("Madonna", "Bambino", "Flora", "red boy", "redd boy", "Ecce Homo", "Flora (Primavera)")
PEOPLE = ("Dosso Dossi", "Dossi, Battista", "Titian", "Tizian; Dosso", "")
SUBJECTS = ("flowers", "flower", "child with flowers", "")
titles, artists = st.sampled_from(NAMES), st.sampled_from(PEOPLE)
works = st.lists(
    st.tuples(
        st.just("Flora") | titles | st.lists(titles, max_size=3).map(" ".join),
        artists,
        st.sampled_from(SUBJECTS),
    ),
    max_size=30,
)
unsure = st.sampled_from(["not sure", "?", "possibly Flora"])
confidence = st.sampled_from([1.0, 0.5, 0.3]) | st.floats(0, 1, exclude_min=True)


def guessed(texts: Any) -> Any:
    guess = texts | st.builds(Guess, texts, confidence, st.sampled_from(["", "picture", "label"]))
    return st.lists(guess, max_size=2, unique=True).map(tuple)


voices = st.builds(
    Signals,
    st.just("one"),
    title=guessed(titles | unsure),
    artist=guessed(artists | unsure),
    subject=guessed(st.sampled_from(SUBJECTS)),
    number=st.lists(st.sampled_from(["1", "inv. 2", "99"]), max_size=1).map(tuple),
    works=st.lists(
        st.builds(Pointer, st.sampled_from(["0", "1", "2", "5", "gone"]), confidence), max_size=2
    ).map(tuple),
    faults=st.sampled_from([(), (), ("degenerate",), ("format", "degenerate")]),
)
ensembles = st.lists(voices, min_size=1, max_size=3).map(
    lambda members: Signals("several", members=tuple(members))
)
share = st.sampled_from([0.0, 1.0, 0.3, 1e-13]) | st.floats(0, 1)
level = st.sampled_from([0.0, 1.0]) | st.floats(0, 1)
margin = st.sampled_from([0.0, 0.5]) | st.floats(0, 0.5)


@st.composite
def weights(draw: Any, handles: Any) -> Any:
    cuts = sorted(draw(st.lists(share, min_size=handles - 1, max_size=handles - 1)))
    return tuple(np.diff([0.0, *cuts, 1.0]).tolist())


configs = st.builds(
    AbstentionConfig,
    artist_activate=level,
    artist_accept=level,
    title_accept=level,
    title_margin=margin,
    combined_accept=level,
    combined_margin=margin,
    fallback_accept=level,
    fallback_margin=margin,
    token_weight=share,
    artist_weights=weights(3),
    title_weights=weights(2),
    fallback_weights=weights(2),
    strict_abstention=st.booleans(),
)
guards = st.builds(Guards, **dict.fromkeys(Guards.__dataclass_fields__, st.booleans()))


def index_of(*records: Any) -> Any:
    return Index([Work(str(n), (Record(str(n), *record),)) for n, record in enumerate(records)])


SETTINGS = {"in blocks": {"_FEW": 1000, "_BLOCK": 4}, "thinned": {"_FEW": 0, "_BLOCK": 256}}


@pytest.mark.slow
@pytest.mark.parametrize("how", SETTINGS)
@settings(max_examples=150, deadline=None)
@given(
    works,
    st.lists(voices | ensembles, max_size=5),
    st.lists(configs, min_size=1, max_size=4),
    guards,
)
def test_all_at_once_is_each_from_scratch(
    how: Any, rows: Any, clips: Any, chosen: Any, on: Any
) -> None:
    index = index_of(*rows)
    with mock.patch.multiple("pipeline.redecide.skyband", **SETTINGS[how]):  # type: ignore[call-overload]
        skybands = Skybands(index)
        deciders = {strict: BatchDecider(clips, skybands, strict) for strict in (True, False)}
    for config in chosen:
        expected = [decide(clip, index, config, on) for clip in clips]
        assert deciders[config.strict_abstention].decide(config, on) == expected


@settings(max_examples=300, deadline=None)
@given(works, voices | ensembles, configs, guards, st.integers(2, 6))
def test_a_decision_is_that_of_scoring_every_work(
    rows: Any, signals: Any, config: Any, on: Any, limit: Any
) -> None:
    index = index_of(*rows)
    expected = decide(signals, PlainIndex(index.works), config, on, limit)
    assert decide(signals, index, config, on, limit) == expected


def test_a_work_that_three_before_it_dominate_is_left_out_and_a_better_one_is_not() -> None:
    index = index_of(*[("Flora", "Titian")] * 5, ("Flora in red", "Dosso Dossi"))
    guesses = {"title": ("Flora",), "artist": ("Dosso Dossi",), "subject": ()}
    assert skyband(index, guesses).tolist() == [0, 1, 2, 5]  # type: ignore[arg-type]


def test_a_work_that_is_similar_in_nothing_is_left_out() -> None:
    index = index_of(("Flora", "Titian"), ("Hay Wain", "John Constable"))
    guesses = {"title": ("Flora",), "artist": (), "subject": ("flowers",)}
    assert skyband(index, guesses).tolist() == [0]  # type: ignore[arg-type]


def test_a_skyband_is_computed_once(monkeypatch: Any) -> None:
    upper_bounds = mock.Mock(return_value=(np.ones(1), np.ones(1)))
    index = index_of(("Flora", "Titian"))
    monkeypatch.setattr(Index, "upper_bounds", upper_bounds)
    skybands = Skybands(index)
    for name in ("a", "b"):
        BatchDecider([Signals(name, title=("Flora",))], skybands, strict=True)
    assert upper_bounds.call_count == 1


def test_a_clip_more_does_not_compare_the_others_again(monkeypatch: Any) -> None:
    index = index_of(("Flora", "Titian"), ("Hay Wain", "John Constable"))
    compared: list[tuple[str, ...]] = []
    pairs = Index.pairs

    def counted(self: Index, field: Any, works: Any, guesses: Any, once: bool = False) -> Any:
        compared.append((field, *(guess.text for guess in guesses)))
        return pairs(self, field, works, guesses, once)

    monkeypatch.setattr(Index, "pairs", counted)
    skybands, first = Skybands(index), Signals("a", title=("Flora",))
    BatchDecider([first], skybands, strict=True)
    compared.clear()
    decider = BatchDecider([first, Signals("b", title=("Hay Wain",))], skybands, strict=True)
    assert ("title", "Flora") not in compared
    assert ("title", "Hay Wain") in compared
    config = AbstentionConfig()
    assert [d.candidate and d.candidate.work for d in decider.decide(config)] == [
        w.identifier for w in index.works
    ]


def test_a_decider_for_other_guesses_refuses() -> None:
    decider = BatchDecider([], Skybands(index_of()), strict=True)
    with pytest.raises(ValueError, match="strict_abstention"):
        decider.decide(AbstentionConfig(strict_abstention=False))


@pytest.mark.kit
@pytest.mark.skipif(not KIT.exists(), reason="needs the real material")
def test_all_at_once_is_each_from_scratch_on_a_real_catalogue() -> None:
    loaded = load(KIT / "catalogues" / "semart_val_1069.tsv.gz")
    index, rng = Index.build(loaded), random.Random(0)
    clips = [
        Signals(
            work.identifier,
            title=(misread(work.title, rng),),
            artist=(turned(work.artist),) if rng.random() < 0.6 else (),
            subject=(misread(work.title, rng),) if rng.random() < 0.3 else (),
        )
        for work in rng.sample(index.works, 60)
    ]
    decider = BatchDecider(clips, Skybands(index), strict=True)
    for alpha, artist in ((0.65, 0.46), (0.0, 0.0), (1.0, 0.9), (0.31, 0.2)):
        config = AbstentionConfig(token_weight=alpha, artist_weights=(artist, 1 - artist, 0.0))
        assert decider.decide(config) == [decide(clip, index, config) for clip in clips]
