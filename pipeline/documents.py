"""Evidence, decisions and media as documents of the workspace's databases.

Schema 1 is that of version 0.1: absolute paths. Since schema 2 a path within the workspace is
stored relative to it, so that the workspace can be moved, copied and shared. Whoever stores
documents must not change those that are hashed: they are brought up to date as they are read.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from cattrs.errors import BaseValidationError

from pipeline import codec
from pipeline.types import Decision, Evidence, Video
from storage import DocumentSchema, Values, stored

T = TypeVar("T", Evidence, Decision, Video)
_Rename = Callable[[str], str]

_FRAME = re.compile(r".*[\\/]frames[\\/](?P<name>[0-9a-f]{64}\.jpg)", re.DOTALL)
_OWN = re.compile(r".*[\\/](?P<name>(?:uploads|demo)[\\/].+)", re.DOTALL)
"""Where the workspace keeps media of its own."""


def store(value: Evidence | Decision | Video, root: Path) -> Values:
    """The value as plain JSON values with a schema number, for the workspace in folder `root`."""
    values: Values = codec.plain(value)
    _each_path(values, lambda text: stored(Path(text), root))
    return _schema(type(value), root).stamped(values)


def dumps(value: Evidence | Decision | Video, root: Path) -> str:
    """`store` as JSON text."""
    return json.dumps(store(value, root), ensure_ascii=False)


def restore(values: object, kind: type[T], root: Path) -> T:
    """The value in a document, whichever version wrote it, with its paths in `root`.

    Raises NewerData for a newer version's, ValueError for what is damaged.
    """
    try:
        current = _schema(kind, root).current(values)
        _each_path(current, partial(os.path.join, root))
        return codec.built(current, kind)
    except (BaseValidationError, AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"This {kind.__name__.lower()} is damaged: {_why(error)}.") from error


def loads(text: str | bytes, kind: type[T], root: Path) -> T:
    """`restore` from JSON text."""
    try:
        values = json.loads(text)
    except RecursionError as error:
        raise ValueError("It is nested too deeply.") from error
    return restore(values, kind, root)


def updated(text: str | bytes, kind: type[Evidence | Decision | Video], root: Path) -> str:
    """A document as `dumps` would write it today. Raises as `restore`."""
    schema = _schema(kind, root)
    return json.dumps(schema.stamped(schema.current(json.loads(text))), ensure_ascii=False)


def _why(error: Exception) -> str:
    """The innermost of cattrs' nested errors says which key is unknown or missing."""
    while isinstance(error, BaseValidationError) and error.exceptions:
        error = error.exceptions[0]
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _schema(kind: type[Any], root: Path) -> DocumentSchema:
    if kind is Decision:
        return DocumentSchema("decision", (_grown,))
    steps = (partial(_portable, root=root),)
    return DocumentSchema(kind.__name__.lower(), (*steps, _grown) if kind is Evidence else steps)


def _grown(values: Values) -> Values:
    """Confidences, coverage, pointers, contradictions and the lines of labels came in.

    What lacks them reads as it did before.
    """
    return values


def _portable(values: Values, root: Path) -> Values:
    """From schema 1 to 2: paths in the workspace become relative to it.

    A frame's name is its hash, so it is in the workspace wherever that has been since. What was
    uploaded is taken from there if it is the same file.
    """
    _each_path(values, partial(_relative, root=root))
    return values


def _relative(text: str, root: Path) -> str:
    if frame := _FRAME.fullmatch(text):
        return f"frames/{frame['name']}"
    if own := _OWN.fullmatch(text):
        name = own["name"].replace("\\", "/")
        if _is_copy(root / name, Path(text)):
            return name
    return stored(Path(text), root)


def _is_copy(path: Path, original: Path) -> bool:
    """Whether `path` holds what `original` does, or did. By size: a video is long to read."""
    if not path.is_file():
        return False
    return not original.is_file() or path.stat().st_size == original.stat().st_size


def _each_path(values: Values, rename: _Rename) -> None:
    """Rename the paths of a medium, or of a clip's medium and frames and those of its members."""
    if "clip" not in values:
        if "path" in values:
            values["path"] = rename(values["path"])
        return
    video = values["clip"]["video"]
    video["path"] = rename(video["path"])
    for frame in values["frames"]:
        frame["path"] = rename(frame["path"])
    for member in values.get("members", ()):
        _each_path(member, rename)
