"""What the next version of a catalogue adds, changes and removes, work by work."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from catalogue.records import TEXT_FIELDS, Catalogue, Work
from catalogue.versions.same_work import WorkKey, same_works, work_key
from catalogue.versions.shared_numbers import wholes

Description = Mapping[str, str]
"""All texts about a work in one version, by the name of the field or column."""
_OWN = frozenset({*TEXT_FIELDS, "identifier", "picture", "authorities"})
"""Names that a description uses itself, so that a column of that name is told apart."""


@dataclass(frozen=True, slots=True)
class Change:
    """A work that the two versions describe differently."""

    old: str
    new: str
    """Its identifiers in the two versions."""
    fields: tuple[tuple[str, str, str], ...]
    """Name of the field or column, old text, new text."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """What became of the works of the old version, by identifier, in the order of the files."""

    added: tuple[str, ...]
    changed: tuple[Change, ...]
    removed: tuple[str, ...]
    in_both: Mapping[str, str] = field(repr=False)
    """Identifier in the old version → in the new one, of every work that both have."""
    joined: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Identifier in the old version → in the new one, of works that are parts of one work now."""
    parted: Mapping[str, str] = field(default_factory=dict, repr=False)
    """Identifier in the new version → in the old one, of works that were parts of one work."""

    @property
    def renumbered(self) -> Mapping[str, str]:
        """Old identifier → new one, of the works whose identifier has changed.

        They include works without a number, whose identifier is derived from title and artist.
        """
        return {old: new for old, new in self.in_both.items() if old != new}

    @property
    def counts(self) -> Mapping[str, int]:
        """The number of works by what became of them, each work counted once.

        A work that is both renumbered and changed counts as changed. All counts but `removed` add
        up to the works of the new version, all but `added` to those of the old one.
        """
        renumbered = len(self.renumbered.keys() - {change.old for change in self.changed})
        return {
            "added": len(self.added),
            "changed": len(self.changed),
            "removed": len(self.removed),
            "renumbered": renumbered,
            "unchanged": len(self.in_both) - len(self.changed) - renumbered,
        }


class Version:
    """One side of a comparison: the keys of its works, and a function that describes a work."""

    def __init__(self, keys: Iterable[WorkKey], describe: Callable[[str], Description]) -> None:
        self.keys = {key.identifier: key for key in keys}
        self.describe = describe

    def titles(self, identifier: str) -> str:
        """The titles of a work's records, a line each."""
        return self.describe(identifier).get("title", "")

    @classmethod
    def of(cls, catalogue: Catalogue) -> Version:
        """The version of a loaded catalogue."""
        works = catalogue.by_identifier
        return cls(map(work_key, catalogue.works), lambda identifier: describe(works[identifier]))


def describe(work: Work) -> dict[str, str]:
    """All texts about a work by field or column; several texts of one field on a line each.

    The order of the records that were merged into the work makes no difference.
    """
    texts: dict[str, dict[str, None]] = {name: {} for name in TEXT_FIELDS}
    for record in work.records:
        for name in TEXT_FIELDS:
            texts[name][getattr(record, name)] = None
        texts.setdefault("picture", {})[record.picture.name if record.picture else ""] = None
        for authority in record.authorities:
            texts.setdefault("authorities", {})[f"{authority.field} {authority.uri}"] = None
        for name, text in record.extra:
            texts.setdefault(f"column {name}" if name in _OWN else name, {})[text] = None
    order = list if len(work.records) == 1 else sorted
    joined = {name: "\n".join(filter(None, order(lines))) for name, lines in texts.items()}
    return {name: text for name, text in joined.items() if text}


def compare(old: Version, new: Version) -> Comparison:
    """What became of every work of the old version, and which works the new one adds.

    Of works that were merged into one, or that one was parted into, the first is that work.
    """
    joined = wholes(old.keys, new.keys, new.titles)
    parted = wholes(new.keys, old.keys, old.titles)
    matched = same_works(
        _without(old.keys, {*joined, *parted.values()}),
        _without(new.keys, {*parted, *joined.values()}),
        old.describe,
        new.describe,
    )
    matched |= {old_part: whole for whole, old_part in _firsts(joined).items()}
    matched |= _firsts(parted)
    in_both = {work: matched[work] for work in old.keys if work in matched}
    still_there = set(in_both.values())
    changes = (Change(a, b, tuple(_differences(a, b, old, new))) for a, b in in_both.items())
    return Comparison(
        added=tuple(work for work in new.keys if work not in still_there),
        changed=tuple(change for change in changes if change.fields),
        removed=tuple(work for work in old.keys if work not in in_both),
        in_both=in_both,
        joined=joined,
        parted=parted,
    )


def _without(keys: Mapping[str, WorkKey], works: Set[str]) -> dict[str, WorkKey]:
    return {work: key for work, key in keys.items() if work not in works}


def _firsts(whole_of: Mapping[str, str]) -> dict[str, str]:
    """Each whole with the first of its parts."""
    return {whole: part for part, whole in reversed([*whole_of.items()])}


def _differences(a: str, b: str, old: Version, new: Version) -> Iterator[tuple[str, str, str]]:
    before, after = old.describe(a), new.describe(b)
    for name in dict.fromkeys((*before, *after)):
        if before.get(name, "") != after.get(name, ""):
            yield name, before.get(name, ""), after.get(name, "")


def rows(comparison: Comparison, old: Version, new: Version) -> Iterator[Sequence[str]]:
    """The comparison as a table with the columns `HEADER`.

    Each removed, renumbered or added work has one row, and a changed work one row a field.
    """
    for work in comparison.removed:
        yield "removed", work, "", *_title_and_artist(old, work), "", "", ""
    for before, after in comparison.renumbered.items():
        named = _title_and_artist(new, after)
        yield "renumbered", before, after, *named, "identifier", before, after
    for change in comparison.changed:
        for difference in change.fields:
            named = _title_and_artist(new, change.new)
            yield "changed", change.old, change.new, *named, *difference
    for work in comparison.added:
        yield "added", "", work, *_title_and_artist(new, work), "", "", ""


def _title_and_artist(version: Version, work: str) -> tuple[str, str]:
    description = version.describe(work)
    return description.get("title", ""), description.get("artist", "")


HEADER = ("what", "old identifier", "new identifier", "title", "artist", "field", "old", "new")
