"""Other ways of deciding, each for comparison only: what one part of the way is worth.

An ablation changes what the evidence contributes, so clips are decided again without a model. All
are off by default; the ledger records which were on.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from dataclasses import dataclass, field, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Ablation:
    """How a person switches one ablation on: the option of commands, and the words of a page."""

    name: str
    option: str
    label: str
    help: str


def _declare(option: str, label: str, help: str) -> Any:
    return field(default=False, metadata={"option": option, "label": label, "help": help})


@dataclass(frozen=True, slots=True)
class Ablations:
    """Which ablations are on."""

    probabilities: bool = _declare(
        "--use-probabilities", "Weigh a model's words by their probability",
        "A model's words count as much as the mean probability of their tokens, and not 1. What "
        "was measured counts as before.",
    )  # fmt: skip
    extraction: bool = _declare(
        "--use-extraction", "Take title and artist as the model draws them from a label",
        "A label's fields are those that the backend drew from its words, as in the source, and "
        "not the clauses that fit a work of the catalogue.",
    )  # fmt: skip

    @property
    def on(self) -> tuple[Ablation, ...]:
        """Those that are on."""
        return tuple(spec for spec in ABLATIONS if getattr(self, spec.name))

    @staticmethod
    def add_options(parser: ArgumentParser) -> None:
        """Give a command an option for each."""
        for spec in ABLATIONS:
            parser.add_argument(
                spec.option, action="store_true", dest=spec.name, help=f"ablation: {spec.help}"
            )

    @classmethod
    def of(cls, arguments: Namespace) -> Ablations:
        """Those that a command with these options was given."""
        return cls(**{spec.name: getattr(arguments, spec.name) for spec in ABLATIONS})


ABLATIONS: tuple[Ablation, ...] = tuple(Ablation(f.name, **f.metadata) for f in fields(Ablations))
