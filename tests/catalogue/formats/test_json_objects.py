"""JSON, JSON Lines, Linked Art and IIIF."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue import UnreadableCatalogue, UnusableCatalogue, load
from catalogue.formats import Limits, read_table
from tests.places import KIT

AAT = "http://vocab.getty.edu/aat/"
IIIF = KIT / "standards" / "iiif"


def typed(number: str, label: str = "") -> dict[str, Any]:
    return {"id": AAT + number, "type": "Type", "_label": label}


IRISES: dict[str, Any] = {
    "@context": "https://linked.art/ns/v1/linked-art.json",
    "id": "https://museum.org/object/1",
    "type": "HumanMadeObject",
    "_label": "A label for programmers",
    "classified_as": [
        typed("300133025", "Artwork"),
        typed("300033618", "Painting") | {"classified_as": [typed("300435443", "Type of Work")]},
    ],
    "identified_by": [
        {"type": "Name", "content": "Les Iris"},
        {"type": "Name", "content": "Irises", "classified_as": [typed("300404670")]},
        {"type": "Identifier", "content": "db-1"},
        {"type": "Identifier", "content": "90.PA.20", "classified_as": [typed("300312355")]},
    ],
    "produced_by": {
        "type": "Production",
        "timespan": {"identified_by": [{"type": "Name", "content": "1889"}]},
        "part": [
            {"carried_out_by": [{"id": "http://vocab.getty.edu/ulan/500115588", "type": "Person",
                                 "_label": "Vincent van Gogh"}]},
            {"carried_out_by": [{"id": "https://museum.org/p/2", "type": "Person",
                                 "_label": "An assistant",
                                 "equivalent": [{"id": "http://viaf.org/viaf/9854560"}]}]},
        ],
    },
    "shows": [{"type": "VisualItem", "represents": [typed("300132379", "irises")]}],
    "referred_to_by": [{"content": "Oil on canvas", "classified_as": [AAT + "300435429"]}],
    "subject_of": [
        {"digitally_carried_by": [{"access_point": [{"id": "https://m.org/1/manifest.json"}]}]}
    ],
}  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(content: Any, name: str = "catalogue.json") -> Path:
        path = tmp_path / name
        text = content if isinstance(content, str) else json.dumps(content)
        path.write_text(text, encoding="utf-8")
        return path

    return write


# JSON


def test_entries_have_their_lines(write: Callable[..., Path]) -> None:
    catalogue = load(write('{"n": 2,\n"records": [\n\n{"title": "A"},\n3,\n{"title":\n"B"}]}'))
    assert [work.records[0].line for work in catalogue] == [4, 6]
    assert [(reject.line, reject.cells) for reject in catalogue.rejects] == [(5, ("3",))]


def test_identifiers_within_objects_are_carried(write: Callable[..., Path]) -> None:
    artist = {"name": "Cignani", "same_as": [{"id": "https://www.wikidata.org/wiki/Q712"}]}
    [work] = load(write([{"title": "Flora", "artist": artist, "size": {"height": 3}}]))
    assert work.artist == "Cignani"
    assert [(a.field, a.identifier) for a in work.authorities] == [("artist", "Q712")]
    assert dict(work.records[0].extra)["size"] == "height: 3"


def test_a_name_given_twice_in_one_object_is_listed(write: Callable[..., Path]) -> None:
    catalogue = load(write('[{"title": "A", "artist": "x", "title": "B"}]'))
    assert "same-column" in {p.kind for p in catalogue.problems}


@pytest.mark.parametrize("name", ["c.jsonl", "c.ndjson", "c.json", "c.txt"])
def test_one_object_a_line(write: Callable[..., Path], name: str) -> None:
    catalogue = load(write('{"title": "A"}\n\nbroken\n{"title": "B"}\n["x"]\n', name))
    assert [(w.title, w.records[0].line) for w in catalogue] == [("A", 1), ("B", 4)]
    assert [(r.line, r.cells) for r in catalogue.rejects] == [(3, ("broken",)), (5, ('["x"]',))]
    assert dict(catalogue.facts)["format"] == "JSON Lines"


def test_the_wrong_name_does_not_matter(write: Callable[..., Path]) -> None:
    assert len(load(write([{"title": "A"}], "catalogue.csv"))) == 1
    assert len(load(write([{"title": "A"}], "catalogue.xlsx"))) == 1


@pytest.mark.parametrize("text", ['[{"title": "A"}', '[{"title": "A"},]', '[{"title": "A"}] x'])
def test_half_a_document_is_an_error_with_its_line(write: Callable[..., Path], text: str) -> None:
    with pytest.raises(UnreadableCatalogue, match="line 1"):
        load(write(text))


def test_limits(write: Callable[..., Path]) -> None:
    wide = [{"title": "A", f"column {n}": "x"} for n in range(50)]
    with pytest.raises(UnusableCatalogue, match="columns"):
        read_table(write(wide), Limits(columns=20))
    with pytest.raises(UnreadableCatalogue, match="JSON Lines"):
        read_table(write(wide), Limits(whole=100))
    with pytest.raises(UnusableCatalogue, match="more than 10 rows"):
        read_table(write(wide), Limits(rows=10))
    with pytest.raises(UnusableCatalogue, match="more text"):
        read_table(write(wide), Limits(memory=2000))


# Linked Art


def test_linked_art(write: Callable[..., Path]) -> None:
    for content in (IRISES, [IRISES], {"orderedItems": [IRISES]}, {"@graph": [IRISES]}):
        catalogue = load(write(content))
        [record] = catalogue.works[0].records
        assert (record.identifier, record.title) == ("90.PA.20", "Irises")
        assert record.artist == "Vincent van Gogh; An assistant"
        assert (record.subject, record.genre) == ("irises", "Painting")
        extra = dict(record.extra)
        assert (record.date, extra["medium"]) == ("1889", "Oil on canvas")
        assert extra["other titles"] == "Les Iris"
        assert {(a.field, a.name, a.identifier) for a in record.authorities} == {
            ("artist", "ULAN", "500115588"), ("artist", "VIAF", "9854560"),
            ("subject", "AAT", "300132379"), ("genre", "AAT", "300133025"),
            ("genre", "AAT", "300033618"), ("work", "IIIF", "https://m.org/1/manifest.json"),
        }  # fmt: skip
        assert "Linked Art" in dict(catalogue.facts)["format"]


def test_what_is_no_object_is_a_reject(write: Callable[..., Path]) -> None:
    catalogue = load(write([IRISES, {"type": "Person", "_label": "Vincent", "id": "x"}]))
    [reject] = catalogue.rejects
    assert "is a Person" in reject.reason
    assert "Vincent" in reject.cells[0]


def test_an_attribution_counts_as_an_artist(write: Callable[..., Path]) -> None:
    production = {"attributed_by": [{"assigned_property": "carried_out_by",
                               "assigned": [{"type": "Person", "_label": "Rembrandt"}]},
                              {"assigned_property": "took_place_at",
                               "assigned": [{"type": "Place", "_label": "Delft"}]}]}  # fmt: skip
    [work] = load(write(IRISES | {"produced_by": production}))
    assert work.artist == "Rembrandt"


def test_members_of_the_wrong_kind_cost_only_themselves(write: Callable[..., Path]) -> None:
    wrong_members: tuple[Any, ...] = (
        3,
        "x",
        None,
        [None, 3],
        {"x": []},
        [{"content": 3, "id": []}],
    )
    for name in IRISES:
        for wrong in wrong_members:
            if name != "type":
                assert load(write([IRISES, IRISES | {name: wrong}]))


# IIIF


def manifest(n: int, **more: Any) -> dict[str, Any]:
    return {"id": f"https://m.org/{n}/manifest", "type": "Manifest", **more}


def test_a_manifest_of_version_3(write: Callable[..., Path]) -> None:
    image = {"type": "Image", "id": "https://m.org/1.jpg"}
    canvas = {"items": [{"items": [{"body": image}]}]}
    metadata = [
        {"label": {"en": ["Creator"], "fr": ["Auteur"]}, "value": {"none": ["Whistler, James"]}},
        {"label": {"de": ["Thema"]}, "value": {"de": ["Mutter"], "en": ["Mother"]}},
        {"label": {"en": ["Rights"]}, "value": {"en": ['<a href="x">CC &amp; 0</a>']}},
        {"label": {"en": ["Artist ULAN"]}, "value": {"en": ["500012368"]}},
    ]
    label = {"en": ["Whistler's Mother"], "fr": ["La Mère"]}
    document = manifest(1, label=label, metadata=metadata, items=[canvas])
    catalogue = load(
        write({"@context": "http://iiif.io/api/presentation/3/context.json", **document})
    )
    [record] = catalogue.works[0].records
    assert (record.title, record.artist) == ("Whistler's Mother", "Whistler, James")
    assert (record.subject, record.identifier) == ("Mutter", "https://m.org/1/manifest")
    assert ("other titles", "La Mère") in record.extra
    assert ("Rights", "CC & 0") in record.extra
    assert ("IIIF", "https://m.org/1/manifest") in [(a.name, a.uri) for a in record.authorities]
    assert ("artist", "500012368") in [(a.field, a.identifier) for a in record.authorities]
    assert "1.jpg" in catalogue.all_problems[-1].message


def test_a_film_is_no_picture(write: Callable[..., Path]) -> None:
    canvas = {"items": [{"items": [{"body": {"type": "Video", "id": "https://m.org/1.mp4"}}]}]}
    catalogue = load(write(manifest(1, label={"en": ["A"]}, items=[canvas])))
    assert not [p for p in catalogue.all_problems if "picture" in p.kind]


def test_collections_within_collections(write: Callable[..., Path]) -> None:
    inner = {
        "type": "Collection",
        "label": {"en": ["x"]},
        "items": [manifest(2, label={"en": "B"})],
    }
    far = {"type": "Collection", "id": "https://m.org/far", "label": {"en": ["y"]}}
    items = [manifest(1, label={"en": ["A"]}), inner, far]
    catalogue = load(write({"type": "Collection", "label": {"en": ["all"]}, "items": items}))
    assert [work.title for work in catalogue] == ["A", "B"]
    assert ["another collection" in reject.reason for reject in catalogue.rejects] == [True]


def test_a_collection_of_version_2(write: Callable[..., Path]) -> None:
    rose = {"@id": "https://m.org/1/manifest", "@type": "sc:Manifest",
           "label": [{"@value": "Die Rose", "@language": "de"},
                     {"@value": "The Rose", "@language": "en"}],
           "metadata": [{"label": "Künstler", "value": [{"@value": "Tura", "@language": "de"},
                                                        {"@value": "Cosmè", "@language": "it"}]},
                        {"label": "Inv. Nr.", "value": "A 1"}]}  # fmt: skip
    lily = rose | {"@id": "https://m.org/2/manifest", "metadata": "none", "label": "Lily"}
    context = "http://iiif.io/api/presentation/2/context.json"
    whole = {"@context": context, "@type": "sc:Collection", "manifests": [rose], "members": [lily]}
    catalogue = load(write(whole))
    assert [(w.title, w.artist) for w in catalogue] == [("Die Rose", "Tura"), ("Lily", "")]
    assert [w.identifier for w in catalogue] == ["A 1", "https://m.org/2/manifest"]


@pytest.mark.kit
@pytest.mark.skipif(not IIIF.is_dir(), reason="the real material is not here")
def test_real_manifests() -> None:
    for path in sorted(IIIF.glob("*.json")):
        assert len(load(path)) == 1
    [work] = load(IIIF / "0006-text-language.json")
    assert (work.title, work.artist) == ("Whistler's Mother", "Whistler, James Abbott McNeill")
