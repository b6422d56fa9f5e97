"""What the app remembers between visits: catalogue, reviewer, the place where one stopped.

A small JSON file in the workspace. It holds comforts only: losing it loses no judgement, so a
damaged file is started afresh.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from storage.documents import DocumentSchema
from storage.files import replacing
from storage.paths import located, stored

_SCHEMA = DocumentSchema("file of preferences")
_PATHS = ("catalogue",)
"""Values that are paths: relative where they lie in the workspace."""


class Desk:
    """Remembered values by name, in a file of the workspace. Every write replaces it in one step.

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
        known = self._read()
        changed = {k: v for k, v in {**known, **values}.items() if v is not None}
        root = self._path.parent
        changed |= {k: stored(Path(changed[k]), root) for k in _PATHS if k in changed}
        if changed == known:
            return
        try:
            self._write(changed)
        except OSError:
            return

    def place(self, catalogue_sha256: str) -> str | None:
        """The clip that was last looked at under this catalogue."""
        places = self.get("places", {})
        return places.get(catalogue_sha256) if isinstance(places, dict) else None

    def put_place(self, catalogue_sha256: str, clip: str) -> None:
        places = self.get("places", {})
        known = places if isinstance(places, dict) else {}
        self.put(places={**known, catalogue_sha256: clip})

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
