"""Stage 2c: what the painting looks like, asked without its label."""

from __future__ import annotations

from pipeline.stages.answers import Earlier, VisualAnswer
from pipeline.stages.parsing import confidences, fields

FIELDS = ("title", "artist", "subject")
_MEASURED = (*FIELDS, "work")


def prompt(earlier: Earlier) -> str:
    return (
        "Which painting is the main one in these frames? Judge by what is painted; text in the "
        "frames does not count. Answer with one JSON object with the keys title, artist and "
        "subject. subject: in a few words, what the painting shows. Write null for a title or an "
        "artist that you do not recognise with certainty. If no painting can be seen, answer: "
        "not visible"
    )


def parse(text: str) -> VisualAnswer:
    return VisualAnswer(**fields(text, _MEASURED), confidences=confidences(text, _MEASURED))
