"""A catalogue and the tables of its index as plain values and arrays, and back.

The values are marshalled, as Python does with its own compiled programs: tuples of strings and
numbers load many times faster than from JSON. Only what this program wrote and checked is ever
read back.
"""

from __future__ import annotations

import marshal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from catalogue.authorities import Authority
from catalogue.columns.mapping import ColumnMapping
from catalogue.matching.field_index import Tables
from catalogue.matching.postings import Postings
from catalogue.merging import Merging
from catalogue.records import FIELDS, Catalogue, Field, Problem, Record, Reject, Work

Arrays = Sequence[NDArray[Any]]
_RECORD = tuple(field.name for field in fields(Record))
_VALUES_OF = attrgetter(*_RECORD)
_PICTURE, _AUTHORITIES = _RECORD.index("picture"), _RECORD.index("authorities")
_OTHERS = tuple(f.name for f in fields(Catalogue) if f.name not in ("path", "works"))
_LISTS: Mapping[str, type] = {"problems": Problem, "all_problems": Problem, "rejects": Reject}


def packed(catalogue: Catalogue, tables: Mapping[Field, Tables]) -> tuple[bytes, Arrays]:
    """All plain values as bytes, and all arrays in the order in which `unpacked` takes them."""
    arrays: list[NDArray[Any]] = []
    strings = []
    for field in FIELDS:
        table = tables[field]
        strings.append((tuple(table.names), table.tokens.terms, table.trigrams.terms))
        arrays += [table.string_of, table.bounds, table.group_of, table.grouped]
        arrays += [table.group_bounds, table.frequency]
        arrays += [*_postings_arrays(table.tokens), *_postings_arrays(table.trigrams)]
    works = [(work.identifier, list(map(_record_values, work.records))) for work in catalogue.works]
    others = {name: getattr(catalogue, name) for name in _OTHERS}
    others |= {name: list(map(_values, others[name])) for name in _LISTS}
    others["mapping"] = catalogue.mapping.to_dict()
    others["merging"] = catalogue.merging.to_dict()
    return marshal.dumps((works, others, strings)), arrays


def unpacked(
    values: bytes | memoryview, arrays: Arrays, path: Path
) -> tuple[Catalogue, dict[Field, Tables]]:
    """The inverse of `packed`; the file of the catalogue is at `path`."""
    works, others, strings = marshal.loads(values)
    rest = iter(arrays)
    tables: dict[Field, Tables] = {}
    for field, (names, tokens, trigrams) in zip(FIELDS, strings, strict=True):
        string_of, bounds, group_of, grouped, group_bounds, frequency = islice(rest, 6)
        token_postings, trigram_postings = _postings(tokens, rest), _postings(trigrams, rest)
        tables[field] = Tables(
            names, string_of, bounds, group_of, grouped, group_bounds, frequency,
            token_postings, trigram_postings,
        )  # fmt: skip
    others |= {name: tuple([kind(*row) for row in others[name]]) for name, kind in _LISTS.items()}
    others["mapping"] = ColumnMapping.from_dict(others["mapping"])
    others["merging"] = Merging.from_dict(others["merging"])
    others["works"] = tuple([Work(key, tuple(map(_record, rows))) for key, rows in works])
    return Catalogue(path=path, **others), tables


def _record_values(record: Record) -> list[Any]:
    values = list(_VALUES_OF(record))
    values[_PICTURE] = str(record.picture) if record.picture else None
    values[_AUTHORITIES] = tuple(map(_values, record.authorities))
    return values


def _record(values: list[Any]) -> Record:
    if (picture := values[_PICTURE]) is not None:
        values[_PICTURE] = Path(picture)
    if authorities := values[_AUTHORITIES]:
        values[_AUTHORITIES] = tuple([Authority(*row) for row in authorities])
    return Record(*values)


def _values(row: Problem | Reject | Authority) -> tuple[Any, ...]:
    return tuple([getattr(row, field.name) for field in fields(row)])


def _postings_arrays(postings: Postings) -> Arrays:
    return postings.owners, postings.starts, postings.held, postings.bounds


def _postings(terms: tuple[str, ...], arrays: Iterator[NDArray[Any]]) -> Postings:
    return Postings(terms, *islice(arrays, 4))
