"""The command line with several backends: which are chosen, and what comes of them."""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from backends.base import BY_DEFAULT, MOST_FRAMES, BackendUnavailable, Choice, Options, OutOfMemory
from pipeline import ConfigError
from pipeline.__main__ import main
from pipeline.analysis.analyse import analyse
from pipeline.commands import analyse as analyse_cli
from pipeline.commands.backend_options import add_arguments, choices
from tests import scripted_models
from tests.scripted_models import MINERVA, Talker, folder

Run = Callable[..., tuple[int, list[dict[str, Any]]]]


@pytest.fixture(autouse=True)
def models() -> Iterator[None]:
    scripted_models.register()
    yield
    scripted_models.unregister()


def chosen(*words: str) -> tuple[Choice, ...]:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return choices(parser.parse_args(words))


def test_without_a_word_the_embedded_backend_is_chosen() -> None:
    assert chosen() == (Choice("embedded"),)


@pytest.mark.parametrize("path", ["ab", "./a=b", "/no/a=b", "there=b"])
def test_a_folder_without_a_name_is_for_the_one_that_needs_it(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there=b").mkdir()
    assert chosen("--backend", "pointer+talker", "--model", path) == (
        Choice("pointer"),
        Choice("talker", Path(path)),
    )
    assert chosen("--backend", "pointer", "--model", "cache") == (Choice("pointer", Path("cache")),)


def test_several_folders_are_named() -> None:
    words = ["--model", "other=o", "--model", "talker=t", "--adapter", "other=lora"]
    assert chosen("--backend", "talker+other", *words) == (
        Choice("talker", Path("t")),
        Choice("other", Path("o"), options=Options(adapter=Path("lora"))),
    )


def test_settings_are_for_models_with_weights() -> None:
    words = ["--quantise", "--visual", "video", "--frames", "4", "--pixels", "50176", "--fit"]
    words += ["pad", "--offload", "--smaller", "--despite-format"]
    options = Options("video", 4, 50176, "pad", None, True, True, True)
    expected = (Choice("pointer"), Choice("talker", None, True, options))
    assert chosen("--backend", "pointer+talker", *words) == expected
    assert expected[0].options == BY_DEFAULT


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--backend", "talker+other", "--model", "p"], "--model NAME=p with one of talker, other"),
        (["--backend", "talker+talker"], "twice"),
        (["--backend", "talker", "--model", "a", "--model", "talker=b"], "given twice for talker"),
        (["--backend", "pointer", "--model", "talker=w"], "--model talker=w is for a backend that"),
        (["--backend", "pointer", "--frames", "4"], "change nothing of pointer"),
        (["--backend", "pointer", "--quantise"], "change nothing of pointer"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_words(words: list[str], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        chosen(*words)


def test_an_unknown_backend_is_refused_with_those_that_there_are() -> None:
    for words in (["pointer+telker"], ["talker", "--model", "telker=/tmp/w"]):
        with pytest.raises(BackendUnavailable, match=r"'telker'.*embedded.*talker"):
            chosen("--backend", *words)


@pytest.mark.parametrize("text", ["0", "-3", "many"])
def test_a_count_is_a_whole_number_above_0(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        chosen("--backend", "talker", "--frames", text)
    assert "not a whole number above 0" in capsys.readouterr().err


def test_as_many_frames_as_in_the_app_are_taken_and_no_more(
    capsys: pytest.CaptureFixture[str],
) -> None:
    (choice,) = chosen("--backend", "talker", "--frames", str(MOST_FRAMES))
    assert choice.options.frames == MOST_FRAMES
    with pytest.raises(SystemExit, match="2"):
        chosen("--backend", "talker", "--frames", str(MOST_FRAMES + 1))
    assert f"33 is more than {MOST_FRAMES}" in capsys.readouterr().err


@pytest.fixture
def run(tmp_path: Path) -> Run:
    scripted_models.video(tmp_path / "walk.mp4")
    scripted_models.catalogue_file(tmp_path / "c.csv")

    def run(
        *words: str, media: tuple[str, ...] = ("walk.mp4",)
    ) -> tuple[int, list[dict[str, Any]]]:
        out = tmp_path / "out.json"
        out.unlink(missing_ok=True)
        named = [str(tmp_path / name) for name in media]
        where = ["--catalogue", str(tmp_path / "c.csv"), "--db", str(tmp_path / "w" / "c.db")]
        status = main(["analyse", *named, *where, "--json", str(out), *words])
        return status, json.loads(out.read_text(encoding="utf-8")) if out.exists() else []

    return run


@pytest.mark.slow
def test_an_ensemble_decides_together_and_keeps_its_members(run: Run, tmp_path: Path) -> None:
    model = folder(tmp_path, says={"visual": MINERVA})
    status, (record,) = run("--backend", "talker+pointer", "--model", str(model))
    assert status == 0
    assert set(record) == {"medium", "clips", "works_seen", "evidence"}
    assert [clip["decision"]["outcome"] for clip in record["clips"]] == ["accept"] * 3
    assert [m["backend"] for m in record["evidence"][0]["members"]] == ["pointer", "talker"]
    assert record["evidence"][0]["members"][1]["format"]["frames"] == 8


def test_weights_in_their_place_need_no_name(run: Run, tmp_path: Path) -> None:
    assert run("--backend", "talker") == (2, [])
    folder(tmp_path / "w" / "models", "talker")
    status, (record,) = run("--backend", "talker")
    assert (status, record["evidence"][0]["backend"]) == (0, "talker")


@pytest.mark.slow
def test_a_member_that_cannot_be_loaded_is_left_out(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    model = folder(tmp_path, refuses="Half a checkpoint: copy it again.")
    status, (record,) = run("--backend", "pointer+talker", "--model", str(model))
    assert (status, record["evidence"][0]["backend"]) == (2, "pointer")
    assert "talker is left out: Half a checkpoint" in capsys.readouterr().err
    assert run("--backend", "talker", "--model", str(model)) == (2, [])


def test_who_cannot_take_part_is_reported_before_the_first_video(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    reported: list[str] = []

    def noting(*given: Any) -> Any:
        reported.append(capsys.readouterr().err)
        return analyse(*given)

    monkeypatch.setattr(analyse_cli, "analyse", noting)
    status, (record,) = run("--backend", "pointer+talker")
    assert (status, record["evidence"][0]["backend"]) == (2, "pointer")
    place = tmp_path / "w" / "models" / "talker"
    assert reported == [
        "talker is left out: Talker has no weights here: put config.json into "
        f"{place}, or name the folder that holds them.\n"
    ]


@pytest.mark.slow
def test_memory_that_is_short_beforehand_leaves_out_whoever_may_not_be_made_smaller(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*given: Any) -> None:
        raise OutOfMemory("No room. Take fewer frames.")

    monkeypatch.setattr(Talker, "check", refuse)
    words = ["--backend", "pointer+talker", "--model", str(folder(tmp_path))]
    status, (record,) = run(*words)
    assert (status, record["evidence"][0]["backend"], Talker.beside) == (2, "pointer", [])
    status, (record,) = run(*words, "--smaller")
    assert (status, record["evidence"][0]["backend"]) == (0, "pointer+talker")


@pytest.mark.slow
def test_a_file_that_is_no_video_says_so_once_and_loads_no_model(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "notes.md").write_text("# No video")
    words = ["--backend", "pointer+talker", "--model", str(folder(tmp_path))]
    status, (record,) = run(*words, media=("notes.md",))
    assert (status, record["clips"], Talker.beside) == (2, [], [])
    assert record["error"].startswith("notes.md cannot be read as a video or a picture")
    located = record["error"].replace("notes.md", str(tmp_path / "notes.md"))
    assert capsys.readouterr().err == f"{located}\n"
    status, records = run(*words, media=("notes.md", "walk.mp4"))
    assert (status, len(records[1]["clips"])) == (2, 3)


@pytest.mark.slow
def test_memory_that_runs_short_stops_one_member_or_makes_it_smaller(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["--backend", "pointer+talker", "--model", str(folder(tmp_path, room=4))]
    status, (record,) = run(*words)
    assert (status, record["evidence"][0]["backend"]) == (2, "pointer")
    assert "8 frames do not fit" in capsys.readouterr().err
    status, (record,) = run(*words, "--smaller")
    assert (status, record["evidence"][0]["backend"]) == (0, "pointer+talker")
    assert "with 4 frames" in capsys.readouterr().err
    assert "error" not in record


@pytest.mark.slow
def test_a_model_whose_medium_failed_is_gone_before_the_next_loads(
    run: Run, tmp_path: Path
) -> None:
    one, two = folder(tmp_path, "one", room=4), folder(tmp_path, "two")
    status, (record,) = run(
        "--backend", "talker+other", "--model", f"talker={one}", "--model", f"other={two}"
    )
    assert (status, record["evidence"][0]["backend"]) == (2, "other")
    assert Talker.beside == [0, 0]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.slow
def test_the_line_says_what_is_loading(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal()
    monkeypatch.setattr("sys.stderr", terminal)
    run("--backend", "pointer+talker", "--model", str(folder(tmp_path)))
    assert "\r\x1b[Kloading talker\r" in terminal.getvalue()
    assert "loading pointer" not in terminal.getvalue()
