"""The table of the fifteen parameters, written from their declaration."""

from __future__ import annotations

from pipeline.decision.config import PARAMETERS, Parameter, Value

_HEAD = """# The parameters of the abstention

Written by `python -m pipeline parameters` from `pipeline.decision.config`; do not edit it by hand.
A configuration file is a JSON object of these names and values; what it leaves out keeps its
default.

| # | name | symbol | group | default | range | step | meaning |
|---|---|---|---|---|---|---|---|
"""
_TAIL = """
Every comparison is strict: a score that equals a threshold does not exceed it.
"""


def table() -> str:
    """The text of `docs/parameters.md`."""
    rows = (_row(number, parameter) for number, parameter in enumerate(PARAMETERS, 1))
    return _HEAD + "\n".join(rows) + "\n" + _TAIL


def _row(number: int, parameter: Parameter) -> str:
    allowed = f"{parameter.minimum:g} to {parameter.maximum:g}"
    kinds = {
        "float": (allowed, f"{parameter.step:g}"),
        "switch": ("on or off", ""),
        "weights": (f"{', '.join(parameter.handles)}; sum to 1", f"{parameter.step:g}"),
    }
    cells = (
        str(number), f"`{parameter.name}`", parameter.symbol, parameter.group,
        _shown(parameter.default), *kinds[parameter.kind], f"{parameter.label}. {parameter.help}",
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return ", ".join(f"{part:.2f}" for part in (value if isinstance(value, tuple) else (value,)))
