"""The identifiers that works of one version of a catalogue have in another version."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import lru_cache

from catalogue.errors import UnreadableCatalogue
from catalogue.versions.compare import Comparison, compare
from catalogue.versions.files import VersionFiles
from storage import parsed, structured

Lookup = Callable[[str], str | None]
"""From a work's identifier in one version to its identifier in another; None if it is missing."""


@dataclass(frozen=True, slots=True)
class Renumbering:
    """What became of identifiers between an older and a newer version."""

    moved: Mapping[str, str]
    """Identifier in the older version → in the newer one, of the works where the two differ."""
    gone: tuple[str, ...]
    came: tuple[str, ...]
    """Identifiers of works that only the older, or only the newer version has."""
    joined: Mapping[str, str] = field(default_factory=dict)
    """Identifier in the older version → in the newer one, of the parts of a merged work."""
    parted: Mapping[str, str] = field(default_factory=dict)
    """Identifier in the newer version → in the older one, of the parts of a work that was one."""

    @classmethod
    def of(cls, comparison: Comparison) -> Renumbering:
        """The renumbering that a comparison of the two versions finds."""
        return cls(
            comparison.renumbered, comparison.removed, comparison.added,
            comparison.joined, comparison.parted,
        )  # fmt: skip

    def forward(self) -> Lookup:
        """From the older version to the newer one."""
        return _lookup(self.gone, self.moved, self.joined, self.parted)

    def backward(self) -> Lookup:
        """From the newer version to the older one."""
        moved = {new: old for old, new in self.moved.items()}
        return _lookup(self.came, moved, self.parted, self.joined)


def _lookup(
    missing: Iterable[str],
    moved: Mapping[str, str],
    joined: Mapping[str, str],
    parted: Mapping[str, str],
) -> Lookup:
    """From one version to the other: parts to their whole, and a whole to none of its parts."""
    known = {**moved, **joined}
    nowhere = (set(missing) - joined.keys()) | set(parted.values())
    return lambda work: None if work in nowhere else known.get(work, work)


def direct_renumbering(files: VersionFiles, old: str, new: str) -> Renumbering | None:
    """The renumbering between two versions that are compared directly, not step by step.

    Comparing 70,000 works takes seconds, so the outcome is cached beside the versions. None if the
    works of either version are no longer there. Raises UnreadableCatalogue.
    """
    if not (files.works(old).exists() and files.works(new).exists()):
        return None
    return _direct_renumbering(files, old, new)


@lru_cache(maxsize=8)
def _direct_renumbering(files: VersionFiles, old: str, new: str) -> Renumbering:
    path = files.renumbering(old, new)
    with suppress(OSError, ValueError):
        return structured(parsed(path.read_bytes()), Renumbering)
    renumbering = Renumbering.of(compare(files.version(old), files.version(new)))
    with suppress(UnreadableCatalogue):  # the next call compares again
        files.save(path, asdict(renumbering))
    return renumbering
