"""Labels are drawn, and what they name is counted, with twins and strangers apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from benchmark.labels import cases, command, tables
from benchmark.labels.cases import Case, Printing, Reading
from benchmark.labels.naming import evidence_of
from benchmark.labels.records import printed
from catalogue import CatalogueError, Index, Record, Work
from console import no_report
from demo.labels import Layout, layouts
from pipeline import LABEL, Evidence

ARTISTS = ("Ada Lowe", "Bruno Hart", "Cora Winter")


def work(number: int, title: str, artist: str = "Ada Lowe", date: str = "1880") -> Work:
    return Work(f"N{number}", (Record(f"N{number}", title, artist, date=date),))


def works() -> list[Work]:
    """Forty works with titles of their own, and two pairs of twins, one of two dates."""
    own = [work(n, f"The {['red', 'blue', 'old', 'new'][n % 4]} mill number{n}", ARTISTS[n % 3])
           for n in range(40)]  # fmt: skip
    return [*own, work(40, "Evening"), work(41, "Evening"), work(42, "Noon"),
            work(43, "Noon", date="1881")]  # fmt: skip


def layout(lines: str) -> Layout:
    return Layout.of({"name": "tried", "use": "kept", "measure": 60, "face": "roman",
                      "lines": lines})  # fmt: skip


def drawn(lines: str, of: Sequence[Work]) -> dict[str, Printing]:
    return {p.work.identifier: p for p in cases.drawn(of, [layout(lines)], len(of), 1, False)}


def test_twins_are_works_whose_labels_say_the_same() -> None:
    printings = drawn("{artist}\n{title}", works())
    assert [p.identifier for p in printings["N40"].twins] == ["N41"]
    assert [p.identifier for p in printings["N42"].twins] == ["N43"]
    assert printings["N1"].group == "told apart"
    assert printings["N40"].group == "twin"


def test_a_date_tells_twins_apart_where_it_is_printed() -> None:
    printings = drawn("{artist}\n{title}, {date}\n{number}", works())
    assert printings["N42"].group == "told apart"
    assert printings["N40"].group == "twin, number printed"


def test_namesakes_are_twins_where_only_the_surname_is_printed() -> None:
    of = [work(1, "Noon", "Ada Lowe"), work(2, "Noon", "Eva Lowe"), work(3, "Noon", "Eva Hart")]
    assert [w.identifier for w in drawn("{artist.surname}\n{title}", of)["N1"].twins] == ["N2"]
    assert drawn("{artist}\n{title}", of)["N1"].twins == ()


def test_what_is_no_title_hangs_nowhere() -> None:
    of = [work(1, "[no title]"), work(2, "[Study] of a Head"), work(3, "Noon", artist="")]
    assert list(drawn("{artist}\n{title}", of)) == ["N2"]


def test_labels_are_drawn_the_same_again_and_in_all_layouts() -> None:
    first, second = ([p.label.text for p in cases.drawn(works(), layouts(), 44, 5, False)]
                     for _ in range(2))  # fmt: skip
    assert first == second
    assert len(set(first)) == 44


def test_what_a_label_prints_of_a_record() -> None:
    extra = (("ArtistBio", "(French, 1867–1936)"), ("Medium", "Lithograph"), ("CreditLine", "Gift"))
    record = Record("N1", "At the Circus", "Henri Ibels", extra=extra)
    values = printed(Work("N1", (record,)), "en")
    assert (values.nation, values.born, values.died) == ("French", "1867", "1936")
    assert (values.medium, values.credit, values.number) == ("Lithograph", "Gift", "N1")
    assert printed(Work("unnumbered-1", (replace(record, identifier=""),)), "en").number == ""


def decided(monkeypatch: pytest.MonkeyPatch, named: dict[str, str]) -> list[Case]:
    """The cases of all works where a label names what `named` says, if the catalogue has it."""

    class Decided:
        def __init__(self, evidence: Evidence, index: Index) -> None:
            self.work = named.get(evidence.outputs[0].raw)
            self.accepted = any(w.identifier == self.work for w in index.works)
            self.candidate = self

    monkeypatch.setattr(cases, "decision_of", Decided)
    printings = list(drawn("{artist}\n{title}", works()).values())

    def read(printing: Printing) -> list[Reading]:
        return [Reading(printing, "text", evidence_of(printing.work.identifier))]

    return cases.named(works(), printings, read, no_report)


def test_named_rightly_wrongly_and_not(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = decided(monkeypatch, {"N1": "N1", "N2": "N3", "N40": "N40", "N41": "N40"})
    apart, twins = tables.by_height(measured)
    assert (apart["works"], apart["labels"]) == ("told apart", 40)
    assert (apart["right"], apart["wrong"], apart["unnamed"], apart["untied"]) == (1, 1, 38, 0)
    assert (twins["works"], twins["right"], twins["wrong"]) == ("twin", 1, 1)
    assert apart["wrong_95%"][0] < 1 / 40 < apart["wrong_95%"][1]


def test_a_stranger_is_gone_with_its_twins(monkeypatch: pytest.MonkeyPatch) -> None:
    measured = decided(monkeypatch, {"N2": "N3", "N40": "N40", "N41": "N40"})
    named = {case.reading.printing.work.identifier for case in measured if case.stranger}
    assert named <= {"N2"}
    (row,) = tables.strangers(measured)
    assert row["strangers"] == len(works())


def test_most_of_the_catalogue_stays_when_strangers_go(monkeypatch: pytest.MonkeyPatch) -> None:
    sizes: list[int] = []

    class Counted(Index):
        def __init__(self, works: Sequence[Work]) -> None:
            sizes.append(len(works))
            super().__init__(works)

    monkeypatch.setattr(cases, "Index", Counted)
    decided(monkeypatch, {})
    assert sizes[0] == len(works())
    assert min(sizes) >= 0.9 * len(works()) - 2
    assert sum(len(works()) - size for size in sizes) >= len(works())


def test_a_label_that_was_read_is_evidence() -> None:
    evidence = evidence_of("Ada Lowe\nNoon")
    assert evidence.clip.key != evidence_of("Ada Lowe\nEvening").clip.key
    assert LABEL == "label"
    output = evidence.output(LABEL)
    assert output is not None
    assert output.raw == "Ada Lowe\nNoon"


def catalogue_file(folder: Path) -> Path:
    path = folder / "catalogue.csv"
    rows = [f"{w.identifier},{w.title},{w.artist},{w.date}" for w in works()]
    path.write_text("identifier,title,artist,date\n" + "\n".join(rows), encoding="utf-8")
    return path


def test_the_command_prints_every_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(catalogue_file(tmp_path)), "--text", "--works", "20", "--show"]
    assert command.main(arguments) == 0
    out = capsys.readouterr().out
    for word in ("told apart", "not in the catalogue", "By layout", "By language", "fi "):
        assert word in out


def test_the_command_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [str(catalogue_file(tmp_path)), "--text", "--works", "20", "--json"]
    assert command.main([*arguments, "--layouts", "develop", "--errors", "2"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert sum(row["labels"] for row in document["works"]) == len(document["labels"]) == 20
    uses = {each.name: each.use for each in layouts()}
    assert {uses[each["layout"]] for each in document["labels"]} == {"develop"}
    assert any(each["printed"] != each["read"] for each in document["labels"])


def test_a_catalogue_without_artists_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "catalogue.csv"
    path.write_text("identifier,title\n1,Noon\n", encoding="utf-8")
    with pytest.raises(CatalogueError, match="title and artist"):
        command.main([str(path), "--text"])


def test_real_labels_are_still_read_with_a_kit(tmp_path: Path) -> None:
    assert command.main(["--kit", str(tmp_path)]) == 2
