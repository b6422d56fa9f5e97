"""Schema numbers of JSON documents: settings files, and values that are stored in rows."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.errors import NewerData
from storage.strict import MISFITS

Values = dict[str, Any]
_KEY = "schema"


@dataclass(frozen=True, slots=True)
class DocumentSchema:
    """The form of a kind of document. Each step makes the next form out of the one before it.

    Steps only ever grow. A document without a number has the first form.
    """

    name: str
    """What people call it, in the singular: "slider profile"."""
    steps: tuple[Callable[[Values], Values], ...] = ()

    @property
    def number(self) -> int:
        return 1 + len(self.steps)

    def stamped(self, values: Values) -> Values:
        """The values with the schema number, to be written."""
        return {_KEY: self.number, **values}

    def refuse_newer(self, path: Path) -> None:
        """Raises NewerData where a newer version wrote the file: then it is not replaced."""
        with suppress(OSError, *MISFITS):
            self.current(json.loads(path.read_bytes()))

    def current(self, values: object) -> Values:
        """The values that were read, in the present form and without the number.

        Raises NewerData for a document of a newer version, ValueError for what is none.
        """
        if not isinstance(values, dict):
            raise ValueError(f"This is no {self.name}: it is no JSON object.")
        number = values.get(_KEY, 1)
        if isinstance(number, bool) or not isinstance(number, int) or number < 1:
            raise ValueError(f"This {self.name} has no schema number: {number!r}.")
        if number > self.number:
            raise NewerData(
                f"A newer version of Cartellino wrote this {self.name} (schema {number}, and this "
                f"version reads {self.number} or less). Update Cartellino to use it; nothing was "
                "changed in it."
            )
        values = {key: value for key, value in values.items() if key != _KEY}
        for step in self.steps[number - 1 :]:
            values = step(values)
        return values
