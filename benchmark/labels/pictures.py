"""Labels photographed on a wall, and read by the embedded backend."""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import cv2

from backends import Choice, ModelBackend
from benchmark.labels.cases import Printing, Reading
from catalogue import Catalogue
from demo.labels import photograph
from pipeline.analysis import analyse, prepared
from storage import Workspace

HEIGHTS = ("14+", "9-13")
_OPEN = 1.5
"""Of the lowest height: the highest of a range without an end."""


@dataclass(frozen=True, slots=True)
class Height:
    """A range of heights in px, as it was named."""

    name: str
    low: float
    high: float


def height(text: str) -> Height:
    """ "14+" or "9-13" as a range, for argparse."""
    if found := re.fullmatch(r"(\d+)(?:\+|[-–](\d+))", text):
        low, high = float(found[1]), float(found[2] or _OPEN * float(found[1]))
        if 4 <= low <= high <= 60:
            return Height(text, low, high)
    raise argparse.ArgumentTypeError(f"{text!r} is no height in px: give 14+ or 9-13")


@dataclass(frozen=True, slots=True)
class Camera:
    """Photographs labels into a folder and has them read, once for each of the `heights`.

    The backend knows no catalogue while it reads: what was read is aligned with one afterwards, and
    there are no reference pictures. So one reading serves every catalogue.
    """

    folder: Path
    workspace: Workspace
    heights: Sequence[Height]
    catalogue: Catalogue = field(default=Catalogue(Path("none"), "none", ()))
    _backends: list[ModelBackend] = field(default_factory=list)

    def read(self, printing: Printing) -> list[Reading]:
        """The readings of a label. Raises BackendError, MediaError, StorageError."""
        return [self._reading(printing, wanted) for wanted in self.heights]

    def _reading(self, printing: Printing, wanted: Height) -> Reading:
        rng = random.Random(f"{printing.seed} {wanted.name}")
        px = rng.uniform(wanted.low, wanted.high)
        taken = photograph(printing.label, px, rng.getrandbits(32))
        name = wanted.name if taken.height > wanted.low - 0.1 else f"under {wanted.low:g}"
        path = self.folder / f"{printing.seed}-{wanted.name}.png"
        cv2.imwrite(str(path), taken.picture[..., ::-1])
        evidence = analyse(path, self._backend(), self.catalogue, self.workspace)
        return Reading(printing, f"{name} px", evidence[0])

    def _backend(self) -> ModelBackend:
        if not self._backends:
            warn = partial(print, file=sys.stderr)
            self._backends.append(
                prepared(Choice("embedded"), self.catalogue, self.workspace, warn)
            )
        return self._backends[0]
