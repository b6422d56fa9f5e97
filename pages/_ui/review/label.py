"""The wall label of a clip: its picture, its words, and what a curator says that they are."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from backends import Quad
from pages._ui.html import elements, label_pictures, transcripts
from pages._ui.html.label_pictures import Underline
from pages._ui.html.transcripts import Span
from pages._ui.review import label_marks
from pages._ui.review.review_session import ReviewSession
from pages._ui.widgets.label_words import label_words
from pages._ui.words import decisions
from pipeline import Evidence
from pipeline.labels import MarkedLabel, on_label, read_marked
from pipeline.stages import LabelTranscription

_HINT = "Drag over words to say what they are."
_OPEN = "Marked by hand. A verdict keeps it."
_KEPT = "Marked by hand, and kept with the verdict."


def draw(review: ReviewSession, clip: Evidence, heading: str) -> str:
    """Draw what one backend read on the label of a clip. Returns the markup of what is to be said
    below; of a label without words nothing is drawn, and that begins with the `heading`."""
    label = clip.answer(LabelTranscription)
    if label is None or not (label.legible or label.codes or label.why):
        return heading + elements.quiet("No wall label could be read.")
    marked = on_label(review.marks(clip.clip.key), label.text)
    if label.legible:
        st.html(heading)
        shown = transcripts.spans(read_marked(marked, review.redecider.index), marked)
        _picture(clip, label, shown)
        _words(review, clip, marked, shown)
    codes = transcripts.codes(decisions.codes(label)) if label.codes else ""
    tie = decisions.words_read(label)
    if marked.names and label.tie not in decisions.TIES:
        tie = "The label counts, because you say what its words are."
    return ("" if label.legible else heading) + codes + elements.quiet(tie)


def _picture(clip: Evidence, label: LabelTranscription, shown: tuple[Span, ...]) -> None:
    """The label cut out of the frame in which it was read, where the backend says where."""
    frame = label_pictures.frame_of(label, clip.frames)
    if frame is None:
        return
    lines = label_pictures.underlines(label, shown, frame)
    quad = label_pictures.outline(label, frame)
    picture = _straight(str(frame.path), frame.sha256, quad, lines)
    if picture:
        with st.container(key=f"label_picture_{clip.backend}"):
            st.image(picture, width="stretch", alt="The label, cut out of the frame")


@st.cache_data(show_spinner=False, max_entries=300)
def _straight(path: str, sha256: str, quad: Quad, lines: tuple[Underline, ...]) -> bytes | None:
    return label_pictures.picture(Path(path), quad, lines)


def _words(
    review: ReviewSession, clip: Evidence, marked: MarkedLabel, shown: tuple[Span, ...]
) -> None:
    key = clip.clip.key

    def said(first: int, last: int, what: str) -> None:
        if mark := transcripts.mark(marked.text, first, last, what):
            label_marks.put(key, review.marks(key), marked.adding(mark))

    def undone() -> None:
        label_marks.put(key, review.marks(key), MarkedLabel(marked.text))

    kept = on_label(review.kept.get(key, ()), marked.text) == marked
    note = (_KEPT if kept else _OPEN) if marked.marks else _HINT
    label_words(
        transcripts.drawing(marked.text, shown),
        f"label_{key}_{clip.backend}",
        note,
        said,
        undone if marked.marks else None,
    )
