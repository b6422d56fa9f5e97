"""The pictures by which works may be recognised: the catalogue's own and those that were taught."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from backends.base import Reference


@dataclass(frozen=True, slots=True)
class Learnable:
    """A picture to learn; `taught` is the hash of one that came out of a video, else empty."""

    identifier: str
    path: Path
    taught: str = ""


def learnable(references: Sequence[Reference], withheld: str = "") -> tuple[Learnable, ...]:
    """The pictures to learn, without the taught ones that came from the medium `withheld`."""
    own = (Learnable(r.identifier, r.picture) for r in references if r.picture)
    taught = (
        Learnable(r.identifier, picture.path, picture.sha256)
        for r in references
        for picture in r.taught
        if picture.medium != withheld
    )
    return (*own, *taught)


def identity(pictures: Sequence[Learnable]) -> str:
    """Hash of the taught pictures among them, each with its work; empty without any."""
    used = sorted((p.identifier, p.taught) for p in pictures if p.taught)
    return hashlib.sha256(json.dumps(used).encode()).hexdigest()[:16] if used else ""
