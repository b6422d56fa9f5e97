"""The bar of work that a person waits for."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages._ui.shell import progress_bar


def _page() -> None:
    """The script of a page whose work fails or ends half-way."""
    import streamlit as st

    from console import CartellinoError
    from pages._ui.shell import progress_bar, session

    def work() -> None:
        with progress_bar.bar() as report:
            report(0.5, "Reading")
            if st.session_state["fails"]:
                raise CartellinoError("Choose another file.")

    session.guarded(work)


@pytest.mark.parametrize("fails", [False, True])
def test_no_bar_is_left(monkeypatch: pytest.MonkeyPatch, fails: bool) -> None:
    monkeypatch.setattr(progress_bar, "_DELAY", 0.0)
    app = AppTest.from_function(_page)
    app.session_state["fails"] = fails
    assert not app.run().get("progress")
