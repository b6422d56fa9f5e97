"""Marks go into the JUnit report, so that .ci/run can see which kinds of tests ran."""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers():
            if mark.name in ("browser", "network"):
                item.user_properties.append(("marker", mark.name))
