"""A slider is drawn through its whole range in its own steps, and every flip is counted once."""

from __future__ import annotations

from pathlib import Path

import pytest

import catalogue
from benchmark.scoring.sliders import Sweep, main, paths, sweeps, table
from pipeline import PARAMETERS, AbstentionConfig
from pipeline.analysis import Store
from pipeline.redecide import Redecider, Skybands
from tests import builders

BY_NAME = {parameter.name: parameter for parameter in PARAMETERS}
READ = ("The Harbour at Dusk", "Harbour Dusk")
"""Of one work, whole and less than whole."""


def test_a_threshold_goes_from_end_to_end() -> None:
    ((name, configs),) = paths(BY_NAME["title_margin"], AbstentionConfig(title_accept=0.7))
    values = [config.title_margin for config in configs]
    assert (name, len(values), values[0], values[1], values[-1]) == (
        "title_margin", 51, 0.0, 0.01, 0.5,
    )  # fmt: skip
    assert {config.title_accept for config in configs} == {0.7}


def test_a_handle_stops_at_the_next_one() -> None:
    (first, left), (second, right) = paths(BY_NAME["artist_weights"], AbstentionConfig())
    assert (first, second) == (
        "artist_weights, artist to title", "artist_weights, title to subject",
    )  # fmt: skip
    assert (left[0].artist_weights, left[-1].artist_weights) == ((0, 0.82, 0.18), (0.82, 0, 0.18))
    assert (right[0].artist_weights, right[-1].artist_weights) == ((0.46, 0, 0.54), (0.46, 0.54, 0))
    others = AbstentionConfig(artist_weights=(0.5, 0.3, 0.2))
    (_, left), _ = paths(BY_NAME["artist_weights"], others)
    assert left[-1].artist_weights == (0.8, 0, 0.2)


def test_a_switch_is_moved_once() -> None:
    ((_, configs),) = paths(BY_NAME["force_visual"], AbstentionConfig(force_visual=True))
    assert [config.force_visual for config in configs] == [False, True]


def test_clips_are_counted_once_and_steps_apart() -> None:
    sweep = Sweep("s", (frozenset("a"), frozenset(), frozenset("ab")))
    assert (sweep.most, sweep.flipped) == (2, frozenset("ab"))
    assert table([sweep]).splitlines()[-1] == "| s | 3 | 2 | 2 | 2 |"


def test_worse_readings_flip_earlier(tmp_path: Path) -> None:
    collection = catalogue.load(builders.catalogue_file(tmp_path))
    clips = [
        builders.evidence(
            tmp_path, title=title, artist=None, medium=f"{n}.mp4", label=f"{title}\nOil on canvas"
        )
        for n, title in enumerate(READ)
    ]
    redecider = Redecider(clips, Skybands(catalogue.Index.build(collection)))
    others = AbstentionConfig(combined_accept=1.0)
    by_name = {sweep.name: sweep for sweep in sweeps(redecider, others)}
    flips = [step for step in by_name["title_accept"].steps if step]
    assert flips == [{clips[n].clip.key} for n in (1, 0)]
    assert by_name["fallback_accept"].flipped == frozenset()


def test_evidence_about_another_catalogue_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, database = builders.catalogue_file(tmp_path), tmp_path / "cartellino.db"
    clip = builders.evidence(tmp_path)
    asked = ["--evidence", str(database), "--catalogue", str(path)]
    Store(database).save(clip.clip.video, "recipe-1", (clip,), "another")
    assert main(asked) == 2
    assert "no evidence" in capsys.readouterr().err
    Store(database).save(clip.clip.video, "recipe-2", (clip,), catalogue.load(path).sha256)
    assert main(asked) == 0
    assert "1 clips, 1 identified" in capsys.readouterr().out
