"""Stage 7: the room and what happens in it."""

from __future__ import annotations

from pipeline.stages.answers import Earlier, Scene
from pipeline.stages.parsing import prose


def prompt(earlier: Earlier) -> str:
    return (
        "Describe the place in these frames in two sentences: the room, the light, how the camera "
        "moves, and whether people are in view. Do not name any artwork."
    )


def parse(text: str) -> Scene:
    return Scene(prose(text, "scene"))
