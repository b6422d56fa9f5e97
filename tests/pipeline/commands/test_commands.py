"""`python -m pipeline decide`, the JSON of a decision, and what the package exports."""

from __future__ import annotations

import argparse
import contextlib
import io
import json
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

import pipeline
from catalogue import FIELDS, Index
from pipeline import ConfigError, Signals, decision_record
from pipeline.__main__ import main
from pipeline.decision.signals_json import read_signals

CATALOGUE = """id,title,artist
A1,The Entombment,Michelangelo
A2,Minerva,Venturini Gaspare
A3,Giovane imperatore,Venturini Gaspare
"""


@pytest.fixture
def decide(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    (tmp_path / "catalogue.csv").write_text(CATALOGUE)

    def decide(signals: Any, *more: Any, config: Any = None) -> Any:
        text = signals if isinstance(signals, str) else json.dumps(signals)
        (tmp_path / "signals.json").write_text(text)
        words = ["decide", "--catalogue", str(tmp_path / "catalogue.csv")]
        words += ["--signals", str(tmp_path / "signals.json"), *more]
        if config is not None:
            (tmp_path / "config.json").write_text(json.dumps(config))
            words += ["--config", str(tmp_path / "config.json")]
        status = main(words)
        return status, *capsys.readouterr()

    return decide


def test_the_public_names() -> None:
    assert {"AbstentionConfig", "Guards", "Signals", "Decision", "Evidence", "decide", "signals",
            "decision_record", "PARAMETERS", "PipelineError", "ConfigError"} <= set(
        pipeline.__all__
    )  # fmt: skip
    assert all(hasattr(pipeline, name) for name in pipeline.__all__)
    assert callable(pipeline.decide)
    assert callable(pipeline.signals)


def test_a_decision_has_exactly_the_promised_json(decide: Any) -> None:
    status, out, err = decide([{"id": "v1", "artist": "Michelangelo"}], "--json")
    (record,) = json.loads(out)
    assert (status, err) == (0, "")
    assert list(record) == [
        "id", "outcome", "regime", "work", "score", "margin", "runner_up", "fields", "reasons",
        "guards",
    ]  # fmt: skip
    assert record == {
        "id": "v1",
        "outcome": "accept",
        "regime": "artist",
        "work": "A1",
        "score": pytest.approx(0.46),
        "margin": pytest.approx(0.46),
        "runner_up": None,
        "fields": {"title": 0.0, "artist": 1.0, "subject": 0.0},
        "reasons": [
            {"parameter": "artist_activate", "observed": 1.0, "required": 0.45},
            {"parameter": "artist_accept", "observed": pytest.approx(0.46), "required": 0.38},
        ],
        "guards": [],
    }


def test_the_identifiers_of_the_work_are_named_where_the_catalogue_has_them(
    decide: Any, tmp_path: Path
) -> None:
    decide([])
    path = tmp_path / "catalogue.csv"
    wikidata = "https://www.wikidata.org/wiki/Q5592"
    path.write_text(f"id,title,artist,artist wikidata\nA1,The Entombment,Michelangelo,{wikidata}\n")
    words = ["decide", "--catalogue", str(path), "--signals", str(tmp_path / "signals.json")]
    (tmp_path / "signals.json").write_text('[{"id": "v1", "artist": "Michelangelo"}]')
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([*words, "--json"]) == 0
    (record,) = json.loads(out.getvalue())
    assert record["authorities"] == [
        {"field": "artist", "authority": "Wikidata", "identifier": "Q5592",
         "uri": "http://www.wikidata.org/entity/Q5592"}
    ]  # fmt: skip


def test_records_come_in_the_order_given_and_an_abstention_says_why(decide: Any) -> None:
    status, out, _ = decide(
        [
            {"id": "z", "title": "zzz", "artist": None, "subject": None},
            {"id": "a", "title": None, "artist": ["Venturini", "Gaspare Venturini"]},
            {"id": "m", "title": "not sure"},
        ],
        "--json",
    )
    first, second, third = json.loads(out)
    assert status == 0
    assert [first["id"], second["id"], third["id"]] == ["z", "a", "m"]
    assert (first["work"], first["runner_up"], first["score"]) == (None, None, 0.0)
    assert (second["outcome"], second["guards"]) == ("abstain", ["tie", "ambiguous"])
    assert (second["work"], second["runner_up"], second["margin"]) == ("A2", "A3", 0.0)
    assert {"parameter": "tie", "observed": 0.0, "required": 0.0} in second["reasons"]
    assert (third["regime"], third["work"]) == (None, None)
    assert [reason["parameter"] for reason in third["reasons"]] == ["no_signal"]


def test_a_configuration_is_obeyed(decide: Any) -> None:
    signals = [{"id": "v1", "artist": "Michelangelo"}]
    _, out, _ = decide(signals, "--json", config={"artist_accept": 0.5})
    assert json.loads(out)[0]["outcome"] == "abstain"


def test_without_json_a_person_reads_a_line(decide: Any) -> None:
    status, out, _ = decide([{"id": "v1", "artist": "Michelangelo"}, {"id": "v2"}])
    assert status == 0
    assert out.splitlines()[0].startswith("v1: accept A1 0.460")
    assert "no_signal" in out.splitlines()[1]


@pytest.mark.parametrize(
    ("signals", "message"),
    [
        ("[", "not JSON"),
        ("{}", "must be a list"),
        ([3], "entry 1 is not an object"),
        ([{"title": "x"}], 'needs an "id"'),
        ([{"id": 3}], 'needs an "id"'),
        ([{"id": "a", "titel": "x"}], "unknown key 'titel'"),
        ([{"id": "a", "title": 3}], "'title' of entry 1"),
        ([{"id": "a", "artist": ["x", None]}], "'artist' of entry 1"),
        ([{"id": "a"}, {"id": "a"}], "'a' is given more than once"),
    ],
)
def test_wrong_signals_are_refused_with_status_2(decide: Any, signals: Any, message: str) -> None:
    status, out, err = decide(signals, "--json")
    assert (status, out) == (2, "")
    assert message in err


def test_a_wrong_configuration_or_catalogue_is_refused_with_status_2(
    decide: Any, tmp_path: Path
) -> None:
    status, out, err = decide([], config={"artist_acept": 0.5})
    assert (status, out) == (2, "")
    assert "artist_acept" in err
    status, out, err = decide([], "--catalogue", str(tmp_path / "no.csv"))
    assert (status, out) == (2, "")
    assert "no.csv" in err


def test_all_problems_of_the_signals_are_said_at_once() -> None:
    with pytest.raises(ConfigError, match=r"entry 1 .*entry 2 "):
        read_signals('[{"id": 1}, {"id": "x", "y": 1}]')


def test_a_field_is_a_string_a_list_or_null() -> None:
    (one,) = read_signals('[{"id": "a", "title": "x", "artist": ["y", "z"], "subject": null}]')
    texts = [[guess.text for guess in one.guesses(field)] for field in FIELDS]
    assert (one.id, texts) == ("a", [["x"], ["y", "z"], []])


def test_no_candidate_means_nulls_and_zeros() -> None:
    config = pipeline.AbstentionConfig()
    record = decision_record(pipeline.decide(Signals("s"), Index(()), config))
    assert (record["work"], record["regime"], record["score"], record["margin"]) == (
        None,
        None,
        0,
        0,
    )
    assert record["fields"] == {"title": 0, "artist": 0, "subject": 0}


def test_analyse_hands_its_arguments_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[argparse.Namespace] = []
    command = import_module("pipeline.commands.analyse")
    monkeypatch.setattr(command, "run", lambda arguments: given.append(arguments) or 0)  # type: ignore[func-returns-value]
    assert main(["analyse", "a.mp4", "b.jpg", "--catalogue", "c.csv", "--json", "out.json"]) == 0
    (one,) = given
    assert (one.media, one.backend, one.model, one.config, one.db) == (
        ["a.mp4", "b.jpg"], "embedded", None, None, None,
    )  # fmt: skip


def test_the_worker_reads_its_own_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    given = []
    monkeypatch.setattr(
        import_module("pipeline.__main__"),
        "work",
        lambda words: given.append(words) or 0,  # type: ignore[func-returns-value]
    )
    assert main(["worker", "--idle", "3"]) == 0
    assert given == [["--idle", "3"]]


@pytest.mark.parametrize("words", [["--help"], ["decide", "--help"], ["analyse", "--help"]])
def test_every_command_has_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(words)
    assert "usage" in capsys.readouterr().out
