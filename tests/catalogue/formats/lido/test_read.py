"""LIDO: what the standard allows, and what real museums write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue import Index, Record, UnreadableCatalogue, UnusableCatalogue, load
from catalogue.formats import Limits, read_table
from tests.places import KIT
from tests.whole_catalogue import scores_of

LIDO = KIT / "standards" / "lido"
TYPES = "http://terminology.lido-schema.org/"

RECORD = f"""
<lido:lido>
 <lido:lidoRecID lido:type="local">R-1</lido:lidoRecID>
 <lido:objectPublishedID>http://www.wikidata.org/entity/Q1</lido:objectPublishedID>
 <lido:descriptiveMetadata xml:lang="it">
  <lido:objectWorkType>
   <lido:conceptID>http://vocab.getty.edu/aat/300033618</lido:conceptID>
   <lido:term xml:lang="en">painting</lido:term><lido:term xml:lang="it">dipinto</lido:term>
  </lido:objectWorkType>
  <lido:titleSet><lido:appellationValue lido:pref="{TYPES}lido00170">Dea</lido:appellationValue>
  </lido:titleSet>
  <lido:titleSet>
   <lido:appellationValue lido:pref="preferred" xml:lang="en">Spring; Flora</lido:appellationValue>
   <lido:appellationValue lido:pref="preferred" xml:lang="it">La
     Primavera</lido:appellationValue>
  </lido:titleSet>
  <lido:repositorySet lido:type="former"><lido:workID lido:type="Inventarnummer">X</lido:workID>
  </lido:repositorySet>
  <lido:repositorySet lido:type="current">
   <lido:repositoryName><lido:legalBodyName><lido:appellationValue>Uffizi</lido:appellationValue>
   </lido:legalBodyName></lido:repositoryName>
   <lido:workID lido:type="local">77</lido:workID>
   <lido:workID lido:type="{TYPES}lido00113">8360</lido:workID>
  </lido:repositorySet>
  <lido:eventSet><lido:event>
   <lido:eventType><lido:term>Erwerbung</lido:term></lido:eventType>
   <lido:eventActor><lido:actorInRole><lido:actor><lido:nameActorSet>
    <lido:appellationValue>Medici</lido:appellationValue></lido:nameActorSet></lido:actor>
   </lido:actorInRole></lido:eventActor>
  </lido:event></lido:eventSet>
  <lido:eventSet><lido:event>
   <lido:eventType><lido:conceptID>{TYPES}lido00007</lido:conceptID></lido:eventType>
   <lido:eventActor><lido:displayActorInRole>Sandro B., painter</lido:displayActorInRole>
    <lido:actorInRole>
     <lido:actor>
      <lido:actorID lido:source="ULAN">500015254</lido:actorID>
      <lido:nameActorSet>
       <lido:appellationValue lido:pref="alternative">Filipepi</lido:appellationValue>
       <lido:appellationValue lido:pref="preferred">Botticelli, Sandro</lido:appellationValue>
      </lido:nameActorSet></lido:actor>
     <lido:roleActor><lido:term>Maler</lido:term></lido:roleActor>
    </lido:actorInRole></lido:eventActor>
   <lido:eventActor><lido:actorInRole><lido:actor><lido:nameActorSet>
     <lido:appellationValue>A Patron</lido:appellationValue></lido:nameActorSet></lido:actor>
     <lido:roleActor><lido:term>Auftraggeber</lido:term></lido:roleActor>
    </lido:actorInRole></lido:eventActor>
   <lido:eventDate><lido:date><lido:earliestDate>1480</lido:earliestDate>
    <lido:latestDate>1485</lido:latestDate></lido:date></lido:eventDate>
  </lido:event></lido:eventSet>
  <lido:subjectSet><lido:subject><lido:subjectConcept>
   <lido:conceptID>https://iconclass.org/92D3</lido:conceptID>
   <lido:term>92D3</lido:term><lido:term>Graces</lido:term></lido:subjectConcept>
  </lido:subject></lido:subjectSet>
 </lido:descriptiveMetadata>
 <lido:administrativeMetadata><lido:resourceSet>
  <lido:resourceRepresentation lido:type="image_thumb">
   <lido:linkResource>https://x.org/small.jpg</lido:linkResource></lido:resourceRepresentation>
  <lido:resourceRepresentation lido:type="image_master">
   <lido:linkResource>https://x.org/large.jpg</lido:linkResource></lido:resourceRepresentation>
 </lido:resourceSet></lido:administrativeMetadata>
</lido:lido>"""
PREFIXED = f'<lido:lidoWrap xmlns:lido="http://www.lido-schema.org">{RECORD}</lido:lidoWrap>'
DEFAULT = PREFIXED.replace("lido:lido", "lido").replace("<lido:", "<").replace("</lido:", "</")
DEFAULT = DEFAULT.replace(" lido:", " ").replace("xmlns:lido", "xmlns")
ALONE = RECORD.strip().replace("<lido:lido>", '<lido:lido xmlns:lido="http://www.lido-schema.org">')


def made(title: str, number: str = "", repository: str = "", record: str = "r") -> str:
    return (
        f'<lido xmlns="http://www.lido-schema.org"><lidoRecID>{record}</lidoRecID>'
        f"<descriptiveMetadata><objectWorkType><term>Vase</term></objectWorkType>"
        f"<titleSet><appellationValue>{title}</appellationValue></titleSet><repositorySet>"
        f"<legalBodyName><appellationValue>{repository}</appellationValue></legalBodyName>"
        f"<workID>{number}</workID></repositorySet></descriptiveMetadata></lido>"
    )


@pytest.fixture
def write(tmp_path: Path) -> Any:
    def write(text: str, encoding: str = "utf-8") -> Path:
        path = tmp_path / "records.xml"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def only(path: Path) -> Record:
    [work] = load(path)
    [record] = work.records
    return record


@pytest.mark.parametrize("text", [PREFIXED, DEFAULT, ALONE], ids=["prefix", "default", "alone"])
def test_a_full_record_with_and_without_prefix_and_wrap(
    write: Callable[..., Path], text: str
) -> None:
    record = only(write(text))
    assert (record.identifier, record.title) == ("8360", "La Primavera")
    assert (record.artist, record.genre) == ("Botticelli, Sandro", "dipinto")
    assert (record.subject, record.line) == ("Graces", 1 if text == ALONE else 2)
    others = [value for name, value in record.extra if name == "other titles"]
    assert others == ["Spring; Flora", "Dea"]
    extra = dict(record.extra)
    assert (record.date, extra["repository"]) == ("1480–1485", "Uffizi")
    assert extra["other artist names"] == "Filipepi"
    assert {(a.field, a.name, a.identifier) for a in record.authorities} == {
        ("artist", "ULAN", "500015254"),
        ("genre", "AAT", "300033618"),
        ("subject", "Iconclass", "92D3"),
        ("work", "Wikidata", "Q1"),
    }


def test_the_large_picture_is_named(write: Callable[..., Path]) -> None:
    [problem] = [p for p in load(write(ALONE)).problems if p.kind == "picture-address"]
    assert "large.jpg" in problem.message


def test_a_concept_in_skos_is_read_as_one_in_lido(write: Callable[..., Path]) -> None:
    skos = (
        '<skos:Concept xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:rdf='
        f'"http://www.w3.org/1999/02/22-rdf-syntax-ns#" rdf:about="{TYPES}lido00007">'
        '<skos:prefLabel xml:lang="fi">x</skos:prefLabel></skos:Concept>'
    )
    text = ALONE.replace(f"<lido:conceptID>{TYPES}lido00007</lido:conceptID>", skos)
    assert only(write(text)).artist == "Botticelli, Sandro"


def test_without_a_known_event_whoever_made_something_else_is_not_the_artist(
    write: Callable[..., Path],
) -> None:
    unknown = ALONE.replace(f"{TYPES}lido00007", f"{TYPES}lido00003")
    assert only(write(unknown)).artist == "Botticelli, Sandro"
    bought = ALONE.replace(f"{TYPES}lido00007", f"{TYPES}lido00001")
    assert only(write(bought)).artist == ""


def test_a_work_is_found_by_all_its_titles(write: Callable[..., Path]) -> None:
    index = Index.build(load(write(ALONE)))
    for title in ("La Primavera", "Dea", "Spring; Flora", "Spring"):
        assert scores_of(index, "title", [title], 0.65)[0] == pytest.approx(1)


def test_a_role_in_any_language_tells_who_is_no_maker(write: Callable[..., Path]) -> None:
    both = '<lido:term xml:lang="it">x</lido:term><lido:term xml:lang="en">Owner</lido:term>'
    text = ALONE.replace("<lido:term>Maler</lido:term>", both)
    assert only(write(text)).artist == ""


def test_a_subject_that_is_only_displayed(write: Callable[..., Path]) -> None:
    shown = "<lido:subjectSet><lido:displaySubject>Venus</lido:displaySubject></lido:subjectSet>"
    text = ALONE.replace("<lido:subjectSet>", shown + "<lido:subjectSet>")
    assert only(write(text)).subject == "Venus; Graces"


def test_an_actor_who_is_only_shown_is_taken(write: Callable[..., Path]) -> None:
    text = ALONE.replace("<lido:nameActorSet>", "<lido:none>")
    text = text.replace("</lido:nameActorSet>", "</lido:none>")
    assert only(write(text)).artist == "Sandro B."


def test_a_record_without_a_title_is_called_by_what_it_is_and_listed(
    write: Callable[..., Path],
) -> None:
    catalogue = load(write(made("", "7")))
    assert catalogue["7"].title == "Vase"
    assert [p.kind for p in catalogue.problems] == ["title-from-type"]
    bare = made("Flora", "8") + made("", "9").replace("Vase", "")
    catalogue = load(write(f"<w>{bare}</w>"))
    assert [w.identifier for w in catalogue] == ["8"]
    assert len(catalogue.rejects) == 1


def test_two_museums_may_use_one_number(write: Callable[..., Path]) -> None:
    records = made("Flora", "7", "A", "a/1") + made("Ceres", "7", "B", "b/1")
    assert [w.identifier for w in load(write(f"<w>{records}</w>"))] == ["a/1", "b/1"]
    records = made("Flora", "7", "A", "a/1") + made("Flora", "7", "A", "a/2")
    assert [w.identifier for w in load(write(f"<w>{records}</w>"))] == ["7"]


def test_records_are_found_wherever_they_stand(write: Callable[..., Path]) -> None:
    inner = "".join(f"<record><metadata>{made(f'T{n}', str(n))}</metadata></record>" for n in "12")
    assert len(load(write(f"<OAI-PMH><ListRecords>{inner}</ListRecords></OAI-PMH>"))) == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1"])
def test_the_encoding_is_the_file_s_own_word(write: Callable[..., Path], encoding: str) -> None:
    text = f"<?xml version='1.0' encoding='{encoding}'?>{made('Città', '1')}"
    catalogue = load(write(text, encoding))
    assert catalogue["1"].title == "Città"
    assert encoding.lower() in dict(catalogue.facts)["encoding"].lower()


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>',
        f'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "{"&a;" * 99}">]><x>&b;</x>',
    ],
)
def test_entities_are_refused(write: Callable[..., Path], text: str) -> None:
    text = text.replace("<x>", "<x>" + made("t", "1")[:-7].replace("r<", "&a;<") + "</lido>")
    with pytest.raises(UnreadableCatalogue, match="entities"):
        load(write(text))


def test_no_dtd_is_fetched(write: Callable[..., Path], tmp_path: Path) -> None:
    (tmp_path / "x.dtd").write_text("<!ELEMENT and what would break the file if it were read")
    text = f'<!DOCTYPE lido SYSTEM "{tmp_path}/x.dtd">{made("Flora", "1")}'
    assert load(write(text))["1"].title == "Flora"


def test_a_character_that_xml_forbids_is_listed(write: Callable[..., Path]) -> None:
    catalogue = load(write(made("Fl\x0bora", "1")))
    assert catalogue["1"].title == "Flora"
    assert "xml-character" in {p.kind for p in catalogue.problems}


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.95])
def test_half_a_file_is_an_error_and_no_catalogue(write: Callable[..., Path], cut: float) -> None:
    with pytest.raises(UnreadableCatalogue, match="well-formed"):
        load(write(PREFIXED[: int(len(PREFIXED) * cut)]))


def test_other_xml_says_what_to_do(write: Callable[..., Path]) -> None:
    with pytest.raises(UnusableCatalogue, match="no LIDO record"):
        load(write("<mods><title>Flora</title></mods>"))


def test_a_record_that_never_ends_is_refused_before_it_is_in_memory(
    write: Callable[..., Path],
) -> None:
    path = write(f"<w>{made('t' * 400_000, '1')}</w>")
    with pytest.raises(UnreadableCatalogue, match="without the end"):
        read_table(path, Limits(line=100_000))


@pytest.mark.kit
@pytest.mark.skipif(not LIDO.is_dir(), reason="the real material is not here")
def test_every_real_record_loads() -> None:
    for path in sorted(LIDO.glob("*.xml")):
        catalogue = load(path)
        assert len(catalogue) == 1, path
        assert not catalogue.rejects
        assert catalogue.works[0].title
    botticelli = load(LIDO / "LIDO-v1.1-Example_FMobj00154983-LaPrimavera.xml").works[0]
    assert (botticelli.identifier, botticelli.title) == ("8360 (Inv. 1890)", "Der Frühling")
    assert botticelli.artist == "Botticelli, Sandro"
    assert {"La Primavera", "Spring"} <= {v for k, v in botticelli.records[0].extra}
    assert "http://vocab.getty.edu/ulan/500015254" in {a.uri for a in botticelli.authorities}
