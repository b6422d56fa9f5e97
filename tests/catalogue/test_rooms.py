"""The room of a work, under the names that museums give to that column."""

from __future__ import annotations

import pytest

import catalogue
from catalogue import Record, Work, room
from tests.places import KIT


def work(*columns: tuple[str, str]) -> Work:
    return Work("1", (Record("1", "Flora", extra=columns),))


@pytest.mark.parametrize(
    "column",
    ["room", "Gallery number", "Sala", "Saal", "SALLE", "Zaal", "physical_location", "Ubicación",
     "Зал", "Standort"],
)  # fmt: skip
def test_the_column_of_the_room(column: str) -> None:
    assert room(work(("material", "oil"), (column, " 12 "))) == "12"


def test_a_room_goes_before_a_place() -> None:
    assert room(work(("location", "Modena"), ("room", "7"))) == "7"


def test_no_column_names_it() -> None:
    assert room(work(("material", "oil"), ("classroom", "3"))) == ""


@pytest.mark.kit
@pytest.mark.skipif(not KIT.exists(), reason="the material is not here")
@pytest.mark.parametrize(
    ("name", "rooms"), [("estense/catalogue.csv", 4), ("cmoa_28258.csv.gz", 20)]
)
def test_real_catalogues_have_rooms(name: str, rooms: int) -> None:
    loaded = catalogue.load(KIT / "catalogues" / name)
    assert len({room(work) for work in loaded if room(work)}) >= rooms
