"""Review with a catalogue that no clip belongs to: which ones they belong to, and the way there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from catalogue import Catalogue, Versions
from console.errors import CartellinoError
from pages._ui.html import elements
from pages._ui.shell import navigation, session
from pages._ui.shell.resources import Resources
from pages._ui.words import decisions

_FAULT = "review_fault"


@dataclass(frozen=True, slots=True)
class Other:
    """A catalogue that clips belong to: the file of its newest version, and how many clips."""

    path: Path
    clips: int


def draw(bundle: Resources, catalogue: Catalogue) -> None:
    """Name the catalogues that the analysed clips belong to; open one that is still there."""
    found = others(bundle)
    st.html(
        elements.empty(
            "Nothing to review with this catalogue",
            f"Open is {catalogue.path.name}. What was analysed so far belongs to another catalogue"
            f"{'.' if found else ', of which no version is kept here.'} Open that to go on "
            "judging, or analyse a film against this one.",
        )
    )
    if fault := st.session_state.pop(_FAULT, ""):
        st.html(elements.fault(fault))
    for number, other in enumerate(found):
        _offer(bundle, other, number)
    with st.container(horizontal=True, horizontal_alignment="center"):
        st.page_link(navigation.CATALOGUE, label="Open a catalogue")
        st.page_link(navigation.ATTRIBUTE, label="Analyse a film")


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
    """Where the versions of a catalogue lie or lay: those that are still there, newest first."""
    known = sorted(filter(None, map(versions.find, family)), key=lambda one: one.time)
    paths = [Path(one.path) for one in reversed(known)]
    yield from sorted(paths, key=lambda path: not path.exists())


def _offer(bundle: Resources, other: Other, number: int) -> None:
    there = other.path.exists()
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        gone = "" if there else ". The file is not there any more"
        words = f"{decisions.plural(other.clips, 'clip')}: {other.path}{gone}"
        st.html(elements.quiet(words), width="content")
        if there:
            st.button(
                f"Open {other.path.name}", key=f"open_other_{number}",
                on_click=_open, args=(bundle, other.path),
            )  # fmt: skip


def _open(bundle: Resources, path: Path) -> None:
    try:
        session.use_catalogue(bundle, path)
    except CartellinoError as error:
        st.session_state[_FAULT] = str(error)
