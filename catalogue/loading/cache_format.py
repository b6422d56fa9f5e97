"""A catalogue and the tables of its index as plain words and arrays, and back.

The words are marshalled, as Python does with its own compiled programs: tuples of strings and
numbers come back many times faster than from JSON. Only what this program wrote and checked is
ever read back.
"""

from __future__ import annotations

import marshal
from collections import abc
from collections.abc import Iterator, Sequence
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from catalogue.authorities import Authority
from catalogue.columns.mapping import Mapping
from catalogue.matching.field_index import FIELDS, Field, Tables
from catalogue.matching.postings import Postings
from catalogue.records import Catalogue, Problem, Record, Reject, Work

Arrays = Sequence[NDArray[Any]]
_RECORD = tuple(one.name for one in fields(Record))
_TAKE = attrgetter(*_RECORD)
_PICTURE, _AUTHORITIES = _RECORD.index("picture"), _RECORD.index("authorities")
_OTHERS = tuple(one.name for one in fields(Catalogue) if one.name not in ("path", "works"))
_LISTS: abc.Mapping[str, type] = {"problems": Problem, "findings": Problem, "rejects": Reject}


def packed(catalogue: Catalogue, tables: abc.Mapping[Field, Tables]) -> tuple[bytes, Arrays]:
    """All words in one string of bytes, and all arrays, in an order that `unpacked` knows."""
    arrays: list[NDArray[Any]] = []
    strings = []
    for field in FIELDS:
        one = tables[field]
        strings.append((tuple(one.names), one.tokens.terms, one.trigrams.terms))
        arrays += [one.string_of, one.bounds, one.group_of, one.grouped, one.group_bounds]
        arrays += [one.frequency, *_postings_arrays(one.tokens), *_postings_arrays(one.trigrams)]
    works = [(work.identifier, [_record(one) for one in work.records]) for work in catalogue.works]
    others = {name: getattr(catalogue, name) for name in _OTHERS}
    others |= {name: [_values(one) for one in others[name]] for name in _LISTS}
    others["mapping"] = catalogue.mapping.to_dict()
    return marshal.dumps((works, others, strings)), arrays


def unpacked(
    words: bytes | memoryview, arrays: Arrays, path: Path
) -> tuple[Catalogue, dict[Field, Tables]]:
    """What `packed` took apart; the file of the catalogue is at `path`."""
    works, others, strings = marshal.loads(words)
    found = iter(arrays)
    tables: dict[Field, Tables] = {}
    for field, (names, tokens, trigrams) in zip(FIELDS, strings, strict=True):
        string_of, bounds, group_of, grouped, group_bounds, frequency = islice(found, 6)
        words_of, letters_of = _postings(tokens, found), _postings(trigrams, found)
        tables[field] = Tables(
            names, string_of, bounds, group_of, grouped, group_bounds, frequency,
            words_of, letters_of,
        )  # fmt: skip
    others |= {name: tuple([kind(*one) for one in others[name]]) for name, kind in _LISTS.items()}
    others["mapping"] = Mapping.from_dict(others["mapping"])
    made = tuple([Work(key, tuple([_thawed(one) for one in rows])) for key, rows in works])
    return Catalogue(path=path, works=made, **others), tables


def _record(record: Record) -> list[Any]:
    values = list(_TAKE(record))
    values[_PICTURE] = str(record.picture) if record.picture else None
    values[_AUTHORITIES] = tuple([_values(one) for one in record.authorities])
    return values


def _thawed(values: list[Any]) -> Record:
    if (picture := values[_PICTURE]) is not None:
        values[_PICTURE] = Path(picture)
    if authorities := values[_AUTHORITIES]:
        values[_AUTHORITIES] = tuple([Authority(*one) for one in authorities])
    return Record(*values)


def _values(thing: Problem | Reject | Authority) -> tuple[Any, ...]:
    return tuple([getattr(thing, one.name) for one in fields(thing)])


def _postings_arrays(postings: Postings) -> Arrays:
    return postings.owners, postings.starts, postings.held, postings.bounds


def _postings(terms: tuple[str, ...], arrays: Iterator[NDArray[Any]]) -> Postings:
    return Postings(terms, *islice(arrays, 4))
