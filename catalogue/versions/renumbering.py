"""How the works of one version of a catalogue are called in another.

Versions follow one another, and the way of a work through them is short to walk. But a work that
one version in the middle lacks is lost on it, and one that was renamed there and named back may be
mistaken. So where a walk does not end at the same record under the same identifier, the two ends
are compared themselves, and that comparison decides; it is made once and kept.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from functools import lru_cache

from catalogue.errors import UnreadableCatalogue
from catalogue.versions.compare import Comparison, compare
from catalogue.versions.files import VersionFiles

Called = Callable[[str], str | None]
"""What says how a work of one version is called in the other; None if it is not in it."""


@dataclass(frozen=True, slots=True)
class Way:
    """What became of identifiers between an older and a newer version."""

    moved: Mapping[str, str]
    """Identifier in the older version → in the newer one, where it is another."""
    gone: tuple[str, ...]
    came: tuple[str, ...]
    """Identifiers of works that only the older, or only the newer version has."""

    @classmethod
    def of(cls, found: Comparison) -> Way:
        return cls(found.renumbered, found.removed, found.added)

    def downward(self) -> Called:
        """From the older version to the newer one."""
        gone, named = set(self.gone), self.moved
        return lambda work: None if work in gone else named.get(work, work)

    def upward(self) -> Called:
        """From the newer version to the older one."""
        came, named = set(self.came), {new: old for old, new in self.moved.items()}
        return lambda work: None if work in came else named.get(work, work)


def straight(files: VersionFiles, old: str, new: str) -> Way | None:
    """The way between two versions that were compared with each other.

    None where the works of one of them are not kept any more. Raises UnreadableCatalogue.
    """
    if not (files.works(old).exists() and files.works(new).exists()):
        return None
    return _straight(files, old, new)


@lru_cache(maxsize=8)
def _straight(files: VersionFiles, old: str, new: str) -> Way:
    path = files.way(old, new)
    with suppress(OSError, ValueError, TypeError, KeyError):
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Way(kept["moved"], tuple(kept["gone"]), tuple(kept["came"]))
    way = Way.of(compare(files.version(old), files.version(new)))
    with suppress(UnreadableCatalogue):  # it can be found out again
        files.keep(path, asdict(way))
    return way


def decided(walked: Mapping[str, str | None], there: Called, back: Called) -> dict[str, str | None]:
    """Where works are, by a walk and by the comparison of its ends: `there`, and `back` from there.

    The comparison wins. Where it does not find a work, the walk may: each version on it may have
    changed little. But not a work that the comparison finds to be another.
    """
    found: dict[str, str | None] = {}
    for work, at in walked.items():
        straight = there(work)
        if straight is None and at is not None and back(at) is None:
            straight = at
        found[work] = straight
    return found
