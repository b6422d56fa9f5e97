"""A catalogue as the service sees it: entities, their properties, and names to complete."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice
from typing import Any

from catalogue import FIELDS, Catalogue, Index, Work, normalise
from catalogue.columns import is_listed
from pipeline import AbstentionConfig, Guards
from reconciliation.errors import NotFound

TYPE = {"id": "work", "name": "Work of art"}
"""The only type of entity."""
_TEXTS = (*FIELDS, "genre", "description", "date")
"""The fields of a record that are properties under their own names."""


class Collection:
    """The works of one catalogue, with the thresholds by which a match is certain.

    `index` is the catalogue's, built here where it is not given.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        config: AbstentionConfig | None = None,
        index: Index | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.config = config or AbstentionConfig()
        self.guards = Guards()
        self.index = Index.build(catalogue) if index is None else index
        # Title, artist and number of each work in normal form, each word after a space.
        self._names = [
            " " + " ".join(map(normalise, (work.title, work.artist, work.identifier)))
            for work in catalogue
        ]

    def work(self, identifier: str) -> Work:
        """The work with an identifier. Raises NotFound."""
        if identifier not in self.catalogue:
            raise NotFound(
                f"There is no work {identifier[:200]!r} in this catalogue. Reconcile again: it may "
                "be from another catalogue, or from an older version of this one."
            )
        return self.catalogue[identifier]

    @cached_property
    def properties(self) -> Mapping[str, str]:
        """Identifier → name of every property that some work has.

        The fields come first, then for each work its other columns and its authorities.
        """
        names = dict.fromkeys([*_TEXTS, "identifier"])
        for work in self.catalogue:
            names |= dict.fromkeys(name for r in work.records for name, _ in r.extra)
            names |= dict.fromkeys(authority.name for authority in work.authorities)
        return {name: name[:1].upper() + name[1:].replace("_", " ") for name in names}

    def completions(self, typed: str, skip: int, count: int) -> list[Work]:
        """Works with words that begin like those of `typed`.

        The work with that number comes first, then those whose title begins like `typed`, then the
        others, each in the order of the catalogue.
        """
        words = normalise(typed).split()
        exact = [self.catalogue[typed]] if typed in self.catalogue else []
        if not words:
            return exact[skip : skip + count]
        whole = " " + " ".join(words)
        hits = [
            (not names.startswith(whole), number)
            for number, names in enumerate(self._names)
            if all(f" {word}" in names for word in words)
        ]
        works = (self.catalogue.works[number] for _, number in sorted(hits))
        others = (work for work in works if work not in exact)
        return [*islice((*exact, *others), skip, skip + count)]


def values(work: Work, name: str) -> list[str]:
    """The values that the records of a work have for a property, each once."""
    if name == "identifier":
        return [work.identifier]
    if name == "date":
        return list(dict.fromkeys(_dates(work)))
    texts = [text for r in work.records if name in _TEXTS and (text := getattr(r, name))]
    texts += [text for r in work.records for column, text in r.extra if column == name]
    texts += [authority.uri for authority in work.authorities if authority.name == name]
    return list(dict.fromkeys(texts))


def _dates(work: Work) -> Iterator[str]:
    """The dates of a work, also those in further columns that say when it was made."""
    for record in work.records:
        if record.date:
            yield record.date
        for column, text in record.extra:
            if text and (is_listed("date", column) or normalise(column) == "dating"):
                yield text


def described(work: Work) -> str:
    """What distinguishes a work from its namesakes, on one line."""
    date = next(_dates(work), "")
    return ", ".join(filter(None, (work.artist, date, work.identifier)))


def entity(work: Work) -> dict[str, Any]:
    """A work as suggestions and candidates name it."""
    return {
        "id": work.identifier,
        "name": work.title or work.identifier,
        "description": described(work),
    }
