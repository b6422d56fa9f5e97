"""A text of a few lines in the encodings that museums' programs wrote."""

from __future__ import annotations

from pathlib import Path

import pytest

from catalogue import load
from catalogue.formats import read_table

LINES = {
    "french": ("cp1252", "num;titre;artiste\n1;Été à Étretat;Boudin\n2;La leçon;Fragonard\n"),
    "german": ("cp1252", "nr;titel;künstler\n1;Mädchen mit Früchten;Dürer\n2;Straße;Böcklin\n"),
    "italian": ("cp1252", "num;titolo;autore\n1;La Carità d’oggi;Guido Reni\n2;Gesù;Carracci\n"),
    "swedish": ("cp1252", "nr;titel;konstnär\n1;Näcken;Ernst Josephson\n2;Hösten på ön;Åke G.\n"),
    "danish": ("cp1252", "nr;titel;kunstner\n1;Æbletræer;L.A. Ring\n2;Aften;P.S. Krøyer\n"),
    "polish": ("cp1250", "nr;tytuł;autor\n1;Szał uniesień;Podkowiński\n2;Żona;Ślewiński\n"),
    "czech": ("cp1250", "číslo;název;autor\n1;Zima v lese;Mařák\n2;Žena s růží;Purkyně\n"),
    "hungarian": ("cp1250", "szám;cím;művész\n1;Ásító inas;Munkácsy\n2;Öreg nő;Rippl-Rónai\n"),
    "polish, MS-DOS": ("cp852", "nr;tytuł;autor\n1;Szał uniesień;Podkowiński\n2;Żona;Boznańska\n"),
    "turkish": ("cp1254", "no;eser adı;sanatçı\n1;Kaplumbağa;Osman Hamdi\n2;Şişli;Müfide Kadri\n"),
    "lithuanian": ("cp1257", "nr;pavadinimas;autorius\n1;Saulės sonata;Čiurlionis\n2;Ąžuolas;Ž.\n"),
    "russian": ("cp1251", "номер;название;художник\n1;Девятый вал;Иван Айвазовский\n"),
    "ukrainian": ("cp1251", "номер;назва;автор\n1;Запорожці;Рєпін\n2;Вечір;Архип Куїнджі\n"),
    "russian, Unix": ("koi8-r", "номер;название;художник\n1;Девятый вал;Иван Айвазовский\n"),
    "russian, MS-DOS": ("cp866", "номер;название;художник\n1;Девятый вал;Айвазовский\n"),
    "greek": ("cp1253", "αριθμός;τίτλος;καλλιτέχνης\n1;Το κρυφό σχολειό;Νικόλαος Γύζης\n"),
    "chinese": ("gbk", "编号,题名,作者\n1,富春山居图,黄公望\n2,清明上河图,张择端\n"),
    "chinese, Taiwan": ("big5", "編號,題名,作者\n1,富春山居圖,黃公望\n2,清明上河圖,張擇端\n"),
    "japanese": ("shift_jis", "番号,題名,作者\n1,神奈川沖浪裏,葛飾北斎\n2,風神図,俵屋宗達\n"),
    "japanese, Unix": ("euc_jp", "番号,題名,作者\n1,神奈川沖浪裏,葛飾北斎\n2,風神図,俵屋宗達\n"),
    "korean": ("euc_kr", "번호,제목,작가\n1,인왕제색도,정선\n2,씨름,김홍도\n"),
    "french, Mac": ("mac-roman", "number;title;artist\n1;Été à Étretat;Boudin\n2;Thé;P. C.\n"),
    "german, MS-DOS": ("cp850", "number;title;artist\n1;Mädchen mit Früchten;Ölmann\n2;Straße;x\n"),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_letters_and_columns_are_read(tmp_path: Path, name: str) -> None:
    codec, text = LINES[name]
    path = tmp_path / "c.csv"
    path.write_bytes(text.encode(codec))
    catalogue = load(path)
    lines = [line.replace(";", ",").split(",") for line in text.splitlines()[1:]]
    assert [[w.identifier, w.title, w.artist] for w in catalogue] == lines
    (problem,) = [p for p in catalogue.problems if p.kind == "encoding"]
    assert "a guess" in problem.message


def test_what_fits_as_well_is_named(tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_bytes("id,title,artist\n1,V\xe0ba,x\n".encode("cp1252"))
    (problem,) = [p for p in load(path).problems if p.kind == "encoding"]
    assert "was read as Windows-1252" in problem.message
    assert "Windows-1250" in problem.message


def test_a_byte_of_another_encoding_costs_no_row(tmp_path: Path) -> None:
    rows = "".join(f"{n};Девятый вал {n};Айвазовский\n" for n in range(9_000))
    data = f"номер;название;художник\n{rows}".encode("cp1251") + b"9001;\x98;x\n"
    path = tmp_path / "c.csv"
    path.write_bytes(data)
    table = read_table(path)
    assert len(table.rows) == 9_001
    assert any("do not belong" in problem.message for problem in table.problems)
