"""What the app remembers between visits: catalogue, reviewer, the clip last worked on.

A small JSON file in the workspace. Losing it loses no verdict, so a damaged file is set
aside, and a damaged value in it counts as not set.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from storage import DocumentSchema, located, notify, read_settings, replacing, stored, structured

_SCHEMA = DocumentSchema("file of preferences")
_PATHS = ("catalogue",)
"""Values that are paths: relative where they lie in the workspace."""
_KINDS: Mapping[str, Any] = {
    "catalogue": Path, "reviewer": str, "blind": bool, "going": str, "profile": str,
    "places": dict[str, str], "models": dict[str, dict[str, str | int | bool]],
    "backends": tuple[str, ...],
}  # fmt: skip
"""What values have to be, those that there are so far."""
_REMEMBERED: Mapping[str, str] = {
    "catalogue": "The catalogue that was open", "reviewer": "The name of the reviewer",
    "blind": "The blind first look", "profile": "The profile of settings",
    "places": "The clip last worked on", "models": "The settings of the models",
    "backends": "The choice of backends",
}  # fmt: skip
"""What they are to a person."""


class Preferences:
    """Remembered values by name. Every write replaces the file in one step.

    Every method raises NewerData where a newer version wrote the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def get(self, name: str, default: Any = None) -> Any:
        value = self._read().get(name, default)
        return self._located(name, value)

    def _located(self, name: str, value: Any) -> Any:
        if name in _PATHS and isinstance(value, str):
            return str(located(value, self._path.parent))
        return value

    def put(self, **values: Any) -> None:
        """Remember `values`; None forgets. Failing to write is no reason to stop a curator."""
        before = self._read()
        root = self._path.parent
        given = {
            name: stored(Path(value), root) if name in _PATHS and value else value
            for name, value in values.items()
        }
        changed = {k: v for k, v in {**before, **given}.items() if v is not None}
        if changed == before:
            return
        try:
            self._write(changed)
        except OSError:
            return

    def place(self, catalogue_sha256: str) -> str | None:
        """The clip last worked on with this catalogue."""
        places: dict[str, str] = self.get("places", {})
        return places.get(catalogue_sha256)

    def put_place(self, catalogue_sha256: str, clip: str) -> None:
        self.put(places={**self.get("places", {}), catalogue_sha256: clip})

    def _read(self) -> dict[str, Any]:
        """The values in the file that are what they have to be; another is left out, and named."""
        values = read_settings(self._path, _SCHEMA, dict, "The defaults are used instead.") or {}
        return {name: value for name, value in values.items() if self._fits(name, value)}

    def _fits(self, name: str, value: object) -> bool:
        if name not in _KINDS:
            return True
        try:
            structured(value, _KINDS.get(name, object))
        except ValueError:
            notify(
                f"{_REMEMBERED.get(name, f'The setting {name!r}')} was not remembered: what stands "
                f"in {self._path} is damaged. Choose it again; no verdict is lost.",
                self._path,
            )
            return False
        return True

    def _write(self, values: dict[str, Any]) -> None:
        text = json.dumps(_SCHEMA.stamped(values), ensure_ascii=False, indent=1)
        with replacing(self._path) as draft:
            draft.write_text(text, encoding="utf-8")
