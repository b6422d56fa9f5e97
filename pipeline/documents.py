"""Evidence, decisions and media as documents of the workspace's databases.

Schema 1 is that of version 0.1: absolute paths. Since schema 2 a path within the workspace is
stored relative to it, so that the workspace can be moved, copied and shared. Whoever stores
documents must not change those that are hashed: they are brought up to date as they are read.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from pipeline import codec
from pipeline.stages.answers import LabelFields, LabelTranscription, VisualAnswer
from pipeline.types import Decision, Evidence, Video
from storage import DocumentSchema, Values, parsed, stored, strict

T = TypeVar("T", Evidence, Decision, Video)
_Rename = Callable[[str], str]
_LONGEST = 1e8
"""s of the longest clip that is believed: three years."""

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
        value = codec.built(current, kind)
        if isinstance(value, Evidence):
            _check(value)
        return value
    except ValueError:
        raise
    except strict.MISFITS as error:
        why = strict.why(error)
        raise ValueError(f"This {kind.__name__.lower()} is damaged: {why}.") from error


def loads(text: str | bytes, kind: type[T], root: Path) -> T:
    """`restore` from JSON text."""
    return restore(parsed(text), kind, root)


def updated(text: str | bytes, kind: type[Evidence | Decision | Video], root: Path) -> str:
    """A document as `dumps` would write it today. Raises as `restore`."""
    schema = _schema(kind, root)
    try:
        values = schema.current(parsed(text))
    except strict.MISFITS as error:
        raise ValueError(strict.why(error)) from error
    return json.dumps(schema.stamped(values), ensure_ascii=False)


def _check(evidence: Evidence) -> None:
    """Raises ValueError for what no stage ever says, and no page could draw."""
    clip = evidence.clip
    if not 0 <= clip.start <= clip.end <= _LONGEST or clip.video.duration > _LONGEST:
        raise ValueError("This evidence is damaged: it is about no stretch of a video.")
    if not all(0 <= share <= 1 for share in _shares(evidence)):
        raise ValueError("This evidence is damaged: a confidence is not from 0 to 1.")
    for member in evidence.members:
        _check(member)


def _shares(evidence: Evidence) -> Iterator[float]:
    for sighting in evidence.sightings:
        yield sighting.confidence
        yield sighting.coverage or 0.0
    for output in evidence.outputs:
        if isinstance(output.parsed, (LabelFields, VisualAnswer)):
            yield from dict(output.parsed.confidences).values()
        if isinstance(output.parsed, LabelTranscription):
            yield from (line.confidence for line in output.parsed.lines)
        yield output.probability or 0.0


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
