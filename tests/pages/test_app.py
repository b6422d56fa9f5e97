"""Every page: empty, and with words of strangers on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pages._ui.shell.resources import Resources
from tests.reviewing import fill, judge_all
from tests.visits import html, pages, sound, visit

EMPTY = [
    ("attribute", "Open a catalogue first", "catalogue"),
    ("review", "No catalogue yet", "catalogue"),
    ("catalogue", "No catalogue yet", None),
    ("models", "Embedded", None),
    ("ledger", "No verdict yet", "review"),
]
"""Of each page: what it says in an empty workspace, and the page that it leads to."""


def test_every_page_is_tried_here() -> None:
    assert {page for page, _, _ in EMPTY} == {*pages()}, "add a row for the new page to EMPTY"


@pytest.mark.parametrize(("page", "says", "leads_to"), EMPTY)
def test_an_empty_page_says_what_to_do(
    bundle: Resources, page: str, says: str, leads_to: str | None
) -> None:
    app = visit(bundle, page)
    assert says in html(app)
    links = [link.proto.page for link in app.get("page_link")]
    assert leads_to is None or leads_to in links


@pytest.mark.parametrize("page", ["review", "catalogue", "ledger"])
def test_titles_and_words_are_shown_as_text(bundle: Resources, tmp_path: Path, page: str) -> None:
    keys = fill(bundle, tmp_path, hostile=True)
    if page != "review":
        judge_all(bundle, keys)
    app = visit(bundle, page)
    if page == "review":
        app.query_params["clip"] = keys[3]
        app.session_state["clip"] = keys[3]
        app.run()
    drawn = html(sound(app))
    assert "<script>alert" not in drawn
    if page == "review":  # elsewhere titles are cells and data of components, which take no markup
        assert "&lt;script&gt;alert(1)&lt;/script&gt; [x](http" in drawn
    assert not [m for m in app.markdown if "alert(1)" in m.value]
