"""What each stage understands of an answer: one frozen value a stage.

A stage's `parse` makes it, once. Everything after that takes the value; `pipeline.codec` writes it
into a database and reads it again. The fields are part of the questions' VERSION.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from backends import LabelTie, Quad


@dataclass(frozen=True, slots=True)
class LabelBox:
    """Where a label hangs in the frame with the hash `frame`: its corners in fractions of it."""

    frame: str
    quad: Quad


@dataclass(frozen=True, slots=True)
class LabelLine:
    """What the reading of a line is worth, in (0, 1], and where it was read, if that is known."""

    confidence: float
    box: LabelBox | None = None


@dataclass(frozen=True, slots=True)
class LabelCode:
    """A QR code or barcode on a label: its text word for word, and what kind of code it is.

    The text comes from a stranger. It is shown as text, and never opened.
    """

    text: str
    kind: str = ""
    box: LabelBox | None = None


@dataclass(frozen=True, slots=True)
class LabelTranscription:
    """The words of the wall label, how they belong to the main painting, and why.

    `lines` are those of the text, one each, where a backend measured them; `codes` are printed on
    its card, or are all that was read.
    """

    text: str = ""
    tie: LabelTie = "none"
    why: str = ""
    boxes: tuple[LabelBox, ...] = ()
    lines: tuple[LabelLine, ...] = ()
    codes: tuple[LabelCode, ...] = ()

    @property
    def legible(self) -> bool:
        """Whether any word was read."""
        return bool(self.text)


Confidences = tuple[tuple[str, float], ...]
"""Field and confidence in (0, 1], for fields whose words were measured to be less than certain."""


@dataclass(frozen=True, slots=True)
class LabelFields:
    """What the label names; None for what it does not say.

    `inventory` is the number of the work, and `date` its date; a backend that measures gives only
    a number that is marked as one or looks like those of the catalogue. A confidence is what the
    reading of a field is worth.
    """

    title: str | None = None
    artist: str | None = None
    subject: str | None = None
    inventory: str | None = None
    date: str | None = None
    confidences: Confidences = ()


@dataclass(frozen=True, slots=True)
class VisualAnswer:
    """What the painting itself is recognised as; None for what is not recognised.

    `work` is the record whose reference picture was recognised, and lends the words; its
    confidence is what the proof is worth.
    """

    title: str | None = None
    artist: str | None = None
    subject: str | None = None
    work: str | None = None
    confidences: Confidences = ()


@dataclass(frozen=True, slots=True)
class SummaryWork:
    """One artwork of a summary; None for what is not known."""

    title: str | None = None
    artist: str | None = None
    location: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Summary:
    """The artworks in order of appearance."""

    works: tuple[SummaryWork, ...] = ()


@dataclass(frozen=True, slots=True)
class Description:
    """A few sentences, empty where no painting is in view.

    `genre` is only in evidence that is older than the stage of that name.
    """

    description: str = ""
    genre: str = ""


@dataclass(frozen=True, slots=True)
class Genre:
    """A genre of the closed list, or "other"; empty where none was named."""

    genre: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """The room and what happens in it; empty where nothing was said."""

    scene: str = ""


StageAnswer = (
    LabelTranscription | LabelFields | VisualAnswer | Summary | Description | Genre | Scene
)
Earlier = Mapping[str, StageAnswer | None]
"""The answers so far, by stage; None where the stage failed."""

ANSWERS: Mapping[str, type[StageAnswer]] = {
    "label": LabelTranscription,
    "label_fields": LabelFields,
    "visual": VisualAnswer,
    "summary": Summary,
    "description": Description,
    "genre": Genre,
    "scene": Scene,
}
"""What the answers of each stage are, by its name."""


def confidence(answer: LabelFields | VisualAnswer, name: str) -> float:
    """What a field of an answer is worth: 1 unless it was measured."""
    return dict(answer.confidences).get(name, 1.0)


def names(kind: type[StageAnswer | SummaryWork]) -> tuple[str, ...]:
    """The fields of an answer, in their order."""
    return tuple(field.name for field in fields(kind))
