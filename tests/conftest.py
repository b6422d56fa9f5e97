"""What all tests share: the browser, and marks in the JUnit report that .ci/run looks at."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

WITH_WEIGHTS = {"torch", "tiny_models", "videollama2_tiny"}
"""What a test imports that runs a model with weights."""


@pytest.hookimpl(tryfirst=True)  # before pytest picks by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and WITH_WEIGHTS & vars(item.module).keys():
            item.add_marker("weights")
        # Recording coverage takes as long as their hundreds of examples, and other tests run the
        # same lines.
        if isinstance(item, pytest.Function) and getattr(item.obj, "is_hypothesis_test", False):
            item.add_marker("no_cover")
    # What takes longest begins first, so that no core waits for another one at the end.
    items.sort(key=lambda item: not {"slow", "browser"} & {m.name for m in item.iter_markers()})
    for item in items:
        for mark in item.iter_markers():
            if mark.name in ("browser", "network"):
                item.user_properties.append(("marker", mark.name))


@pytest.fixture(scope="session", autouse=True)
def workspace_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Commands without a folder of their own keep what they made apart from the museum's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARTELLINO_WORKSPACE", str(tmp_path_factory.mktemp("workspace")))
        yield


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the Chromium that `start.py test` found; without one, browser tests are skipped."""
    path = os.environ.get("CARTELLINO_CHROMIUM", "")
    if not path and os.environ.get("CARTELLINO_BROWSER_REQUIRED") == "1":
        pytest.fail("There is no Chromium, and CARTELLINO_BROWSER_REQUIRED asks for one.")
    if not path:
        pytest.skip("There is no Chromium: run 'python3 start.py test', which looks for one.")
    return path


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes name no test: packed ones hold the time, and parallel runs need the same names."""
    return argname if isinstance(val, bytes) else None
