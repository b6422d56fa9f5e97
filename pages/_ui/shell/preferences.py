"""What the app remembers between visits: catalogue, reviewer, the place where one stopped.

A small JSON file in the workspace. It holds comforts only: losing it loses no judgement, so a
damaged file is started afresh.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from storage.files import replacing


class Desk:
    """Remembered values by name. Every write replaces the file in one step."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str, default: Any = None) -> Any:
        return self._read().get(name, default)

    def put(self, **values: Any) -> None:
        """Remember `values`; None forgets. Failing to write is no reason to stop a curator."""
        known = self._read()
        changed = {k: v for k, v in {**known, **values}.items() if v is not None}
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
        except (OSError, ValueError):
            return {}
        return values if isinstance(values, dict) else {}

    def _write(self, values: dict[str, Any]) -> None:
        with replacing(self._path) as draft:
            draft.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
