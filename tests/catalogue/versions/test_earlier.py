"""A mapping that was saved for other columns is offered, and what fills each field is told."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from catalogue import ColumnMapping, Filling, SavedMappings, UnusableCatalogue, load
from catalogue.__main__ import main

CHOSEN = ColumnMapping(
    (("identifier", Filling(("K1",))), ("title", Filling(("K2",))), ("artist", Filling(("K3",))))
)


def written(folder: Path, name: str, header: str, columns: int = 4) -> Path:
    path = folder / name
    cells = ["{n}", "La Madonna del numero {n}", "M{n}", "Sala", "x", "y"][:columns]
    rows = (",".join(cells).format(n=n) for n in range(9))
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The folder of mappings, with one that was saved by the command."""
    file, folder = written(tmp_path, "odd.csv", "K1,K2,K3,K4"), tmp_path / "mappings"
    sets = [word for f, filling in CHOSEN.filled for word in ("--set", f, *filling.columns)]
    assert main(["map", str(file), *sets, "--save", "--mappings", str(folder)]) == 0
    return folder


def offers(path: Path, folder: Path) -> list[str]:
    return [
        p.message for p in load(path, saved_mappings=folder).problems if p.kind == "earlier-mapping"
    ]


def test_a_mapping_of_other_columns_is_offered_and_not_applied(tmp_path: Path, saved: Path) -> None:
    longer = written(tmp_path, "longer.csv", "K1,K2,K3,K4,K5", 5)
    (message,) = offers(longer, saved)
    assert "(odd.csv, 4 columns) fits" in message
    assert load(longer, saved_mappings=saved).guessed
    assert not any(work.artist for work in load(longer, saved_mappings=saved))
    assert load(longer, saved_mappings=saved).sha256 == load(longer).sha256
    assert offers(written(tmp_path, "shorter.csv", "K1,K2,K3", 3), saved)


def test_nothing_is_offered_that_does_not_fit_or_says_no_more(tmp_path: Path, saved: Path) -> None:
    assert not offers(written(tmp_path, "less.csv", "K1,K2,K4,K5"), saved)
    assert not offers(tmp_path / "odd.csv", saved)
    plain = written(tmp_path, "plain.csv", "id,title,artist", 3)
    assert main(["map", str(plain), "--save", "--mappings", str(saved)]) == 0
    assert not offers(written(tmp_path, "more.csv", "id,title,artist,room"), saved)
    assert main(["map", str(plain), "--set", "artist", "--save", "--mappings", str(saved)]) == 0
    assert offers(written(tmp_path, "more.csv", "id,title,artist,room"), saved)


def test_the_mapping_with_the_most_columns_in_common_is_offered(tmp_path: Path, saved: Any) -> None:
    SavedMappings(saved).save(("K1", "K2", "K3", "K4", "K5"), CHOSEN)
    SavedMappings(saved).save(("K1", "K2", "K3"), CHOSEN, file_name="short.csv")
    (saved / "damaged.json").write_text('{"columns": 5, "fields": {}}')
    (saved / "broken.json").write_text("[")
    (message,) = offers(written(tmp_path, "most.csv", "K1,K2,K3,K4,K5,K6", 6), saved)
    assert "(K1, K2, K3, K4 …, 5 columns)" in message


def test_the_command_takes_it_where_it_is_asked_to(
    tmp_path: Path, saved: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    longer = written(tmp_path, "longer.csv", "K1,K2,K3,K4,K5", 5)
    folder = ["--mappings", str(saved)]
    assert main(["map", str(longer), "--earlier", "--save", *folder]) == 0
    assert load(longer, saved_mappings=saved)["8"].artist == "M8"
    assert not offers(longer, saved)
    other = written(tmp_path, "other.csv", "A,B,C")
    assert main(["map", str(other), "--earlier", *folder]) == 2
    assert "Leave --earlier out" in capsys.readouterr().err


def test_a_file_without_a_title_names_what_fits(tmp_path: Path) -> None:
    path = tmp_path / "few.csv"
    path.write_text("K1,K2,K3,K5\n1,Flora,Reni,x\n")
    with pytest.raises(UnusableCatalogue) as without:
        load(path, saved_mappings=tmp_path / "mappings")
    assert "--earlier" not in str(without.value)
    SavedMappings(tmp_path / "mappings").save(("K1", "K2", "K3"), CHOSEN)
    with pytest.raises(UnusableCatalogue, match="--earlier --save") as fault:
        load(path, saved_mappings=tmp_path / "mappings")
    assert "python -m" not in fault.value.on_page
    assert "Columns found: K1, K2, K3, K5. Choose below" in fault.value.on_page


def test_inspect_names_the_columns_of_each_field_and_counts_one_as_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "one.csv"
    path.write_text("Inv,Titel,,Nachname,Vorname\n7,Flora,blue,Reni,Guido\n")
    folder = ["--mappings", str(tmp_path / "mappings")]
    assert main(["inspect", str(path), *folder]) == 0
    out = capsys.readouterr().out
    assert "1 work from 1 record in" in out
    assert "0 rows" in out
    assert "identifier         1 of 1  ← Inv\n" in out
    assert "artist             1 of 1  ← Vorname ' ' Nachname\n" in out
    assert "columns      guessed" in out
    assert "kept as they are: column 3\n" in out
    assert main(["map", str(path), "--constant", "genre", "painting", "--save", *folder]) == 0
    capsys.readouterr()
    assert main(["inspect", str(path), *folder]) == 0
    assert "genre              1 of 1  ← always 'painting'\n" in capsys.readouterr().out
    assert main(["inspect", str(path), "--json", *folder]) == 0
    assert json.loads(capsys.readouterr().out)["filled"]["identifier"] == 1


@pytest.mark.parametrize("form", ["Linked Art", "IIIF", "LIDO"])
def test_a_format_that_says_what_is_what_is_not_guessed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    path = tmp_path / "one.gz"
    path.write_bytes(gzip.compress(WRITTEN[form].encode()))
    assert main(["inspect", str(path), "--mappings", str(tmp_path / "mappings")]) == 0
    out = capsys.readouterr().out
    assert f"columns      as {form} itself says\n" in out
    assert "←" not in out


WRITTEN = {
    "Linked Art": json.dumps(
        {
            "@context": "https://linked.art/ns/v1/linked-art.json",
            "type": "HumanMadeObject",
            "id": "https://x.org/1",
            "identified_by": [{"type": "Name", "content": "Flora"}],
        }
    ),
    "IIIF": json.dumps(
        {
            "@context": "http://iiif.io/api/presentation/3/context.json",
            "type": "Manifest",
            "id": "https://x.org/1",
            "label": {"en": ["Flora"]},
        }
    ),
    "LIDO": "<lido><lidoRecID>1</lidoRecID><descriptiveMetadata><objectIdentificationWrap>"
    "<titleWrap><titleSet><appellationValue>Flora</appellationValue></titleSet></titleWrap>"
    "</objectIdentificationWrap></descriptiveMetadata></lido>",
}
