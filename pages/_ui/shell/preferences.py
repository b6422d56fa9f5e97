"""What the app remembers between visits: catalogue, reviewer, the clip last worked on.

A small JSON file in the workspace. Losing it loses no verdict, so a damaged file counts as empty.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from storage import DocumentSchema, located, replacing, stored

_SCHEMA = DocumentSchema("file of preferences")
_PATHS = ("catalogue",)
"""Values that are paths: relative where they lie in the workspace."""


class Preferences:
    """Remembered values by name. Every write replaces the file in one step.

    Every method raises NewerData where a newer version wrote the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str, default: Any = None) -> Any:
        value = self._read().get(name, default)
        if name in _PATHS and isinstance(value, str):
            return str(located(value, self._path.parent))
        return value

    def put(self, **values: Any) -> None:
        """Remember `values`; None forgets. Failing to write is no reason to stop a curator."""
        before = self._read()
        changed = {k: v for k, v in {**before, **values}.items() if v is not None}
        root = self._path.parent
        changed |= {k: stored(Path(changed[k]), root) for k in _PATHS if k in changed}
        if changed == before:
            return
        try:
            self._write(changed)
        except OSError:
            return

    def place(self, catalogue_sha256: str) -> str | None:
        """The clip last worked on with this catalogue."""
        places = self.get("places", {})
        return places.get(catalogue_sha256) if isinstance(places, dict) else None

    def put_place(self, catalogue_sha256: str, clip: str) -> None:
        places = self.get("places", {})
        before = places if isinstance(places, dict) else {}
        self.put(places={**before, catalogue_sha256: clip})

    def _read(self) -> dict[str, Any]:
        try:
            values = json.loads(self._path.read_text(encoding="utf-8"))
            return _SCHEMA.current(values)
        except (OSError, ValueError, RecursionError):
            return {}

    def _write(self, values: dict[str, Any]) -> None:
        text = json.dumps(_SCHEMA.stamped(values), ensure_ascii=False, indent=1)
        with replacing(self._path) as draft:
            draft.write_text(text, encoding="utf-8")
