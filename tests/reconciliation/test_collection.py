"""A catalogue as the service sees it: properties and their values."""

from __future__ import annotations

from catalogue import Record, Work
from reconciliation import Collection
from reconciliation.collection import values


def test_a_date_may_stand_in_any_column_that_says_when_a_work_was_made() -> None:
    extra = (("Date made", "c. 1640"), ("dating", "1641"), ("Inception", ""), ("Acquired", "1990"))
    work = Work("1", (Record("1", "Flora", date="1639", extra=extra),))

    assert values(work, "date") == ["1639", "c. 1640", "1641"]


def test_properties_are_the_fields_then_other_columns_and_authorities(
    collection: Collection,
) -> None:
    names = ["title", "artist", "subject", "genre", "description", "date", "identifier"]

    assert [*collection.properties][:7] == names
    assert {"medium", "wikidata", "Wikidata"} <= collection.properties.keys()
