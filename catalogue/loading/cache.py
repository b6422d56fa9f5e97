"""A catalogue and its index, kept on disk so that they are there at once the next time.

One file a catalogue: the arrays as they lie in memory, which are mapped and shared by all
processes that use them, and the words beside them. It is found by the bytes of the museum's file
and by this package's own code, so that a changed file or program is read anew; it is believed only
if its checksum holds. The folder may be deleted at any time.
"""

from __future__ import annotations

import gc
import hashlib
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
from catalogue.loading.saved_mappings import Profiles
from catalogue.matching.field_index import FIELDS
from catalogue.matching.index import Index
from catalogue.records import Catalogue
from console.progress import Report, part, unheard
from storage.files import make_room, replacing
from storage.workspace import Workspace

_MAGIC = b"cartellino-kept1"
_CHECKSUM = hashlib.sha256().digest_size
_LOADED, _INDEXED = 0.4, 0.9
"""Shares of the whole after which the file is read, and indexed, about."""
_ROOM = 4 << 30
"""Bytes of all catalogues that are kept; what was used longest ago goes first."""
_ENDING = ".kept"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A catalogue with its index."""

    catalogue: Catalogue
    index: Index


def default_folder() -> Path:
    """`prepared` in the workspace."""
    return Workspace.default().root / "prepared"


def indexed(path: Path, profiles: Path, folder: Path, report: Report = unheard) -> Prepared:
    """The catalogue in a file under the mapping saved in `profiles`, else a guess, with its index.

    From `folder` or kept there, as `prepared` does. Raises CatalogueError.
    """
    loading = partial(load, profiles=profiles)
    return prepared(path, folder, loading, Profiles(profiles).state(), report)


def prepared(
    path: Path | str,
    folder: Path,
    loading: Callable[..., Catalogue] = load,
    settings: str = "",
    report: Report = unheard,
) -> Prepared:
    """The catalogue in a file with its index, from `folder` if they were kept there, else kept.

    `loading` reads the file, and takes a `report`; `settings` names all else that its outcome
    depends on. A catalogue whose pictures are partly missing is not kept, for they are looked for
    again. What cannot be kept is no error. Raises what `loading` raises.
    """
    path = Path(path)
    try:
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        sha256 = ""  # `loading` says what is wrong with it
    place = folder / f"{_key(sha256, path, settings)}{_ENDING}"
    if found := _read(place, path):
        return found
    catalogue = loading(path, report=part(report, 0, _LOADED))
    made = Prepared(catalogue, Index.build(catalogue, part(report, _LOADED, _INDEXED)))
    report(_INDEXED, "Keeping the index")
    whole = not any(one.kind == "missing-picture" for one in catalogue.findings)
    if whole and catalogue.file_sha256 == sha256:
        with suppress(OSError):
            _write(place, made)
    return made


def _key(sha256: str, path: Path, settings: str) -> str:
    about = "\n".join([sha256, str(path.absolute()), settings, program()])
    return hashlib.sha256(about.encode("utf-8", "surrogateescape")).hexdigest()[:32]


@cache
def program() -> str:
    """All in the program that a catalogue and its index depend on."""
    digest = hashlib.sha256()
    for source in sorted(s for room in catalogue.__path__ for s in Path(room).rglob("*.py")):
        digest.update(source.read_bytes())
    return f"{digest.hexdigest()} {sys.implementation.cache_tag} {unicodedata.unidata_version}"


def _write(place: Path, made: Prepared) -> None:
    words, arrays = packed(made.catalogue, {f: made.index.tables(f) for f in FIELDS})
    with replacing(place) as draft, draft.open("wb+") as file:
        file.write(_MAGIC + bytes(_CHECKSUM))
        for array in (np.frombuffer(words, np.uint8), *arrays):
            np.save(file, array, allow_pickle=False)
        file.flush()
        checksum = _checksum(np.memmap(file, np.uint8, "r"))
        file.seek(len(_MAGIC))
        file.write(checksum)
    make_room(place.parent, _ENDING, _ROOM)


def _read(place: Path, path: Path) -> Prepared | None:
    """What is kept at `place`; None where there is nothing, or nothing whole."""
    try:
        mapped = np.memmap(place, np.uint8, "r")
        start = len(_MAGIC) + _CHECKSUM
        if bytes(mapped[:start]) != _MAGIC + _checksum(mapped):
            return None
        os.utime(place)
        words, *arrays = _arrays(place, np.asarray(mapped), start)
    except (OSError, ValueError):  # an empty file cannot be mapped
        return None
    with _without_collecting():
        catalogue, tables = unpacked(words.data, arrays, path)
        if not all(work.picture is None or work.picture.is_file() for work in catalogue):
            return None
        return Prepared(catalogue, Index(catalogue.works, tables))


def _checksum(mapped: NDArray[np.uint8]) -> bytes:
    return hashlib.sha256(mapped[len(_MAGIC) + _CHECKSUM :].data).digest()


def _arrays(place: Path, mapped: NDArray[np.uint8], start: int) -> Iterator[NDArray[Any]]:
    """The arrays in a file, one after the other as `np.save` writes them, where they lie."""
    with place.open("rb") as file:
        file.seek(start)
        while file.tell() < mapped.size:
            np.lib.format.read_magic(file)
            shape, _, dtype = np.lib.format.read_array_header_1_0(file)
            array: NDArray[Any] = np.ndarray(shape, dtype, mapped, file.tell())
            file.seek(array.nbytes, os.SEEK_CUR)
            yield array


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Makes a million objects without looking every now and then whether they are garbage."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
