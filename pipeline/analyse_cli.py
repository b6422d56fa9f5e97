"""`python -m pipeline analyse`: media in, one JSON record a medium out."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, TextIO

import backends
import catalogue
from backends.base import ModelBackend
from pipeline import codec
from pipeline.config import AbstentionConfig, Guards
from pipeline.decide import decide
from pipeline.errors import PipelineError
from pipeline.frames import find_media
from pipeline.progress import Progress
from pipeline.report import decision_record
from pipeline.run import analyse, references
from pipeline.seen import works_seen
from pipeline.signals import signals
from pipeline.types import Evidence
from pipeline.workspace import Workspace


def run(arguments: argparse.Namespace) -> int:
    """Analyse `arguments.media` and write `arguments.json`. 0, or 2 if a medium failed.

    Raises CatalogueError, BackendError or PipelineError for what stops the whole run.
    """
    config = AbstentionConfig.load(arguments.config) if arguments.config else AbstentionConfig()
    collection = catalogue.load(arguments.catalogue)
    index = catalogue.Index.build(collection)
    workspace = _workspace(arguments.db)
    backend = prepared(arguments.backend, arguments.model, collection, workspace)
    records = []
    for named in arguments.media:
        for path, found in _analysed(Path(named), backend, collection, workspace):
            if isinstance(found, PipelineError):
                print(f"{path}: {found}", file=sys.stderr)
                records.append(_failed_record(path, found))
            else:
                records.append(medium_record(path, found, index, config))
    _write(records, arguments.json)
    return 2 if any("error" in record for record in records) else 0


def _analysed(
    named: Path, backend: ModelBackend, collection: catalogue.Catalogue, workspace: Workspace
) -> Iterator[tuple[Path, Sequence[Evidence] | PipelineError]]:
    """The evidence, or what went wrong, of each medium that a path names: one never stops the
    others."""
    try:
        paths = find_media([named])
    except PipelineError as error:
        yield named, error
        return
    for path in paths:
        watcher = _Line(sys.stderr)
        try:
            found = analyse(path, backend, collection, workspace, watcher)
        except PipelineError as error:
            watcher.close()
            yield path, error
            continue
        watcher.close()
        if note := next((one.clip.video.note for one in found), ""):
            print(f"{path}: {note}", file=sys.stderr)
        yield path, found


def prepared(
    name: str, model: Path | None, collection: catalogue.Catalogue, workspace: Workspace
) -> ModelBackend:
    """A backend that is loaded and knows the catalogue. Raises BackendError."""
    backend = backends.create(name)
    backend.load(model or workspace.features)
    backend.ground(references(collection))
    for message in backend.messages:
        print(message, file=sys.stderr)
    return backend


def medium_record(
    path: Path, found: Sequence[Evidence], index: catalogue.Index, config: AbstentionConfig
) -> dict[str, Any]:
    """The JSON record of a medium: its clips with their decisions, the works seen, evidence."""
    guards = Guards()
    clips = [
        {
            "start": one.clip.start,
            "end": one.clip.end,
            "decision": decision_record(decide(signals(one, config), index, config, guards)),
        }
        for one in found
    ]
    seen = [codec.plain(work) for work in works_seen(found, index, config, guards)]
    evidence = [codec.plain(one) for one in found]
    return {"medium": str(path), "clips": clips, "works_seen": seen, "evidence": evidence}


def _failed_record(path: Path, error: PipelineError) -> dict[str, Any]:
    nothing: dict[str, Any] = {"clips": [], "works_seen": [], "evidence": []}
    return {"medium": str(path), **nothing, "error": str(error)}


def _workspace(database: Path | None) -> Workspace:
    """The folder that `--db` lies in, so that frames and evidence stay together."""
    return Workspace(database.parent, database.name) if database else Workspace.default()


def _write(records: list[dict[str, Any]], out: str) -> None:
    text = json.dumps(records, ensure_ascii=False, indent=1)
    if out == "-":
        print(text)
        return
    try:
        Path(out).write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise PipelineError(f"Cannot write {out}: {error.strerror}. Name another file.") from error


class _Line:
    """One line of progress on a terminal, rewritten in place."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._began = time.monotonic()

    def __call__(self, step: Progress) -> None:
        spent = time.monotonic() - self._began
        left = spent * (step.total - step.done) / step.done
        line = f"{step.medium}: stage {step.number} of 7, {step.stage}, {left:.0f} s left"
        if self._stream.isatty():
            self._stream.write(f"\r\x1b[K{line}")
            self._stream.flush()
        elif step.done == step.total:
            self._stream.write(f"{step.medium}: done in {spent:.1f} s\n")

    def close(self) -> None:
        if self._stream.isatty():
            self._stream.write("\r\x1b[K")
