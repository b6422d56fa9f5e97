"""What the next version of a catalogue adds, changes and removes, work by work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from catalogue.records import Catalogue, Work
from catalogue.versions.same_work import Identity, identities, identity

Description = Mapping[str, str]
"""Everything that a catalogue says about a work, by the name of field or column."""
_DESCRIBED = ("title", "artist", "date", "subject", "genre", "description")
_OWN = frozenset({*_DESCRIBED, "identifier", "picture", "authorities"})


@dataclass(frozen=True, slots=True)
class Change:
    """A work of which the two versions say different things."""

    old: str
    new: str
    """Its identifiers."""
    fields: tuple[tuple[str, str, str], ...]
    """Name of the field or column, old text, new text."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the works of the old version, by identifier, in the order of the files."""

    added: tuple[str, ...]
    changed: tuple[Change, ...]
    removed: tuple[str, ...]
    kept: Mapping[str, str] = field(repr=False)
    """Identifier in the old version → in the new one, of every work that both have."""

    @property
    def renumbered(self) -> Mapping[str, str]:
        """The works that have another identifier, a work without a number included."""
        return {old: new for old, new in self.kept.items() if old != new}

    @property
    def counts(self) -> Mapping[str, int]:
        """Each work once: all but the removed ones are those of the new version, all but the
        added ones those of the old. A work that is renumbered and changed counts as changed."""
        numbered = len(self.renumbered.keys() - {change.old for change in self.changed})
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "removed": len(self.removed),
            "renumbered": numbered,
            "unchanged": len(self.kept) - len(self.changed) - numbered,
        }


class Version:
    """One side of a comparison: the identities of its works, and how to describe one of them."""

    def __init__(
        self, identities: Iterable[Identity], describe: Callable[[str], Description]
    ) -> None:
        self.identities = {one.identifier: one for one in identities}
        self.describe = describe

    @classmethod
    def of(cls, catalogue: Catalogue) -> Version:
        """The version that a loaded catalogue is."""
        works = catalogue.by_identifier
        return cls(map(identity, catalogue.works), lambda identifier: describe(works[identifier]))


def describe(work: Work) -> dict[str, str]:
    """Everything that is said about a work; several texts of one field on a line each.

    It does not depend on the order of the records that were merged into the work.
    """
    said: dict[str, dict[str, None]] = {name: {} for name in _DESCRIBED}
    for record in work.records:
        for name in _DESCRIBED:
            said[name][getattr(record, name)] = None
        said.setdefault("picture", {})[record.picture.name if record.picture else ""] = None
        for one in record.authorities:
            said.setdefault("authorities", {})[f"{one.field} {one.uri}"] = None
        for name, text in record.extra:
            said.setdefault(f"column {name}" if name in _OWN else name, {})[text] = None
    order = list if len(work.records) == 1 else sorted
    joined = {name: "\n".join(filter(None, order(texts))) for name, texts in said.items()}
    return {name: text for name, text in joined.items() if text}


def compare(old: Version, new: Version) -> Comparison:
    """Which works of the old version are which of the new one, and what is said otherwise."""
    found = identities(old.identities, new.identities, old.describe, new.describe)
    kept = {identifier: found[identifier] for identifier in old.identities if identifier in found}
    still = set(kept.values())
    changes = (Change(a, b, tuple(_differences(a, b, old, new))) for a, b in kept.items())
    return Comparison(
        added=tuple(identifier for identifier in new.identities if identifier not in still),
        changed=tuple(change for change in changes if change.fields),
        removed=tuple(identifier for identifier in old.identities if identifier not in kept),
        kept=kept,
    )


def _differences(a: str, b: str, old: Version, new: Version) -> Iterator[tuple[str, str, str]]:
    before, after = old.describe(a), new.describe(b)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name, "") != after.get(name, ""):
            yield name, before.get(name, ""), after.get(name, "")


def rows(found: Comparison, old: Version, new: Version) -> Iterator[Sequence[str]]:
    """The comparison as a table with the columns `HEADER`: one row a work that is removed, added
    or has another identifier, and one a field that has changed."""
    for identifier in found.removed:
        yield "removed", identifier, "", *_names(old, identifier), "", "", ""
    for before, after in found.renumbered.items():
        yield "renumbered", before, after, *_names(new, after), "identifier", before, after
    for change in found.changed:
        for one in change.fields:
            yield "changed", change.old, change.new, *_names(new, change.new), *one
    for identifier in found.added:
        yield "added", "", identifier, *_names(new, identifier), "", "", ""


def _names(version: Version, identifier: str) -> tuple[str, str]:
    said = version.describe(identifier)
    return said.get("title", ""), said.get("artist", "")


HEADER = ("what", "old identifier", "new identifier", "title", "artist", "field", "old", "new")
