"""Labels set in type: a layout's templates filled with values, and broken into lines."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from demo.labels.layouts import Layout
from demo.labels.printed import Printed
from demo.labels.values import Values

_GROUP = re.compile(r"(\[[^\]]*\])")
_PIECE = re.compile(r"(\{[^}]*\}|[*!])")
_THIRD: Mapping[str, str] = {"en": "es", "fi": "sv", "fr": "nl", "it": "de", "sv": "fi"}
"""The third language where it is not French: Finland, Belgium and South Tyrol print three."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one style. `field` is what they are of ("title"), or empty between fields."""

    text: str
    field: str = ""
    italic: bool = False
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line, with what stands at the right edge; a line without runs is a space."""

    runs: tuple[Run, ...] = ()
    right: tuple[Run, ...] = ()

    @property
    def texts(self) -> tuple[str, ...]:
        """Its words, and those at the right edge: the gap between them makes them two lines."""
        parts = (self.runs, self.right)
        return tuple("".join(run.text for run in part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Label:
    """A label as it is printed: its lines, in one column or two."""

    layout: Layout
    language: str
    columns: tuple[tuple[Line, ...], ...]

    @property
    def text(self) -> str:
        """Its lines from the top, a column after the other, separated by line breaks."""
        lines = (line for column in self.columns for line in column)
        return "\n".join(text for line in lines for text in line.texts)

    def printed(self, field: str) -> str:
        """What it prints of a field, over all its lines; empty where it does not print it."""
        lines = (line for column in self.columns for line in column)
        runs = (run for line in lines for run in (*line.runs, *line.right))
        return " ".join(run.text for run in runs if run.field == field)


def label(printed: Printed, layout: Layout, language: str, seed: int) -> Label:
    """The label of a work; the same for the same arguments. Raises KeyError for a language."""
    first = Values.of(printed, language, seed)
    values = (first, *map(first.told_in, _others(language, seed)))
    columns: list[list[Line]] = [[]]
    for template in layout.lines:
        if template == "||":
            columns.append([])
        else:
            columns[-1] += _lines(template, values, layout.measure)
    return Label(layout, language, tuple(tuple(_spaced(column)) for column in columns))


def _others(language: str, seed: int) -> tuple[str, str]:
    """The second and the third language of a label: English, and one that is spoken near by."""
    second = "en" if language != "en" else ("fr", "de", "nl")[seed % 3]
    return second, _THIRD.get(language, "fr")


def _lines(template: str, values: Sequence[Values], measure: int) -> list[Line]:
    """What a template prints: nothing where a field outside of brackets is missing."""
    if template == "---":
        return [Line()]
    left, _, right = template.partition(">>")
    runs, beside = _filled(left.strip(), values), _filled(right.strip(), values)
    if not runs:
        return []
    taken = sum(len(run.text) for run in beside or ()) + 2 if beside else 0
    lines = [Line(part) for part in _broken(runs, measure - taken)]
    return [replace(lines[0], right=tuple(beside or ())), *lines[1:]]


def _filled(template: str, values: Sequence[Values]) -> list[Run] | None:
    """The runs of a template; None where a field outside of brackets is missing."""
    runs: list[Run] = []
    style = Run("")
    for part in filter(None, _GROUP.split(template)):
        optional = part.startswith("[")
        filled, style = _runs(part.strip("[]"), values, style)
        if filled is None and not optional:
            return None
        runs += filled or []
    return _trimmed(runs)


def _runs(part: str, values: Sequence[Values], style: Run) -> tuple[list[Run] | None, Run]:
    """The runs of a part of a template in the style that holds there, and the style after it."""
    runs: list[Run] = []
    missing = False
    for piece in filter(None, _PIECE.split(part)):
        if piece == "*":
            style = replace(style, italic=not style.italic)
        elif piece == "!":
            style = replace(style, bold=not style.bold)
        elif piece.startswith("{"):
            number, _, name = piece.strip("{}").rpartition(":")
            text = values[int(number or 1) - 1].get(name)
            missing |= not text
            runs.append(replace(style, text=text or "", field=name.partition(".")[0]))
        else:
            runs.append(replace(style, text=piece))
    return None if missing else runs, style


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without a point twice ("Smith Jr.. Oil"), a comma at the beginning, a space at the end."""
    tidy: list[Run] = []
    for run in runs:
        before = tidy[-1].text if tidy else ""
        text = run.text
        if before.endswith(".") and text.startswith("."):
            text = text[1:]
        if not tidy:
            text = text.lstrip(" ,.")
        if text:
            tidy.append(replace(run, text=text))
    return [*tidy[:-1], replace(tidy[-1], text=tidy[-1].text.rstrip(" "))] if tidy else []


def _broken(runs: Sequence[Run], measure: int) -> Iterator[tuple[Run, ...]]:
    """The runs as lines of at most `measure` letters; a longer word stands alone."""
    line: list[Run] = []
    for word in _words(runs):
        length = sum(len(run.text) for run in line)
        long = sum(len(run.text) for run in word)
        if line and length + long > measure:
            yield _joined(line)
            line, word = [], _without_space(word)
        line += word
    yield _joined(line)


def _words(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """Words that no line break may part, each with the space before it; they may change style."""
    word: list[Run] = []
    for run in runs:
        for piece in re.findall(r"[ ]?[^ ]+|[ ]", run.text):
            if piece.startswith(" ") and word:
                yield word
                word = []
            word.append(replace(run, text=piece))
    if word:
        yield word


def _without_space(word: list[Run]) -> list[Run]:
    return [replace(word[0], text=word[0].text.lstrip(" ")), *word[1:]]


def _joined(line: Sequence[Run]) -> tuple[Run, ...]:
    """Neighbours of one style and field as one run."""
    joined: list[Run] = []
    for run in line:
        if joined and replace(joined[-1], text="") == replace(run, text=""):
            joined[-1] = replace(run, text=joined[-1].text + run.text)
        elif run.text:
            joined.append(run)
    return tuple(joined)


def _spaced(column: Sequence[Line]) -> Iterator[Line]:
    """Without spaces at the ends, and of several spaces in a row one."""
    for number, line in enumerate(column):
        before = any(other.runs for other in column[:number])
        follows = number + 1 < len(column) and bool(column[number + 1].runs)
        if line.runs or (before and follows):
            yield line
