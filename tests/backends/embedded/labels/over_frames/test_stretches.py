"""When each label of a film is read."""

from __future__ import annotations

from backends.base import Quad
from backends.embedded.labels.over_frames.stretches import stretches
from backends.embedded.labels.transcription import Label, Line

CARD: Quad = ((0.1, 0.1), (0.3, 0.1), (0.3, 0.3), (0.1, 0.3))


def label(*lines: str, confidence: float = 0.95) -> Label:
    return Label(CARD, tuple(Line(text, confidence, CARD) for text in lines), 40.0)


HARBOUR = label("Workshop of the Blue Hour", "The Harbour at Evening")
PEARS = label("Painter of the White Cloth", "Pears and a Blue Jug")


def test_each_label_has_its_stretch_and_a_second_visit_another() -> None:
    times = [(0.0, HARBOUR), (1.0, HARBOUR), (2.0, PEARS), (2.0, HARBOUR), (3.0, PEARS)]
    again = [(9.0, HARBOUR), (10.0, HARBOUR)]
    assert stretches(times + again) == ((0.0, 2.0), (2.0, 3.0), (9.0, 10.0))


def test_a_few_doubtful_letters_are_no_label() -> None:
    assert stretches([(0.0, label("ca 1O")), (1.0, label("LOWOETT anE", confidence=0.5))]) == ()


def test_a_film_without_print_has_no_stretch() -> None:
    assert stretches([]) == ()
