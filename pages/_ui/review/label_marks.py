"""What the curator of this session says of the words on labels, before a verdict keeps it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import streamlit as st

from pipeline import Evidence
from pipeline.labels import MarkedLabel, Marks
from pipeline.stages import LabelTranscription

_KEY = "label_marks"


def of_session() -> dict[str, Marks]:
    """By clip; empty marks where those that a verdict keeps were taken back."""
    marks: dict[str, Marks] = st.session_state.setdefault(_KEY, {})
    return marks


def put(clip: str, before: Marks, marked: MarkedLabel) -> None:
    """Remember the marks on one label of a clip beside those on its others."""
    others = tuple(label for label in before if label.text != marked.text)
    of_session()[clip] = (*others, marked) if marked.marks else others


def remember(marks: Mapping[str, Marks]) -> None:
    """Go on with marks whose verdict was undone."""
    for clip, on_it in marks.items():
        of_session().setdefault(clip, on_it)


def on_clips(clips: Iterable[Evidence], kept: Mapping[str, Marks]) -> dict[str, Marks]:
    """The marks on the labels of these clips: of this session, else `kept` with a verdict.

    Marks on a text that is not read any more are left out.
    """
    marks = {**kept, **of_session()}
    found: dict[str, Marks] = {}
    for clip in clips if marks else ():
        if on_it := marks.get(clip.clip.key):
            texts = _texts(clip)
            found[clip.clip.key] = tuple(label for label in on_it if label.text in texts)
    return {key: on_it for key, on_it in found.items() if on_it}


def _texts(clip: Evidence) -> set[str]:
    answers = (part.answer(LabelTranscription) for part in clip.members or (clip,))
    return {label.text for label in answers if label}
