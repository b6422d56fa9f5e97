"""Settings: exact round trips, every wrong value refused, one hash for equal settings."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import PARAMETERS, AbstentionConfig, ConfigError


def values_of(spec: Any) -> Any:
    if spec.kind == "switch":
        return st.booleans()
    if spec.kind == "float":
        return st.floats(spec.minimum, spec.maximum)
    cuts = st.lists(
        st.integers(0, 100), min_size=len(spec.handles) - 1, max_size=len(spec.handles) - 1
    )
    return cuts.map(lambda c: tuple((b - a) / 100 for a, b in pairwise([0, *sorted(c), 100])))


configs = st.fixed_dictionaries({}, optional={one.name: values_of(one) for one in PARAMETERS}).map(
    lambda values: AbstentionConfig(**values)
)


@given(configs)
def test_json_round_trips_exactly(config: Any) -> None:
    again = AbstentionConfig.from_json(config.to_json())
    assert again == config
    assert again.hash == config.hash


@given(configs, configs)
def test_the_hash_tells_settings_apart(one: Any, other: Any) -> None:
    assert (one.hash == other.hash) == (one == other)


def test_what_is_left_out_keeps_its_default() -> None:
    assert AbstentionConfig.from_json('{"title_accept": 0.6}') == AbstentionConfig(title_accept=0.6)


@pytest.mark.parametrize("spec", PARAMETERS, ids=lambda spec: spec.name)
@pytest.mark.parametrize(
    "value", [-0.1, 1.1, float("nan"), "0.5", None, [0.5], {}, [0.5, 0.6], [1, 0, 0, 0]]
)
def test_no_parameter_takes_what_is_out_of_range_or_of_another_type(spec: Any, value: Any) -> None:
    with pytest.raises(ConfigError, match=spec.name):
        AbstentionConfig.from_dict({spec.name: value})


def test_a_switch_is_no_number_and_a_number_no_switch() -> None:
    for name, value in (("title_accept", True), ("label_first", 1)):
        with pytest.raises(ConfigError, match=name):
            AbstentionConfig.from_dict({name: value})


def test_all_problems_are_said_at_once() -> None:
    with pytest.raises(ConfigError, match=r"artist_accept.*title_weights"):
        AbstentionConfig(artist_accept=2, title_weights=(0.5, 0.6))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "not JSON"),
        ("[]", "JSON object"),
        ('{"titel_accept": 0.5}', "Unknown parameter 'titel_accept'.*title_accept"),
    ],
)
def test_unknown_names_and_broken_json_are_refused(text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        AbstentionConfig.from_json(text)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"no\.json"):
        AbstentionConfig.load(tmp_path / "no.json")
    (tmp_path / "latin.json").write_bytes(b"\xe0")
    with pytest.raises(ConfigError, match=r"latin\.json"):
        AbstentionConfig.load(tmp_path / "latin.json")


def test_a_saved_profile_loads(tmp_path: Path) -> None:
    path = tmp_path / "profile.json"
    config = AbstentionConfig(force_visual=True, artist_weights=(0.5, 0.3, 0.2))
    path.write_text(config.to_json(), encoding="utf-8")
    assert AbstentionConfig.load(path) == config
    assert set(json.loads(path.read_text())) == {one.name for one in PARAMETERS}
