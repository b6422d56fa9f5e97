"""The fifteen parameters of the abstention, each declared once (seed paper, Table 6).

Defaults, ranges, sliders, validation, the docs table, sweep grids and the hash that the ledger
keeps are all derived from the fields of `AbstentionConfig`.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from catalogue import TOKEN_WEIGHT
from console import reason
from pipeline.errors import ConfigError
from storage import DocumentSchema, NewerData, parsed

Value = float | bool | tuple[float, ...]
PROFILE = DocumentSchema("slider profile")
"""The file of a profile. What a decision is hashed by is `to_json`, which carries no number."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """How a person sets one parameter. `handles` names the shares of a weight tuple."""

    name: str
    default: Value
    symbol: str
    group: str
    label: str
    help: str
    kind: Literal["float", "weights", "switch"]
    minimum: float = 0.0
    maximum: float = 1.0
    step: float = 0.01
    handles: tuple[str, ...] = ()


def _declare(default: Value, symbol: str, group: str, label: str, help: str, **more: Any) -> Any:
    kind = "switch" if isinstance(default, bool) else "float"
    kind = "weights" if isinstance(default, tuple) else kind
    about = {"symbol": symbol, "group": group, "label": label, "help": help, "kind": kind, **more}
    return field(default=default, metadata=about)


_ARTIST, _TITLE, _NO_TITLE = "Artist-driven", "Title-driven", "No title"
_SCORING = "Scoring and behaviour"


@dataclass(frozen=True)
class AbstentionConfig:
    """When to name a work and when to abstain. Immutable; `replace` makes a variant.

    Raises ConfigError, listing every problem at once, for values outside their range.
    """

    artist_activate: float = _declare(
        0.45, "τ_artist", _ARTIST, "Artist similarity to lead",
        "Above this the artist leads, and the title only helps.",
    )  # fmt: skip
    artist_accept: float = _declare(
        0.38, "τ_artist,accept", _ARTIST, "Combined score to identify",
        "When the artist leads, the combined score must exceed this.",
    )  # fmt: skip
    title_accept: float = _declare(
        0.52, "τ_t", _TITLE, "Title similarity to identify",
        "A title this similar identifies the work on its own, given the margin below.",
    )  # fmt: skip
    title_margin: float = _declare(
        0.05, "μ_t", _TITLE, "Margin of the title",
        "How far the best work must be ahead of the next one.", maximum=0.5,
    )  # fmt: skip
    combined_accept: float = _declare(
        0.44, "τ_c", _TITLE, "Combined score to identify otherwise",
        "Title and subject together must exceed this when the title alone does not.",
    )  # fmt: skip
    combined_margin: float = _declare(
        0.04, "μ_c", _TITLE, "Margin of the combined score",
        "How far the best work must be ahead of the next one.", maximum=0.5,
    )  # fmt: skip
    fallback_accept: float = _declare(
        0.42, "τ_f", _NO_TITLE, "Combined score without a title",
        "Artist and subject together must exceed this when no title was read.",
    )  # fmt: skip
    fallback_margin: float = _declare(
        0.04, "μ_f", _NO_TITLE, "Margin without a title",
        "How far the best work must be ahead of the next one.", maximum=0.5,
    )  # fmt: skip
    token_weight: float = _declare(
        TOKEN_WEIGHT, "α", _SCORING, "Words against letters",
        "1 compares whole words, 0 compares groups of three letters, which forgives misreadings.",
    )  # fmt: skip
    artist_weights: tuple[float, float, float] = _declare(
        (0.46, 0.36, 0.18), "w_a, w_t, w_s", _ARTIST, "Weights",
        "What artist, title and subject count when the artist leads.",
        handles=("artist", "title", "subject"),
    )  # fmt: skip
    title_weights: tuple[float, float] = _declare(
        (0.78, 0.22), "w_t, w_s", _TITLE, "Weights",
        "What title and subject count when the title leads.", handles=("title", "subject"),
    )  # fmt: skip
    fallback_weights: tuple[float, float] = _declare(
        (0.70, 0.30), "w_a, w_s", _NO_TITLE, "Weights",
        "What artist and subject count when no title was read.", handles=("artist", "subject"),
    )  # fmt: skip
    label_first: bool = _declare(
        True, "label_first", _SCORING, "Wall label first",
        "Use what the wall label says before what the painting looks like.",
    )  # fmt: skip
    strict_abstention: bool = _declare(
        True, "strict_abstention", _SCORING, "Drop uncertain answers",
        "Ignore answers such as “not sure”, “unknown” or “possibly …”.",
    )  # fmt: skip
    force_visual: bool = _declare(
        False, "force_visual", _SCORING, "Always use the painting too",
        "Use the look of the painting even when a label was read.",
    )  # fmt: skip

    def __post_init__(self) -> None:
        problems = [p for spec in PARAMETERS for p in _problems(spec, getattr(self, spec.name))]
        if problems:
            raise ConfigError("; ".join(problems) + ".")

    @cached_property
    def hash(self) -> str:
        """Short SHA-256 of the canonical JSON: equal exactly for equal settings."""
        return hashlib.sha256(self.to_json().encode()).hexdigest()[:12]

    def to_dict(self) -> dict[str, Any]:
        values = {spec.name: getattr(self, spec.name) for spec in PARAMETERS}
        return {k: list(v) if isinstance(v, tuple) else v for k, v in values.items()}

    def to_json(self) -> str:
        return json.dumps(self.to_dict(), indent=2, sort_keys=True)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> AbstentionConfig:
        """Settings from plain values; what is left out keeps its default.

        Raises ConfigError for unknown names and for values of the wrong type or range.
        """
        if not isinstance(values, Mapping):
            raise ConfigError("A configuration is a JSON object of parameter names and values.")
        names = {spec.name for spec in PARAMETERS}
        if unknown := sorted(set(values) - names):
            raise ConfigError(
                f"Unknown parameter {', '.join(map(repr, unknown))}. "
                f"The parameters are {', '.join(sorted(names))}."
            )
        plain: dict[str, Any] = {
            k: tuple(v) if isinstance(v, list) else v for k, v in values.items()
        }
        return cls(**plain)

    @classmethod
    def from_json(cls, text: str) -> AbstentionConfig:
        """Settings from the JSON that `to_json` or a slider profile holds. Raises ConfigError."""
        try:
            values = parsed(text)
        except ValueError as error:
            raise ConfigError(
                f"The configuration is not JSON: {str(error).rstrip('.')}."
            ) from error
        try:
            return cls.from_dict(PROFILE.current(values))
        except (ValueError, NewerData) as error:
            raise ConfigError(str(error)) from error

    @classmethod
    def load(cls, path: Path) -> AbstentionConfig:
        """Settings from a JSON file. Raises ConfigError."""
        try:
            return cls.from_json(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise ConfigError(f"Cannot read the configuration {path}: {reason(error)}.") from error

    def replace(self, **changes: Value) -> AbstentionConfig:
        return replace(self, **changes)  # type: ignore[arg-type]  # validated in __post_init__


@dataclass(frozen=True, slots=True)
class Guards:
    """Checks beside the parameters that stop wrong names the thresholds let through.

    Those that the source knows nothing of are on by default, too; switching one off is for
    reproducing it only.
    """

    tie: bool = True
    """No margin at all never identifies a work."""
    conflict: bool = True
    """A strong title and a strong artist that belong to different works."""
    degenerate: bool = True
    """The model's answer was chat-role tokens, an echo of the prompt or a loop."""
    format: bool = True
    """The adapter was trained on another visual format."""
    contradicted: bool = True
    """Something that was read is not so of the best work, and reading errors do not explain it."""
    ambiguous: bool = True
    """The artist leads, and what else was read does not single out one of the artist's works."""
    artist_alone: bool = False
    """An artist and nothing else never identifies a work. Off, because the source accepts so."""

    @classmethod
    def changed(cls, on: Iterable[str] = (), off: Iterable[str] = ()) -> Guards:
        """The guards with some switched on and some off. Raises ConfigError for an unknown name."""
        changes = {**dict.fromkeys(on, True), **dict.fromkeys(off, False)}
        names = [f.name for f in fields(cls)]
        if unknown := sorted(set(changes) - set(names)):
            raise ConfigError(
                f"There is no guard {', '.join(map(repr, unknown))}. The guards are "
                f"{', '.join(names)}."
            )
        return cls(**changes)


def _parameter(f: Any) -> Parameter:
    return Parameter(name=f.name, default=f.default, **f.metadata)


PARAMETERS: tuple[Parameter, ...] = tuple(_parameter(f) for f in fields(AbstentionConfig))


def _number(value: object) -> bool:
    if isinstance(value, int):
        return not isinstance(value, bool)
    return isinstance(value, float) and math.isfinite(value)


def _problems(spec: Parameter, value: object) -> list[str]:
    if spec.kind == "switch":
        return [] if isinstance(value, bool) else [f"{spec.name} must be true or false"]
    if spec.kind == "weights":
        return _weight_problems(spec, value)
    if _number(value) and spec.minimum <= float(value) <= spec.maximum:  # type: ignore[arg-type]
        return []
    return [f"{spec.name} must be a number from {spec.minimum:g} to {spec.maximum:g}"]


def _weight_problems(spec: Parameter, value: object) -> list[str]:
    names = ", ".join(spec.handles)
    if not isinstance(value, tuple) or len(value) != len(spec.handles):
        return [f"{spec.name} must be {len(spec.handles)} numbers ({names})"]
    if not all(_number(share) and 0 <= share <= 1 for share in value):
        return [f"{spec.name} must be numbers from 0 to 1 ({names})"]
    if abs(sum(value) - 1) > 1e-6:
        return [f"{spec.name} must sum to 1, and sums to {sum(value):g}"]
    return []
