"""LIDO as museums of many countries write it: which events made a work, and who in them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from catalogue import Index, Record, load
from catalogue.columns import Filling
from tests.lido_samples import TYPES, URI, actor, display_date, event, extra, lido, record
from tests.whole_catalogue import scores_of


@pytest.fixture
def read(tmp_path: Path) -> Any:
    return partial(record, tmp_path)


# Which events made the work


@pytest.mark.parametrize(
    "kind",
    [
        "Herstellung", "Production", "creation", "Entwurf", "gemalt", "Geistige Schöpfung",
        "Création", "Produzione", "creación", "vervaardiging", "valmistus", "maalaus",
        "tillverkning", "Framställning", "fremstilling", "wytworzenie", "vytvoření", "készítés",
        "valmistamine", "produção", "создание", "δημιουργία", f"{TYPES}lido00007",
        f"{TYPES}lido00012", f"{TYPES}lido00224/", f"{TYPES}eventType/production",
        "http://www.cidoc-crm.org/cidoc-crm/E12_Production",
        '<lido:conceptID lido:source="AAT" lido:type="id">300054713</lido:conceptID>',
        f'<skos:Concept xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:rdf="http://www.w3'
        f'.org/1999/02/22-rdf-syntax-ns#" rdf:about="{TYPES}lido00012"/>',
    ],
)  # fmt: skip
def test_a_making_in_any_language_or_number(read: Callable[..., Record], kind: str) -> None:
    bought = event("Acquisition", actor("Dealer, A."), date=display_date("1950"))
    making = event(kind, actor("Brook, Ada"), date=display_date("1650"))
    record = read(lido(bought, making))
    assert (record.artist, record.date) == ("Brook, Ada", "1650")


@pytest.mark.parametrize(
    "kind",
    [
        "Erwerb", "Provenance", "Ausstellung", "Collecting", "nayttely", "wystawa", "Gesammelt",
        "Wurde abgebildet (Akteur)", "Veröffentlicht", f"{TYPES}eventType/acquisition",
        f"{TYPES}lido00227",
        '<lido:conceptID lido:source="AAT" lido:type="id">300054766</lido:conceptID>',
    ],
)  # fmt: skip
def test_what_else_happened_to_it_names_no_artist_and_no_date(
    read: Callable[..., Record], kind: str
) -> None:
    record = read(lido(event(kind, actor("Somebody"), date=display_date("1950"))))
    assert (record.artist, record.date) == ("", "")


def test_an_artist_in_an_event_that_is_not_understood_is_preferred_to_others_in_it(
    read: Callable[..., Record],
) -> None:
    events = event("xyz", actor("Seller, A."), actor("Brook, Ada", role="Malerin"))
    assert read(lido(events)).artist == "Brook, Ada"
    assert read(lido(event("xyz", actor("Clay, Ben")))).artist == "Clay, Ben"


def test_an_event_that_is_shown_in_the_work_is_none_of_its_own(read: Callable[..., Record]) -> None:
    battle = event("Battle", actor("General, A.")).replace("eventSet", "subjectEvent")
    more = f"<lido:subjectSet><lido:subject>{battle}</lido:subject></lido:subjectSet>"
    assert read(lido(more=more)).artist == ""


# Who in them


@pytest.mark.parametrize(
    "role",
    ["Verleger", "published by", "Auftraggeber", "sitter", "Vorbesitzerin", "former owner",
     "commanditaire", "kustantaja", "issuer", "Dargestellte Person"],
)  # fmt: skip
def test_who_did_not_make_it_is_no_artist(read: Callable[..., Record], role: str) -> None:
    record = read(lido(event("Herstellung", actor("Brook, Ada"), actor("Other, A.", role=role))))
    assert record.artist == "Brook, Ada"


def test_who_did_two_things_is_one_if_one_of_them_was_to_make_it(
    read: Callable[..., Record],
) -> None:
    for role in ("Stecher|Verleger", "engraver and publisher"):
        assert read(lido(event("production", actor("Cock, A.", role=role)))).artist == "Cock, A."


@pytest.mark.parametrize(
    ("qualifier", "artist"),
    [
        ("workshop of", "Brook, Ada (workshop of)"),
        ("Werkstatt", "Brook, Ada (Werkstatt)"),
        ("Zugeschrieben an", "Brook, Ada (zugeschrieben an)"),
        ("and: workshop of", "Brook, Ada (workshop of)"),
        ("and", "Brook, Ada"),
        ("/ or", "Brook, Ada"),
        ("gesichert", "Brook, Ada"),
        ("painter", "Brook, Ada"),
        ('<lido:term xml:lang="de">Kreis</lido:term><lido:term xml:lang="en">circle of</lido:term>',
         "Brook, Ada (circle of)"),
    ],
)  # fmt: skip
def test_how_sure_an_attribution_is_stays_with_the_name(
    read: Callable[..., Record], qualifier: str, artist: str
) -> None:
    making = event("production", actor("Brook, Ada", role="painter", qualifier=qualifier))
    assert read(lido(making)).artist == artist


def test_a_name_is_matched_without_its_qualifier(
    read: Callable[..., Record], tmp_path: Path
) -> None:
    read(lido(event("production", actor("Brook, Ada", qualifier="Workshop of"))))
    index = Index.build(load(tmp_path / "records.lido"))
    assert scores_of(index, "artist", ["Ada Brook"], 0.65)[0] == pytest.approx(1)
    assert scores_of(index, "artist", ["of"], 0.65)[0] < 0.5


def test_whose_work_it_is_made_after_comes_last_and_says_so(read: Callable[..., Record]) -> None:
    by_role = event(
        "production", actor("Reynolds, J.", role="after"), actor("Smith, A.", role="engraver")
    )
    assert read(lido(by_role)).artist == "Smith, A.; Reynolds, J. (after)"
    by_qualifier = event("production", actor("Reynolds, J.", qualifier="nach"), actor("Smith, A."))
    assert read(lido(by_qualifier)).artist == "Smith, A.; Reynolds, J. (after)"


def test_an_attribution_that_is_given_up_is_kept_beside_it(read: Callable[..., Record]) -> None:
    for given in ({"qualifier": "formerly attributed to"}, {"role": "former attribution"}):
        record = read(lido(event("production", actor("Old, A.", **given), actor("Brook, Ada"))))
        assert record.artist == "Brook, Ada"
        assert extra(record, "former attribution")[0].startswith("Old, A.")


@pytest.mark.parametrize(
    "term",
    [
        f"<lido:conceptID {URI}>http://vocab.getty.edu/aat/300404270</lido:conceptID>",
        f"<lido:conceptID {URI}>https://vocab.getty.edu/page/aat/300404270</lido:conceptID>",
        '<lido:conceptID lido:source="AAT" lido:type="local">300404270</lido:conceptID>',
        '<lido:conceptID lido:source="AAT">300404270</lido:conceptID><lido:term>artist</lido:term>',
        '<lido:term xml:lang="xx">qwerty</lido:term><lido:term xml:lang="pl">dawna atrybucja'
        "</lido:term>",
        "Tidigare attribution",
    ],
)
def test_an_attribution_given_up_by_number_or_in_another_language(
    read: Callable[..., Record], term: str
) -> None:
    for given in ({"role": term}, {"role": "artist", "qualifier": term}):
        record = read(lido(event("production", actor("Old, A.", **given), actor("Brook, Ada"))))
        assert record.artist == "Brook, Ada"
        assert extra(record, "former attribution")[0].startswith("Old, A.")


def test_who_is_named_with_unknown_words_is_no_artist_and_the_words_are_listed(
    tmp_path: Path,
) -> None:
    for given in ({"role": "qwerty"}, {"role": "artist", "qualifier": "qwerty"}):
        record(tmp_path, lido(event("production", actor("Old, A.", **given), actor("Brook, Ada"))))
        catalogue = load(tmp_path / "records.lido")
        [work] = catalogue
        assert work.artist == "Brook, Ada"
        assert extra(work.records[0], "unclear attribution") == ["Old, A. (qwerty)"]
        [problem] = [p for p in catalogue.problems if p.kind == "unknown-attribution"]
        assert "'qwerty'" in problem.message
        assert "in 1 record," in problem.message
        columns = Filling(("artist", "unclear attribution"))
        remedied = load(tmp_path / "records.lido", catalogue.mapping.using("artist", columns))
        assert remedied.works[0].artist == "Brook, Ada; Old, A. (qwerty)"


@pytest.mark.parametrize(
    ("display", "artist"),
    [
        ("Ada Brook", "Ada Brook"),
        ("Ada Brook (1600-1660), Maler*in", "Ada Brook (1600-1660)"),
        ("Brook, Ada (Grafikerin)", "Brook, Ada"),
        ("Künstlerin: Ada Brook", "Ada Brook"),
        ("Ada Brook, 1723–1792, British", "Ada Brook"),
        ("Ada Brook, ca. 1723–1792", "Ada Brook"),
        ("Cotta (Verleger)", ""),
        ("Herausgeber: Cotta", ""),
        ("Brook, Ada", "Brook, Ada"),
        ("nach: Ada Brook", "Ada Brook (after)"),
        ("Früher zugeschrieben an Ada Brook", ""),
        ("Ring, L.A.", "Ring, L.A."),
    ],
)
def test_a_maker_who_is_only_written_out(
    read: Callable[..., Record], display: str, artist: str
) -> None:
    assert read(lido(event("production", actor(display=display)))).artist == artist


@pytest.mark.parametrize(
    ("name", "artist"),
    [
        ("Brook, Ada, 1775–1851", "Brook, Ada"),
        ("Brook, Ada, ca. 1775-1851, British", "Brook, Ada"),
        ("Meister von 1456", "Meister von 1456"),
        ("Brook, Ada", "Brook, Ada"),
    ],
)
def test_a_name_comes_without_the_years_of_a_life(
    read: Callable[..., Record], name: str, artist: str
) -> None:
    assert read(lido(event("production", actor(name)))).artist == artist


def test_of_several_names_the_preferred_one_in_the_order_of_the_museum(
    read: Callable[..., Record],
) -> None:
    second = actor("Brook, Ada|A. Brook").replace(
        "eventActor>", 'eventActor lido:sortorder="2">', 1
    )
    first = actor("Clay, Ben").replace("eventActor>", 'eventActor lido:sortorder="1">', 1)
    record = read(lido(event("production", second, first)))
    assert record.artist == "Clay, Ben; Brook, Ada"
    assert extra(record, "other artist names") == ["A. Brook"]


@pytest.mark.parametrize(
    ("number", "authority"),
    [
        ('<lido:actorID lido:source="ULAN" lido:type="local">500015254</lido:actorID>', "ULAN"),
        ('<lido:actorID lido:type="ULAN">500015254</lido:actorID>', "ULAN"),
        ('<lido:actorID lido:source="WikiData" lido:type="id">Q5669</lido:actorID>', "Wikidata"),
        (f"<lido:actorID {URI}>https://d-nb.info/gnd/118514008</lido:actorID>", "GND"),
        (f'<lido:actorID lido:source="isni" {URI}>https://isni.org/isni/0000000121478925'
         "</lido:actorID>", "ISNI"),
        ('<lido:actorID lido:source="RKDartists">10594</lido:actorID>', "RKD"),
        ('<owl:sameAs xmlns:owl="http://www.w3.org/2002/07/owl#" xmlns:rdf="http://www.w3.org/1999'
         '/02/22-rdf-syntax-ns#" rdf:resource="http://viaf.org/viaf/9854560"/>', "VIAF"),
    ],
)  # fmt: skip
def test_an_artist_s_identifiers(read: Callable[..., Record], number: str, authority: str) -> None:
    nation = "<lido:nationalityActor><lido:term>x</lido:term></lido:nationalityActor>"
    record = read(lido(event("production", actor("Brook, Ada", number=number + nation))))
    assert [(a.field, a.name) for a in record.authorities] == [("artist", authority)]
