"""The words of labels as a page hands them to the browser."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def labels(app: AppTest) -> list[Any]:
    """The data of every label on the page, in its order."""
    parts = [part.proto for part in app.get("bidi_component")]
    return [json.loads(p.json) for p in parts if p.component_name == "cartellino_label_words"]


def titles(label: Any, kind: str = "title") -> str:
    """The words of a label that are drawn as its title, or as something else."""
    return "".join(p["text"] for line in label["lines"] for p in line if p["kind"] == kind)
