"""`python -m catalogue`, and what the package exports."""

import json

import pytest

import catalogue
from catalogue.__main__ import main
from catalogue.match import TOKEN_WEIGHT
from pipeline import AbstentionConfig


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "catalogue.csv"
    path.write_text(
        "id,title,artist,room\n1,Flora,Cignani Carlo,22\n2,Flora,Carracci Annibale,20\n"
    )
    return str(path)


def test_the_public_names():
    assert set(catalogue.__all__) == {
        "FIELDS", "Catalogue", "CatalogueError", "Explanation", "Field", "Index", "Problem",
        "Record", "UnreadableCatalogue", "UnusableCatalogue", "Work", "load", "normalise",
    }  # fmt: skip
    assert all(hasattr(catalogue, name) for name in catalogue.__all__)


def test_inspect(file, capsys):
    assert main(["inspect", file, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["works"], report["filled"]["artist"], report["other_columns"]) == (
        2,
        2,
        ["room"],
    )
    assert main(["inspect", file]) == 0
    assert "2 works" in capsys.readouterr().out


def test_match_explains_itself(file, capsys):
    assert main(["match", file, "--title", "flora", "--artist", "Annibale Carracci", "--json"]) == 0
    first, second = json.loads(capsys.readouterr().out)["matches"]
    assert (first["work"], second["work"]) == ("2", "1")
    assert first["fields"]["artist"]["alias"] == "Carracci Annibale"
    assert first["fields"]["artist"]["token"] == 1
    assert first["score"] == pytest.approx((1 + first["fields"]["artist"]["score"]) / 2)
    assert "subject" not in first["fields"]


def test_match_says_when_nothing_is_similar(file, capsys):
    assert main(["match", file, "--title", "zzz"]) == 0
    out, err = capsys.readouterr()
    assert out == ""
    assert "Nothing" in err


def test_trouble_goes_to_stderr_with_status_2(file, tmp_path, capsys):
    assert main(["inspect", str(tmp_path / "no.csv")]) == 2
    assert main(["match", file]) == 2
    with pytest.raises(SystemExit, match="2"):
        main(["match", file, "--tilte", "x"])
    out, err = capsys.readouterr()
    assert out == ""
    assert "Cannot read the catalogue" in err


def test_alpha_is_the_one_that_decisions_use():
    assert AbstentionConfig().token_weight == TOKEN_WEIGHT
