"""Catalogue page: the pictures of a work that were cut out of videos; each may be taken back."""

from __future__ import annotations

import streamlit as st

from catalogue import Work
from ledger import LedgerError, Reference, file_of
from pages._ui.html import elements
from pages._ui.shell import taught_pictures, to_review
from pages._ui.shell.resources import OpenCatalogue, Resources
from pages._ui.words import teaching

_FAULT = "taught_fault"
NO_NAME = "Say on Review first who judges: every line of the ledger has a name."


def has_any(bundle: Resources, opened: OpenCatalogue, work: Work) -> bool:
    """Whether a picture of the work came out of a video."""
    return bool(taught_pictures.taught(bundle, opened.catalogue).get(work.identifier))


def draw(bundle: Resources, opened: OpenCatalogue, work: Work) -> None:
    """Each picture with the video, the moment and the person that it comes from."""
    pictures = taught_pictures.taught(bundle, opened.catalogue).get(work.identifier, ())
    if not pictures:
        return
    st.html(elements.caption("Out of videos"))
    if fault := st.session_state.pop(_FAULT, ""):
        st.html(elements.fault(fault))
    for picture in pictures:
        _picture(bundle, picture)


def _picture(bundle: Resources, picture: Reference) -> None:
    event, words = picture.event, teaching.marked(picture)
    path = file_of(bundle.workspace, picture.cut_out.sha256)
    if path.is_file():
        st.image(str(path), width="stretch", alt=words)
    else:
        st.html(elements.fault("The file of this picture is gone from the workspace."))
    st.html(elements.quiet(f"{words}. {teaching.RULE if picture.used else teaching.UNUSED}"))
    why = bundle.workspace.read_only or ("" if _name() else NO_NAME)
    with st.container(horizontal=True, gap="small"):
        st.button("Open its clip", key=f"clip_of_{event.number}",
                  on_click=to_review.choose, args=(event.clip,))  # fmt: skip
        st.button("Take it back", key=f"take_back_{event.number}", disabled=bool(why),
                  help=why or None, on_click=_take_back, args=(bundle, picture))  # fmt: skip


def _name() -> str:
    """Who judges in this visit; empty until somebody says so."""
    return str(st.session_state.get("reviewer", ""))


def _take_back(bundle: Resources, picture: Reference) -> None:
    event = picture.event
    try:
        bundle.ledger.undo(event.clip, _name(), number=event.number, region=event.region)
    except LedgerError as error:
        st.session_state[_FAULT] = str(error)
