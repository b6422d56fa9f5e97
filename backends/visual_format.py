"""The exact form in which frames reach a model.

A model that was fine-tuned on one form fails on another (seed paper, section 4.3): it answers with
chat roles instead of content. So the form has a fingerprint, which is stored with every adapter
and all evidence.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal

Visual = Literal["images", "video"]
Fit = Literal["aspect", "squash", "pad"]


@dataclass(frozen=True, slots=True)
class VisualFormat:
    """How the frames of a clip become a model's input."""

    visual: Visual
    """Each frame an image of its own, or all of them one video."""
    frames: int
    """Frames of a clip."""
    longest: int
    """px of a frame's longer side at most, before the model's own resizing."""
    pixels: int
    """Pixels of a frame at most, after it."""
    fit: Fit
    """Proportions kept, squashed to a square, or padded to one."""
    sampling: str
    """Which frames of a clip are taken."""
    processor: str
    """Name and version of the preprocessing."""

    @property
    def fingerprint(self) -> str:
        """16 hexadecimal digits, the same for two formats only if frames reach the model alike."""
        text = json.dumps(asdict(self), sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @classmethod
    def of(cls, values: Any) -> VisualFormat:
        """The format that `asdict` turned into `values`. Raises ValueError for anything else.

        The words themselves are not checked: a word that a backend does not know matches nothing.
        """
        types = {
            f.name: int if f.name in ("frames", "longest", "pixels") else str for f in fields(cls)
        }
        if not isinstance(values, dict) or values.keys() != types.keys():
            raise ValueError(f"a visual format has {', '.join(types)}")
        if odd := [name for name, expected in types.items() if type(values[name]) is not expected]:
            raise ValueError(f"{', '.join(odd)} of the visual format cannot be read")
        return cls(**values)

    def differences(self, other: VisualFormat) -> tuple[str, ...]:
        """What differs, as `frames 8, not 16`: this format's value first."""
        return tuple(
            f"{f.name} {getattr(self, f.name)}, not {getattr(other, f.name)}"
            for f in fields(self)
            if getattr(self, f.name) != getattr(other, f.name)
        )
