"""What the tests of training share: a gallery that is painted quickly."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from training import views


@pytest.fixture(scope="package", autouse=True)
def few_strangers() -> Iterator[None]:
    """A twentieth of the strangers, which take seconds to paint: no test counts on how many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views, "_STRANGERS", 30)
        yield
