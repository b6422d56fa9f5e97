"""A window in which a person looks through the folders of this machine for a file or a folder."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from console import size
from pages._ui.html import elements
from pages._ui.shell import folders
from pages._ui.widgets.gallery import Card, gallery

_UP = ".."


@dataclass(frozen=True, slots=True)
class Browser:
    """A browser whose choice is put into the text input of the key `key`."""

    key: str
    what: str
    """What is looked for, such as `a video or a picture`."""
    endings: Collection[str]
    start: Path
    """Where it begins, unless a path was typed."""

    def button(self, off: str = "") -> None:
        """The button that opens the window. `off` says why it cannot be used."""
        if st.button("Browse …", key=f"{self.key}_browse", disabled=bool(off), help=off or None):
            self.open()

    def open(self) -> None:
        """Open the window, where the typed path is, if one was typed."""
        typed = str(st.session_state.get(self.key, "")).strip()
        begun = folders.beginning(Path(typed) if typed else None, self.start)
        st.session_state[self._at] = begun
        self._window()

    def take(self) -> str:
        """The path that was chosen since the page was drawn last; "" if none was.

        It is to be called before the text input is drawn, into which the path is put.
        """
        chosen = str(st.session_state.pop(self._chosen, ""))
        if chosen:
            st.session_state[self.key] = chosen
        return chosen

    @property
    def _at(self) -> str:
        return f"{self.key}_browsed"

    @property
    def _chosen(self) -> str:
        return f"{self.key}_browsed_to"

    def _window(self) -> None:
        st.dialog("Look for it on this machine", width="medium")(self._draw)()

    def _draw(self) -> None:
        if st.session_state.get(self._chosen):
            st.rerun()
        here = folders.look(st.session_state[self._at], self.endings)
        st.html(elements.pairs([("Folder", str(here.path))]))
        if here.problem:
            st.html(elements.fault(here.problem))
        with st.container(height=380, border=False):
            gallery(_rows(here), f"{self.key}_entries", "What lies in the folder", self._open,
                    fit="rows")  # fmt: skip
            if not here.folders and not here.files and not here.problem:
                st.html(elements.quiet(f"There is neither a folder nor {self.what} in here."))
        if here.more:
            st.html(elements.quiet(f"{here.more:,} more are not listed. Type the path instead."))
        st.button("Take this folder", key=f"{self.key}_take", type="primary", width="stretch",
                  on_click=self._choose, args=(here.path,))  # fmt: skip

    def _open(self, name: str) -> None:
        at: Path = st.session_state[self._at]
        path = at.parent if name == _UP else at / name
        if path.is_dir():
            st.session_state[self._at] = path
        else:
            self._choose(path)

    def _choose(self, path: Path) -> None:
        st.session_state[self._chosen] = str(path)


def _rows(here: folders.Folder) -> list[Card]:
    """The entries, the folder above first."""
    above = [_row(_UP, f"↑ {here.path.parent}", "")] if here.path != here.path.parent else []
    below = [_row(path.name, f"{path.name}/", "folder") for path in here.folders]
    return [*above, *below, *(_row(path.name, path.name, _size(path)) for path in here.files)]


def _row(key: str, title: str, note: str) -> Card:
    return Card(key=key, picture="", title=title, words="", note=note, tone="")


def _size(path: Path) -> str:
    try:
        return size(path.stat().st_size)
    except OSError:
        return ""
