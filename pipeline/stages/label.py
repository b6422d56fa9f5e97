"""Stage 2a: the wall label, word for word."""

from __future__ import annotations

import json
import re
from typing import Any, Final, get_args

from backends import LabelTie
from catalogue import normalise
from pipeline.stages.answers import (
    Earlier,
    LabelBox,
    LabelCode,
    LabelLine,
    LabelTranscription,
)
from pipeline.stages.degenerate import ended
from pipeline.stages.lenient_json import LONGEST, objects
from pipeline.stages.parsing import PROSE, cleaned, unfenced, valued
from pipeline.stages.uncertainty import declines

READ: Final = "read"
"""The tie of a model's plain transcription: the model was asked for the label of the main painting,
and nothing measured that it is."""
TIES: tuple[LabelTie, ...] = get_args(LabelTie)
_FAR = 100
"""Frame widths from which a corner is none; so is a number that JSON does not know (NaN)."""
_PREFACE = re.compile(r"\A[^\n]{0,80}\b(?:label|transcription|text|reads?|says)\b[^\n]{0,40}:\s*\n")


def prompt(earlier: Earlier) -> str:
    return (
        "Transcribe the wall label of the main painting in these frames word for word, line by "
        "line, in its own language. Answer with its text only. Leave out what cannot be read; do "
        "not complete, translate or explain it. If no label can be read, answer: not visible"
    )


def parse(text: str) -> LabelTranscription:
    """The label's words and how they belong to the painting.

    Plain words are a transcription; only a backend that measures answers with an object that says
    how the label hangs, and where in which frame.
    """
    answer = _measured(text)
    if answer is None:
        words = _transcription(text)
        return LabelTranscription(words, READ if words else "none")
    tie: LabelTie = next((tie for tie in TIES if tie == answer["tie"]), "none")
    text = _line(answer.get("text"))
    return LabelTranscription(
        text,
        tie,
        _line(answer.get("why")),
        tuple(filter(None, map(_box, _listed(answer, "boxes")))),
        _lines(answer, text),
        tuple(filter(None, map(_code, _listed(answer, "codes")))),
    )


def _listed(answer: dict[str, Any], name: str) -> list[Any]:
    value = answer.get(name)
    return value if isinstance(value, list) else []


def _code(code: Any) -> LabelCode | None:
    """Out of `{"text", "kind", "frame", "quad"}`. Its text stays as it is, whatever is in it."""
    if not isinstance(code, dict) or not isinstance(code.get("text"), str) or not code["text"]:
        return None
    return LabelCode(code["text"], _line(code.get("kind")), _box(code))


def _lines(answer: dict[str, Any], text: str) -> tuple[LabelLine, ...]:
    """The lines of the text out of `{"lines": [{"confidence", "frame", "quad"}]}`.

    None where they are not those of the text.
    """
    read = [_measured_line(line) for line in _listed(answer, "lines")]
    whole = [line for line in read if line is not None]
    return tuple(whole) if len(whole) == len(read) == len(text.split("\n")) else ()


def _measured_line(line: Any) -> LabelLine | None:
    box = _box(line)
    worth = line.get("confidence") if box else None
    if box is None or not isinstance(worth, int | float) or not 0 < worth <= 1:
        return None
    return LabelLine(float(worth), box)


def _measured(text: str) -> dict[str, Any] | None:
    """An answer that is one JSON object and nothing else, and says how the label hangs."""
    try:
        answer = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) and "tie" in answer else None


def _line(value: Any) -> str:
    return cleaned(value).strip() if isinstance(value, str) else ""


def _transcription(text: str) -> str:
    """The label's own words; nothing where the model says that it cannot read any."""
    answer = unfenced(ended(text[:LONGEST]))
    wrapped = valued(objects(answer)[0], "text") if answer[:1] == "{" and objects(answer) else None
    answer = _PREFACE.sub("", _line(wrapped) or answer)[:PROSE].strip()
    return answer if normalise(answer) and not declines(answer) else ""


def _box(box: Any) -> LabelBox | None:
    """Out of `{"frame": hash, "quad": four corners [x, y] in fractions of the frame}`."""
    if not isinstance(box, dict) or not isinstance(box.get("frame"), str):
        return None
    quad = box.get("quad")
    if not (isinstance(quad, list) and len(quad) == 4 and all(map(_is_point, quad))):
        return None
    a, b, c, d = ((float(x), float(y)) for x, y in quad)
    return LabelBox(box["frame"], (a, b, c, d))


def _is_point(point: Any) -> bool:
    return (
        isinstance(point, list)
        and len(point) == 2
        and all(isinstance(n, int | float) and abs(n) < _FAR for n in point)
    )
