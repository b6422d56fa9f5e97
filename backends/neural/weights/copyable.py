"""Command lines for a person to copy, as they work in the program's own folder."""

from __future__ import annotations

import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[3]


def python() -> str:
    """The interpreter that runs this, such as `.venv/bin/python`: any other lacks the packages."""
    own = Path(sys.executable)
    words = str(own.relative_to(_ROOT) if own.is_relative_to(_ROOT) else own)
    return f'"{words}"' if " " in words else words


def fetch(name: str, hub_id: str, folder: Path | str) -> str:
    """Downloads a model for a backend into a folder."""
    return f'{python()} -m backends fetch {name} {hub_id} --to "{folder}"'
