"""Small JSON files that a person's settings are kept in.

One that cannot be read is moved to another name beside it, so that nothing is lost and the next
write replaces nothing; the default is taken, and that is said.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from storage import strict
from storage.documents import DocumentSchema
from storage.errors import NewerData
from storage.notices import notify
from storage.reading import parsed

T = TypeVar("T")
UNREADABLE = ".unreadable"
"""Ending of what was moved aside; no pattern by which settings are listed fits it."""


def read_settings(
    path: Path, schema: DocumentSchema, make: Callable[[dict[str, Any]], T], instead: str
) -> T | None:
    """The settings in a file, made by `make`; None where there are none, or none to be read.

    A damaged file is set aside. `instead` is a sentence about what is taken in its place.
    `make` raises one of `strict.MISFITS` for what is damaged. Raises NewerData.
    """
    try:
        return make(schema.current(parsed(path.read_bytes())))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except NewerData:
        raise
    except OSError as error:
        set_aside(path, schema.name, error.strerror or str(error), instead)
    except strict.MISFITS as error:
        set_aside(path, schema.name, strict.why(error).rstrip("."), instead)
    return None


def set_aside(path: Path, name: str, why: str, instead: str) -> None:
    """Move a file that cannot be read out of the way, and have that said, with the sentence
    `instead`."""
    try:
        target = _free(path)
        os.rename(path, target)
        where = f"It is kept beside it as {target.name}."
    except OSError:  # a workspace that cannot be written
        where = "It stays as it is."
    notify(f"The {name} {path} cannot be read ({why}). {where} {instead}", path)


def _free(path: Path) -> Path:
    names = (path.with_name(f"{path.name}{UNREADABLE}-{n}") for n in range(1, 1000))
    return next(name for name in names if not name.exists())
