"""Reading the markup of a page as a browser does, and words that try to become markup."""

from __future__ import annotations

from html.parser import HTMLParser

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "[x](http://example.org)",
    "$\\LaTeX$ and :red[...]",
    "</div></details>",
)
_ALLOWED = frozenset(
    """div span p h1 h2 h3 b i em small ul li dl dt dd pre details summary table thead tbody tr th
    td code img kbd""".split()  # noqa: SIM905  # a list of 27 one-letter tags reads worse
)


class _Reader(HTMLParser):
    """Collects the text, and refuses tags and attributes that nobody of ours wrote."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in _ALLOWED
        assert {name for name, _ in attrs} <= {
            "class",
            "style",
            "title",
            "role",
            "src",
            "alt",
            "open",
        }
        self.depth += tag != "img"

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1

    def handle_data(self, data: str) -> None:
        self.text += data


def read(markup: str) -> str:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    assert reader.depth == 0
    return reader.text
