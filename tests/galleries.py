"""The picture cards of a page, as it hands them to the browser."""

from __future__ import annotations

import json
from typing import Any

from streamlit.testing.v1 import AppTest


def galleries(app: AppTest) -> list[Any]:
    """The data of every grid of cards on the page, in its order."""
    parts = [part.proto for part in app.get("bidi_component")]
    return [json.loads(p.json) for p in parts if p.component_name == "cartellino_gallery"]
