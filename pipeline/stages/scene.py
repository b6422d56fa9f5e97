"""Stage 7: the room and what happens in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def prompt(earlier: Mapping[str, Any]) -> str:
    return "Describe the scene: the room, the light, the camera and the people, in two sentences."


def parse(text: str) -> dict[str, Any]:
    return {"scene": text.strip()}
