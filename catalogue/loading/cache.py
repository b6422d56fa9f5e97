"""A cache of catalogues and their indexes on disk, so that they open at once the next time.

Each catalogue has one file: the arrays as they lie in memory, mapped and shared by all processes
that use them, and the texts beside them. The key covers the bytes of the museum's file and this
package's own code, so a changed file or program is read again. A cached file is trusted only if its
checksum holds. The folder may be deleted at any time.
"""

from __future__ import annotations

import gc
import hashlib
import inspect
import os
import sys
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

import catalogue
from catalogue.loading.cache_format import packed, unpacked
from catalogue.loading.load import load
from catalogue.loading.saved_mappings import SavedMappings
from catalogue.matching.index import Index
from catalogue.records import FIELDS, Catalogue
from console import Report, folded, no_report, part
from storage import Workspace, make_room, replacing

_MAGIC = b"cartellino-kept1"
_CHECKSUM = hashlib.sha256().digest_size
_LOADED, _INDEXED = 0.4, 0.9
"""Rough shares of the progress at which the file is read, and indexed."""
_ROOM = 4 << 30
"""Bytes of all cached catalogues; the least recently used goes first."""
_ENDING = ".kept"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A catalogue with its index."""

    catalogue: Catalogue
    index: Index


def default_cache_folder() -> Path:
    """`prepared` in the workspace."""
    return Workspace.default().root / "prepared"


def indexed(path: Path, saved_mappings: Path, folder: Path, report: Report = no_report) -> Prepared:
    """The catalogue in a file with its index, under the mapping saved for it, else a guess.

    `saved_mappings` is the folder of mappings and `folder` that of the cache. Raises
    CatalogueError.
    """
    loading = partial(load, saved_mappings=saved_mappings)
    return prepared(path, folder, loading, SavedMappings(saved_mappings).state(), report)


def prepared(
    path: Path | str,
    folder: Path,
    loading: Callable[..., Catalogue] = load,
    settings: str = "",
    report: Report = no_report,
) -> Prepared:
    """The catalogue in a file with its index, out of the cache in `folder` if it is there.

    `loading` reads the file, and takes a `report`; `settings` names everything else that its
    outcome depends on. A catalogue with missing pictures is not cached, so the pictures are looked
    for again each time. A cache that cannot be written is no error. Raises what `loading` raises.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        sha256 = ""  # `loading` reports what is wrong with it
    cached_file = folder / f"{_key(sha256, path, settings)}{_ENDING}"
    if cached := _read(cached_file, path):
        return cached
    catalogue = loading(path, report=part(report, 0, _LOADED))
    built = Prepared(catalogue, Index.build(catalogue, part(report, _LOADED, _INDEXED)))
    report(_INDEXED, "Saving the index")
    whole = not any(problem.kind == "missing-picture" for problem in catalogue.all_problems)
    if whole and catalogue.file_sha256 == sha256:
        with suppress(OSError):
            _write(cached_file, built)
    return built


def _key(sha256: str, path: Path, settings: str) -> str:
    text = "\n".join([sha256, str(path.absolute()), settings, program_hash()])
    return hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:32]


@cache
def program_hash() -> str:
    """A hash of everything in the program that a catalogue and its index depend on."""
    digest = hashlib.sha256()
    files = [path for folder in catalogue.__path__ for path in Path(folder).rglob("*")]
    sources = sorted(path for path in files if path.suffix in (".py", ".toml"))
    for source in (*sources, Path(inspect.getfile(folded))):
        digest.update(source.read_bytes())
    return f"{digest.hexdigest()} {sys.implementation.cache_tag} {unicodedata.unidata_version}"


def _write(cached_file: Path, built: Prepared) -> None:
    words, arrays = packed(built.catalogue, {f: built.index.tables(f) for f in FIELDS})
    with replacing(cached_file) as draft, draft.open("wb+") as file:
        file.write(_MAGIC + bytes(_CHECKSUM))
        for array in (np.frombuffer(words, np.uint8), *arrays):
            np.save(file, array, allow_pickle=False)
        file.flush()
        checksum = _checksum(np.memmap(file, np.uint8, "r"))
        file.seek(len(_MAGIC))
        file.write(checksum)
    make_room(cached_file.parent, _ENDING, _ROOM)


def _read(cached_file: Path, path: Path) -> Prepared | None:
    """A cached catalogue; None if there is none, or it is damaged."""
    try:
        mapped = np.memmap(cached_file, np.uint8, "r")
        start = len(_MAGIC) + _CHECKSUM
        if bytes(mapped[:start]) != _MAGIC + _checksum(mapped):
            return None
        os.utime(cached_file)
        words, *arrays = _arrays(cached_file, np.asarray(mapped), start)
    except (OSError, ValueError):  # an empty file cannot be mapped
        return None
    with _garbage_collection_paused():
        catalogue, tables = unpacked(words.data, arrays, path)
        if not all(work.picture is None or work.picture.is_file() for work in catalogue):
            return None
        return Prepared(catalogue, Index(catalogue.works, tables))


def _checksum(mapped: NDArray[np.uint8]) -> bytes:
    return hashlib.sha256(mapped[len(_MAGIC) + _CHECKSUM :].data).digest()


def _arrays(cached_file: Path, mapped: NDArray[np.uint8], start: int) -> Iterator[NDArray[Any]]:
    """Views of the arrays in a file, which follow one another as `np.save` writes them."""
    with cached_file.open("rb") as file:
        file.seek(start)
        while file.tell() < mapped.size:
            np.lib.format.read_magic(file)
            shape, _, dtype = np.lib.format.read_array_header_1_0(file)
            array: NDArray[Any] = np.ndarray(shape, dtype, mapped, file.tell())
            file.seek(array.nbytes, os.SEEK_CUR)
            yield array


@contextmanager
def _garbage_collection_paused() -> Iterator[None]:
    """Pause the garbage collector, which would look through a million new objects in vain."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
