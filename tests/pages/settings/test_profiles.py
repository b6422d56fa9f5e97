"""Positions of the sliders, and their saved profiles."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages._ui.settings import profiles
from pipeline.decision.config import AbstentionConfig
from pipeline.errors import ConfigError


def test_sliders_at_the_defaults_are_the_defaults() -> None:
    assert profiles.config_at(profiles.positions(AbstentionConfig())) == AbstentionConfig()
    assert profiles.positions(AbstentionConfig())["artist_weights"] == (0.46, 0.82)
    assert profiles.positions(AbstentionConfig())["title_weights"] == 0.78


def test_profiles_are_kept_by_name(tmp_path: Path) -> None:
    strict = AbstentionConfig(title_accept=0.8)
    for name in ("Strict / 2026", "Строго: “très” 100 %.", "a%2Fb"):
        assert profiles.save(tmp_path, f" {name} ", strict) == name
        assert profiles.names(tmp_path) == [profiles.DEFAULTS, name]
        assert profiles.load(tmp_path, name) == strict
        [path] = tmp_path.iterdir()
        path.unlink()
    assert profiles.load(tmp_path, profiles.DEFAULTS) == AbstentionConfig()


@pytest.mark.parametrize("name", ["", "  ", "../..", profiles.DEFAULTS, "published DEFAULTS"])
def test_a_profile_needs_a_name_of_its_own(tmp_path: Path, name: str) -> None:
    with pytest.raises(ConfigError):
        profiles.save(tmp_path, name, AbstentionConfig())
    assert list(tmp_path.iterdir()) == []
