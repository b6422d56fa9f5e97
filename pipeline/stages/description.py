"""Stage 6a: a description as a catalogue would give it."""

from __future__ import annotations

from pipeline.stages.answers import Description, Earlier
from pipeline.stages.parsing import prose


def prompt(earlier: Earlier) -> str:
    return (
        "Describe the main painting in these frames in two or three sentences, as a museum "
        "catalogue would: what it depicts, the composition, the colours. Say only what can be "
        "seen. Name neither title nor artist. If no painting can be seen, answer: not visible"
    )


def parse(text: str) -> Description:
    return Description(prose(text, "description"))
