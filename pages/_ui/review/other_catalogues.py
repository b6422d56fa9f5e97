"""Review with a catalogue that no clip belongs to: it offers the catalogues of the clips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from catalogue import Catalogue, Versions
from console import CartellinoError, plural
from pages._ui.html import elements
from pages._ui.shell import navigation, session
from pages._ui.shell.resources import Resources

_FAULT = "review_fault"


@dataclass(frozen=True, slots=True)
class Other:
    """A catalogue that clips belong to: the file of its newest version, and how many clips."""

    path: Path
    clips: int


def draw(bundle: Resources, catalogue: Catalogue) -> None:
    """Name the catalogues that the analysed clips belong to; open one that is still there."""
    catalogues = others(bundle)
    st.html(
        elements.empty(
            "Nothing to review with this catalogue",
            f"The open catalogue is {catalogue.path.name}. The clips analysed so far belong to "
            f"another{'.' if catalogues else ', of which no version is stored here.'} Open that "
            "one to continue, or analyse a video with this one.",
        )
    )
    if fault := st.session_state.pop(_FAULT, ""):
        st.html(elements.fault(fault))
    for number, other in enumerate(catalogues):
        _offer(bundle, other, number)
    with st.container(horizontal=True, horizontal_alignment="center"):
        st.page_link(navigation.CATALOGUE, label="Open a catalogue")
        st.page_link(navigation.ATTRIBUTE, label="Analyse a video")


def others(bundle: Resources) -> list[Other]:
    """The catalogues that clips belong to, the last analysed first, each once."""
    counted = bundle.store.catalogues()
    versions = Versions(bundle.workspace.catalogues)
    families: dict[frozenset[str], int] = {}
    for sha256, clips in counted.items():
        family = frozenset(versions.family(sha256))
        families[family] = families.get(family, 0) + clips
    return [
        Other(path, clips)
        for family, clips in families.items()
        if (path := next(_paths(versions, family), None))
    ]


def _paths(versions: Versions, family: frozenset[str]) -> Iterator[Path]:
    """The files of the versions of a catalogue, newest first; those that are gone come last."""
    opened = [version for version in versions.all() if version.sha256 in family]
    paths = [Path(version.path) for version in reversed(opened)]
    yield from sorted(paths, key=lambda path: not path.exists())


def _offer(bundle: Resources, other: Other, number: int) -> None:
    exists = other.path.exists()
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        gone = "" if exists else ". The file is gone"
        words = f"{plural(other.clips, 'clip')}: {other.path}{gone}"
        st.html(elements.quiet(words), width="content")
        if exists:
            st.button(
                f"Open {other.path.name}", key=f"open_other_{number}",
                on_click=_open, args=(bundle, other.path),
            )  # fmt: skip


def _open(bundle: Resources, path: Path) -> None:
    try:
        session.use_catalogue(bundle, path)
    except CartellinoError as error:
        st.session_state[_FAULT] = str(error)
