"""A label may name a painting only if nothing speaks against it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from backends.base import MediaFrame, Prompt, Quad, Reference
from backends.embedded.answers import label as answered
from backends.embedded.answers import visual
from backends.embedded.clip_view import ClipView, SeenFrame, view_clip
from backends.embedded.labels.agreement import agrees
from backends.embedded.labels.codes.reading import Code
from backends.embedded.labels.placement.ties import without_cards
from backends.embedded.labels.transcription import Label, Line
from backends.embedded.labels.vocabulary import Vocabulary
from backends.embedded.paintings.confidence import Proof
from backends.embedded.paintings.recogniser import PictureSighting
from backends.embedded.paintings.verification import Certainty
from pipeline import codec
from pipeline.stages import label as stage
from pipeline.stages.answers import LabelBox, LabelCode

PAINTING: Quad = ((0.2, 0.2), (0.6, 0.2), (0.6, 0.8), (0.2, 0.8))
CARD: Quad = ((0.65, 0.5), (0.75, 0.5), (0.75, 0.65), (0.65, 0.65))
BESIDE: Quad = ((0.8, 0.2), (0.95, 0.2), (0.95, 0.8), (0.8, 0.8))
PICTURE = Path("reference.jpg")
PAOLINO = Reference(
    "P",
    "Madonna col Bambino",
    "Paolo di Bernardino di Antonio del Signoraccio detto Fra' Paolino da Pistoia (1488 - 1547)",
    picture=PICTURE,
)
CAVEDONE = Reference(
    "C", "Santa Maria Maddalena", "Cavedone Giacomo (1577 - 1660)", picture=PICTURE
)
UNPICTURED = Reference("U", "Marina al tramonto", "Rossi Luca")
REFERENCES = {reference.identifier: reference for reference in (PAOLINO, CAVEDONE, UNPICTURED)}


def label(*lines: str) -> Label:
    height = 0.15 / len(lines)
    rows = []
    for i, text in enumerate(lines):
        top, bottom = 0.5 + i * height, 0.5 + (i + 1) * height
        rows.append(Line(text, 0.95, ((0.65, top), (0.75, top), (0.75, bottom), (0.65, bottom))))
    return Label(CARD, tuple(rows), 40.0)


def seen(*labels: Label, work: str | None = None, certainty: Certainty = "sure") -> SeenFrame:
    sighting = PictureSighting(work or "", "f", PAINTING, certainty, Proof(30, 0.8, 0.7, 60.0, 0.9))
    frame = MediaFrame(Path("f.jpg"), "f", 0.0)
    return SeenFrame(frame, 16 / 9, (sighting,) if work else (), (PAINTING,), labels)


WALL = label(
    "Fra' Paolino da Pistoia", "Pistoia 1488-1547", "Madonna col Bambino", "Olio su tavola"
)


def test_a_name_in_another_order_agrees_and_one_of_two_words_does_not() -> None:
    assert agrees(label("Giacomo Cavedone", "Santa Maria Maddalena").lines, CAVEDONE)
    assert agrees(WALL.lines, PAOLINO)
    assert not agrees(label("Giuliano Bugiardini", "Madonna col Bambino").lines, PAOLINO)
    assert not agrees(label("Giacomo Cavedone", "Cattura di Cristo").lines, CAVEDONE)


def test_a_label_that_names_the_recognised_painting_is_confirmed() -> None:
    view = view_clip([seen(WALL, work="P")], "P", REFERENCES)
    assert view.label is not None
    assert view.label.tie == "confirmed"


@pytest.mark.parametrize(
    "other", [label("Giacomo Cavedone", "Santa Maria Maddalena"), label("Guercino", "Amnon")]
)
def test_a_neighbours_label_never_names_the_recognised_painting(other: Label) -> None:
    view = view_clip([seen(other, work="P")], "P", REFERENCES)
    assert view.label is not None
    assert view.label.tie == "elsewhere"


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        (("Fra' Paoliro da Pistola", "Madona con el Banbyno"), "title and artist"),
        (("Fra' Paolino da Pistoja", "Mcdnnq eol Bmbnn"), "the artist of the work"),
        (("Guercino", "Madonna col Bambino"), "the title of the work"),
        (("Giacomo Cavedone", "S4nt4 Mdla"), "the artist of another painting in view"),
        (("Giacomo Cavedone", "Santa Maria Maddalena"), "another painting in view"),
        (("Guercino", "Amnon"), "neither title nor artist"),
    ],
)
def test_a_misread_label_is_told_from_a_neighbours(lines: tuple[str, ...], why: str) -> None:
    frame = seen(label(*lines), work="P")
    beside = replace(frame.paintings[0], identifier="C", quad=BESIDE)
    view = view_clip([replace(frame, paintings=(*frame.paintings, beside))], "P", REFERENCES)
    assert view.label is not None
    confirmed = why == "title and artist"
    assert view.label.tie == ("confirmed" if confirmed else "elsewhere")
    assert why in view.label.why or confirmed


def test_words_on_a_recognised_painting_are_no_label() -> None:
    inside: Quad = ((0.3, 0.7), (0.5, 0.7), (0.5, 0.75), (0.3, 0.75))
    view = view_clip([seen(replace(label("MATHILDIS"), quad=inside), work="P")], "P", REFERENCES)
    assert view.label is not None
    assert view.label.tie == "inscription"


def test_a_label_whose_work_looks_different_names_nothing() -> None:
    view = view_clip([seen(label("Giacomo Cavedone", "Santa Maria Maddalena"))], None, REFERENCES)
    assert view.label is not None
    assert (view.label.tie, "reference picture" in view.label.why) == ("elsewhere", True)


def test_a_label_alone_names_a_work_that_has_no_reference_picture() -> None:
    view = view_clip([seen(label("Luca Rossi", "Marina al tramonto"))], None, REFERENCES)
    assert view.label is not None
    assert view.label.tie == "beside"


def test_two_labels_beside_an_unknown_painting_name_nothing() -> None:
    first, second = label("Luca Rossi", "Marina al tramonto"), label("Anna Neri", "Natura morta")
    view = view_clip([seen(first), seen(second)], None, REFERENCES)
    assert view.label is not None
    assert view.label.tie not in ("confirmed", "beside", "alone")


def test_the_label_that_is_read_for_most_of_the_time_is_that_of_the_clip() -> None:
    own, passed = label("Luca Rossi", "Marina al tramonto"), label("Anna Neri", "Natura morta")
    view = view_clip([seen(own), seen(own), seen(passed)], None, REFERENCES)
    assert view.label is not None
    assert (view.label.tie, view.label.label.text) == ("beside", own.text)


def test_a_frame_that_shows_too_little_of_the_wall_does_not_untie_a_label() -> None:
    right: Quad = ((0.9, 0.5), (0.999, 0.5), (0.999, 0.65), (0.9, 0.65))
    near: Quad = ((0.45, 0.2), (0.85, 0.2), (0.85, 0.8), (0.45, 0.8))
    own = label("Luca Rossi", "Marina al tramonto")
    cut_off = replace(seen(replace(own, quad=right)), outlines=(near,))
    alone = view_clip([cut_off], None, REFERENCES)
    assert alone.label is not None
    assert alone.label.tie == "none"
    view = view_clip([cut_off, seen(own)], None, REFERENCES)
    assert view.label is not None
    assert view.label.tie == "beside"


def test_an_uncertain_sighting_and_the_label_confirm_each_other() -> None:
    view = view_clip([seen(WALL, work="P", certainty="possible")], None, REFERENCES)
    assert view.label is not None
    assert view.label.tie == "confirmed"


def test_the_card_of_a_label_is_no_painting() -> None:
    assert without_cards((PAINTING, CARD), (WALL,), 16 / 9) == (PAINTING,)
    assert without_cards((PAINTING, CARD), (), 16 / 9) == (PAINTING, CARD)


def sighted(
    quad: Quad, *outlines: Quad, frame: str = "f", certainty: Certainty = "sure"
) -> SeenFrame:
    sighting = PictureSighting("P", frame, quad, certainty, Proof(30, 0.4, 0.8, 60.0, 0.9))
    return SeenFrame(MediaFrame(Path("f.jpg"), frame, 0.0), 16 / 9, (sighting,), outlines, ())


NEIGHBOUR: Quad = ((-0.46, 0.2), (0.04, 0.2), (0.04, 0.8), (-0.46, 0.8))


def test_a_neighbour_that_reaches_in_is_not_the_work_that_fills_the_middle() -> None:
    middle: Quad = ((0.3, 0.2), (0.7, 0.2), (0.7, 0.8), (0.3, 0.8))
    assert view_clip([sighted(NEIGHBOUR, middle)], "P", REFERENCES).main is None
    small: Quad = ((0.45, 0.45), (0.55, 0.45), (0.55, 0.55), (0.45, 0.55))
    for outlines in ((), (small,), (NEIGHBOUR,)):
        assert view_clip([sighted(NEIGHBOUR, *outlines)], "P", REFERENCES).main is not None
    half: Quad = ((-0.3, 0.2), (0.2, 0.2), (0.2, 0.8), (-0.3, 0.8))
    assert view_clip([sighted(half, middle)], "P", REFERENCES).main is not None


def test_a_close_up_whose_outline_is_mostly_outside_is_in_view() -> None:
    close: Quad = ((-3.0, -3.0), (3.0, -3.0), (3.0, 3.0), (-3.0, 3.0))
    inner: Quad = ((0.2, 0.2), (0.8, 0.2), (0.8, 0.8), (0.2, 0.8))
    assert view_clip([sighted(close, inner)], "P", REFERENCES).main is not None


def test_sure_frames_add_up_and_doubtful_ones_do_not() -> None:
    frames = [sighted(PAINTING, frame=name) for name in "abc"]
    one, three = (view_clip(f, "P", REFERENCES).confidence for f in (frames[:1], frames))
    assert one == frames[0].paintings[0].confidence < three < 1
    beside_doubt = [frames[0], sighted(PAINTING, frame="d", certainty="possible")]
    assert view_clip(beside_doubt, "P", REFERENCES).confidence == one
    doubtful = [sighted(PAINTING, frame=name, certainty="possible") for name in "abc"]
    assert view_clip(doubtful, None, REFERENCES).confidence == one


def test_the_answer_names_the_record_with_what_its_proof_is_worth() -> None:
    view = view_clip([sighted(PAINTING)], "P", REFERENCES)
    answer = json.loads(visual(view, Prompt("visual", ""), REFERENCES, Vocabulary.of([PAOLINO])))
    assert answer == {
        "title": {"text": PAOLINO.title, "confidence": view.confidence},
        "artist": {"text": PAOLINO.artist, "confidence": view.confidence},
        "work": {"text": "P", "confidence": view.confidence},
    }


def coded(text: str, on: int | None = 0, place: Quad = CARD) -> Code:
    return Code(text, "QR Code", place, on)


def with_codes(frame: SeenFrame, *codes: Code) -> SeenFrame:
    return replace(frame, codes=codes)


def texts_of(view: ClipView) -> list[str]:
    assert view.label is not None
    return [code.text for _, code in view.label.codes]


def test_a_label_has_the_codes_on_its_own_card_each_once() -> None:
    frame = with_codes(seen(WALL), coded("a"), coded("b", None), coded("c"))
    view = view_clip([frame, frame], None, {})
    assert view.label is not None
    assert (texts_of(view), view.label.tie) == (["a", "c"], "beside")


def test_the_code_of_the_neighbours_label_is_not_this_labels() -> None:
    other = replace(
        label("Rossi Luca", "Tempesta"), quad=((0.9, 0.5), (1, 0.5), (1, 0.6), (0.9, 0.6))
    )
    view = view_clip([with_codes(seen(WALL, other), coded("own"), coded("theirs", 1))], None, {})
    assert texts_of(view) == ["own"]


def test_a_code_that_other_frames_see_on_another_label_is_in_doubt() -> None:
    other = label("Rossi Luca", "Tempesta", "olio su tela, 1912", "dono Bianchi")
    frames = [with_codes(seen(WALL), coded("a")), with_codes(seen(other), coded("a"))]
    view = view_clip(frames, None, {})
    assert texts_of(view) == []


def test_a_code_by_itself_is_a_label_without_words() -> None:
    view = view_clip([with_codes(seen(), coded("a", None))], None, REFERENCES)
    assert view.label is not None
    assert (view.label.label.text, view.label.tie, texts_of(view)) == ("", "beside", ["a"])


def test_a_code_by_itself_far_away_or_with_another_one_names_nothing() -> None:
    far: Quad = ((0.95, 0.5), (0.98, 0.5), (0.98, 0.55), (0.95, 0.55))
    alone = view_clip([with_codes(seen(), coded("a", None, far))], None, REFERENCES)
    two = view_clip([with_codes(seen(), coded("a", None), coded("b", None, far))], None, REFERENCES)
    again = view_clip([with_codes(seen(), coded("a", None), coded("a", None, far))], None, {})
    for view in (alone, two, again):
        assert view.label is not None
        assert view.label.tie == "none"
    assert texts_of(two) == ["a", "b"]


def test_a_recognised_picture_outweighs_a_code_without_a_label() -> None:
    view = view_clip([with_codes(seen(work="P"), coded("a", None))], "P", REFERENCES)
    assert view.label is not None
    assert view.label.tie == "none"


def test_the_stage_reads_codes_back_as_they_were_in_the_picture() -> None:
    hostile = "javascript:alert('\u202e<b>')\x00"
    view = view_clip([with_codes(seen(WALL), coded(hostile))], None, REFERENCES)
    answer = stage.parse(answered(view, Prompt("label", ""), {}, Vocabulary()))
    assert answer.codes == (LabelCode(hostile, "QR Code", LabelBox("f", CARD)),)
    assert codec.answer_of("label", codec.answer_text(answer)) == answer


def test_print_that_nobody_reads_is_named_with_the_cure() -> None:
    frame = replace(seen(), unread=(CARD,))
    view = view_clip([frame], None, REFERENCES, "install it")
    assert view.label is not None
    assert (view.label.tie, view.label.label.text) == ("none", "")
    assert view.label.why == "its print could not be read: install it"
    assert view.label.places == (("f", CARD),)


def test_one_frame_of_three_in_which_a_label_is_not_read_says_nothing_against_it() -> None:
    frames = [
        replace(seen(WALL), frame=replace(seen().frame, sha256=name)) for name in ("1", "2", "3")
    ]
    for unread, tie in ((1, "beside"), (2, "none")):
        some = [replace(f, unread=(CARD,) if n < unread else ()) for n, f in enumerate(frames)]
        view = view_clip(some, None, {}, "install it")
        assert view.label is not None
        assert view.label.tie == tie


def test_a_label_of_which_little_was_read_names_nothing_unless_it_is_confirmed() -> None:
    elsewhere: Quad = ((0.9, 0.1), (0.95, 0.1), (0.95, 0.2), (0.9, 0.2))
    for place, tie in ((CARD, "none"), (elsewhere, "beside")):
        view = view_clip([replace(seen(WALL), unread=(place,))], None, {}, "install it")
        assert view.label is not None
        assert view.label.tie == tie
        assert ("install it" in view.label.why) == (tie == "none")
        assert view.label.label.text == WALL.text
    confirmed = view_clip([replace(seen(WALL, work="P"), unread=(CARD,))], "P", REFERENCES, "x")
    assert confirmed.label is not None
    assert confirmed.label.tie == "confirmed"
