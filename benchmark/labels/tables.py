"""The cases of generated labels, counted: tables with exact intervals, and records for JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from benchmark.labels.cases import GROUPS, Case
from metrics import exact_interval

Row = dict[str, Any]


def by_height(cases: Sequence[Case]) -> list[Row]:
    """A row for each height and group: labels, and how many were named rightly and wrongly."""
    rows = []
    for height in _values(case.reading.height for case in cases):
        for group in GROUPS:
            chosen = [
                case
                for case in cases
                if (case.reading.height, case.reading.printing.group) == (height, group)
            ]
            if chosen:
                rows.append({"height": height, "works": group, **_counts(chosen)})
    return rows


def strangers(cases: Sequence[Case]) -> list[Row]:
    """A row for each height: labels of works that are not in the catalogue, and those named."""
    rows = []
    for height in _values(case.reading.height for case in cases):
        chosen = [case for case in cases if case.reading.height == height]
        rows.append({"height": height, **_named_strangers(chosen)})
    return rows


def by(cases: Sequence[Case], key: Callable[[Case], str]) -> list[Row]:
    """A row for each value of a key, over the works that their label tells apart."""
    rows = []
    for value in sorted(_values(map(key, cases))):
        chosen = [case for case in cases if key(case) == value]
        apart = [case for case in chosen if case.reading.printing.group == "told apart"]
        rows.append({"which": value, **_counts(apart), **_named_strangers(chosen)})
    return rows


def record(case: Case) -> Row:
    """One case, with the label as printed and as read."""
    printing = case.reading.printing
    return {
        "work": printing.work.identifier,
        "layout": printing.label.layout.name,
        "language": printing.label.language,
        "height": case.reading.height,
        "group": printing.group,
        "printed": printing.label.text,
        "read": case.reading.read.text,
        "tie": case.reading.read.tie,
        "named": case.named,
        "named_as_stranger": case.stranger,
    }


def table(title: str, rows: Sequence[Row]) -> str:
    """The rows for people to read."""
    head = [name.replace("_", " ") for name in rows[0]]
    cells = [head, *([_cell(value) for value in row.values()] for row in rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
    return "\n".join((title, *lines))


def _counts(cases: Sequence[Case]) -> Row:
    """Counts; `untied` labels were not read, or hang so that they may be another work's."""
    right, wrong = sum(case.right for case in cases), sum(case.wrong for case in cases)
    return {
        "labels": len(cases),
        "right": right,
        "right_95%": exact_interval(right, len(cases)),
        "unnamed": len(cases) - right - wrong,
        "untied": sum(not case.reading.tied for case in cases),
        "wrong": wrong,
        "wrong_95%": exact_interval(wrong, len(cases)),
    }


def _named_strangers(cases: Sequence[Case]) -> Row:
    count = sum(case.stranger is not None for case in cases)
    interval = exact_interval(count, len(cases))
    return {"strangers": len(cases), "strangers_named": count, "strangers_95%": interval}


def _values(values: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(values))


def _cell(value: Any) -> str:
    if isinstance(value, tuple):
        return f"{value[0]:.1%} to {value[1]:.1%}"
    return str(value)
