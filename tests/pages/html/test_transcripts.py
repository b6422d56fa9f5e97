"""A label's words, each clause marked with what it says."""

from __future__ import annotations

from catalogue import Index, Record, Work
from pages._ui.html import transcripts
from pages._ui.words import decisions
from pipeline.labels import read_label
from pipeline.stages import LabelCode, LabelTranscription

INDEX = Index([Work("1", (Record("1", "The Gulf Stream", "Winslow Homer"),))])


def markup(text: str) -> str:
    return transcripts.markup(text, read_label(text, INDEX))


def test_title_artist_and_what_is_left_over_are_marked_and_explained() -> None:
    shown = markup("Winslow Homer\nThe Gulf Stream\nOil on canvas\nStudy of a Wreck")
    assert '<span class="ct-said-title">The Gulf Stream</span>' in shown
    assert '<span class="ct-said-artist">Winslow Homer</span>\n' in shown
    assert '<span class="ct-said-explained">Oil on canvas</span>' in shown
    assert '<span class="ct-said-unexplained">Study of a Wreck</span>' in shown
    assert shown.endswith(
        '<span class="ct-said-unexplained">not explained by the record</span></div>'
    )
    assert ">date<" not in shown


def test_a_label_of_no_work_is_shown_as_it_was_read() -> None:
    assert markup("Anna Merz\nDusk") == '<div class="ct-transcript">Anna Merz\nDusk</div>'


def test_words_are_data() -> None:
    shown = markup("Winslow Homer\nThe Gulf Stream\n<script>alert(1)</script>")
    assert "<script>" not in shown
    assert "&lt;" in shown


def test_a_code_is_shown_as_text_and_is_no_link() -> None:
    label = LabelTranscription(
        codes=(
            LabelCode("https://museum.example/<b>\u202e1.4\x00", "QR Code"),
            LabelCode("x" * 3000),
        )
    )
    shown = transcripts.codes(decisions.codes(label))
    assert "https://museum.example/&lt;b&gt;\ufffd1.4\ufffd" in shown
    assert "QR Code on it" in shown
    assert "<a" not in shown
    assert "href" not in shown
    assert "x" * 1201 not in shown
