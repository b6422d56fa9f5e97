"""`python -m backends`: list, inspect, fetch; one sentence on stderr for what cannot be done."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from backends import VisualFormat
from backends.__main__ import main
from backends.neural.weights import adapters, checkpoint, copyable
from tests import fake_hub
from tests.checkpoints import VIDEOLLAMA2_7B, file_of, folder_of
from tests.fake_hub import Hub
from tests.imports import ROOT

pytestmark = pytest.mark.slow

NAME = "Qwen/Qwen2-VL-7B-Instruct"
FORM = VisualFormat("video", 8, 448, 151_200, "aspect", "even", "qwen-vl pil 1")


def output_of(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    """Standard output of a command that works."""
    assert main([str(word) for word in words]) == 0
    return capsys.readouterr().out


def error_of(capfd: pytest.CaptureFixture[str], *words: str | Path) -> str:
    """The one sentence of a command that cannot be done."""
    assert main([str(word) for word in words]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    last = err.strip().splitlines()[-1]
    assert last.startswith("error: ")
    assert "Traceback" not in err
    return last


# --- list


def test_every_backend_is_listed_with_what_it_needs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = output_of(capsys, "list", "--models", tmp_path).splitlines()
    assert lines[0].split()[:2] == ["embedded", "ready"]
    states = {line.split()[0]: line.split()[1] for line in lines if not line.startswith(" ")}
    assert states["qwen2-vl"] == states["videollama2"] == "needs"
    assert f"(config.json, *.safetensors) into {tmp_path / 'qwen2-vl'}" in "\n".join(lines)
    (fetch,) = {line.split(": ")[1] for line in lines if f" fetch qwen2-vl {NAME} " in line}
    python, *words = shlex.split(fetch)
    assert words == f"-m backends fetch qwen2-vl {NAME} --to {tmp_path / 'qwen2-vl'}".split()
    assert ROOT / python == Path(sys.executable)


@pytest.mark.parametrize(
    ("own", "words"),
    [
        (ROOT / ".venv" / "bin" / "python", str(Path(".venv/bin/python"))),
        (Path("/opt/museum/bin/python"), str(Path("/opt/museum/bin/python"))),
        (Path("/opt/our museum/python"), f'"{Path("/opt/our museum/python")}"'),
    ],
)
def test_commands_name_the_interpreter_that_has_the_packages(
    own: Path, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(own))
    assert copyable.python() == words


def test_a_backend_with_whole_weights_is_ready(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder_of(tmp_path / "qwen2-vl")
    assert "qwen2-vl     ready" in output_of(capsys, "list", "--models", tmp_path)


def test_a_backend_with_half_its_weights_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.truncate(folder_of(tmp_path / "qwen2-vl") / "model.safetensors", 20)
    listed = output_of(capsys, "list", "--models", tmp_path)
    assert "qwen2-vl     needs" in listed
    assert "is half a checkpoint: model.safetensors ends after 20 bytes" in listed


def test_without_a_folder_of_models_the_option_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert "into a folder and name it with --model" in output_of(capsys, "list")


# --- inspect


def test_a_folder_of_weights_is_inspected(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_of(tmp_path / "model")
    lines = output_of(capsys, "inspect", folder).splitlines()
    assert lines[0] == f"Qwen2VLForConditionalGeneration (qwen2_vl) in {folder}"
    assert lines[1] == "  used by      qwen2-vl"
    assert lines[2] == "  weights      64 parameters, 0.0 GB (F32) in 1 files"
    assert lines[3] == f"  fingerprint  {checkpoint.read(folder).fingerprint}"
    assert lines[4] == "  frames       8 as images: at most 1,536 tokens"
    assert lines[5].startswith("  full         Fits: it takes about ")
    assert lines[6].startswith("  4 bits       Fits: it takes about ")


def test_what_a_small_model_was_trained_for_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_of(tmp_path / "model")
    (folder / "training.json").write_text('{"prompts": "2"}')
    assert "  trained for  questions of version 2\n" in output_of(capsys, "inspect", folder)
    (folder / "training.json").write_text("[")
    assert "trained for" not in output_of(capsys, "inspect", folder)


def test_a_model_of_no_backend_is_inspected_as_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_of(tmp_path / "model", {"model_type": "llava"})
    assert "used by      no backend here" in output_of(capsys, "inspect", folder)


def test_an_adapter_is_inspected(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "adapter"
    folder.mkdir()
    settings = {"peft_type": "LORA", "r": 4, "target_modules": ["q_proj"]}
    (folder / "adapter_config.json").write_text(json.dumps(settings))
    (folder / "adapter_model.safetensors").write_bytes(file_of({"w": (2, 2)}))
    assert "trained on   unknown" in output_of(capsys, "inspect", folder)
    base = checkpoint.read(folder_of(tmp_path / "model"))
    adapters.write_format(folder, FORM, base)
    output = output_of(capsys, "inspect", folder)
    assert output.startswith(f"LoRA adapter of rank 4 in {folder}\n")
    assert "trained on   qwen2_vl of width 64 with 2 layers\n" in output
    assert "frames       8 as video, aspect\n" in output


def test_what_is_no_model_is_told_in_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "is not a model: it has no config.json" in error_of(capfd, "inspect", tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="asks a POSIX shell")
def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
    command = f"'{sys.executable}' -m backends list --models '{tmp_path}' | head -n 0; echo "
    process = subprocess.run(
        ["bash", "-c", command + "${PIPESTATUS[0]}"], cwd=ROOT, capture_output=True, text=True
    )
    assert process.stderr == ""
    assert process.stdout == "0\n"


@pytest.mark.parametrize("words", [["--help"], ["fetch", "--help"]])
def test_help(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(words)
    assert "the only command that connects" in capsys.readouterr().out or words[0] == "fetch"


# --- fetch


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A repository with more in it than is wanted."""
    folder = folder_of(tmp_path / "source", shards=2)
    (folder / "pytorch_model.bin").write_bytes(b"\x80pickle")
    (folder / "modeling_own.py").write_text("raise SystemExit('it ran')")
    (folder / "merges.txt").write_text("#version: 0.2\n")
    return folder


@pytest.fixture
def hub(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with one model, and the environment in which the app keeps everything offline."""
    with fake_hub.running(Hub({NAME: source})) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        monkeypatch.setenv("HF_HUB_OFFLINE", "1")
        monkeypatch.setenv("HF_HOME", str(tmp_path / "home"))
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        yield hub


@pytest.mark.slow
def test_a_model_is_fetched_without_programs(
    hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "models" / "qwen2-vl"
    output = output_of(capsys, "fetch", "qwen2-vl", NAME, "--to", folder)
    assert output.startswith(f"Qwen2VLForConditionalGeneration (qwen2_vl) in {folder}\n")
    assert len(checkpoint.read(folder, ("qwen2_vl",)).files) == 2
    assert hub.served[0] == "config.json"
    assert set(hub.served) == {
        "config.json", "tokenizer.json", "merges.txt", "model.safetensors.index.json",
        "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
    }  # fmt: skip
    assert {path.name for path in folder.iterdir() if path.is_file()} == set(hub.served)


@pytest.mark.slow
def test_what_is_there_is_not_fetched_again(
    hub: Hub, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "model"
    output_of(capsys, "fetch", "qwen2-vl", NAME, "--to", folder)
    hub.served.clear()
    (folder / "tokenizer.json").unlink()
    output_of(capsys, "fetch", "qwen2-vl", NAME, "--to", folder)
    assert hub.served == ["tokenizer.json"]


def test_a_model_that_the_backend_does_not_take_is_not_downloaded(
    hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str], source: Path
) -> None:
    folder_of(source, VIDEOLLAMA2_7B)
    message = error_of(capfd, "fetch", "qwen2-vl", NAME, "--to", tmp_path / "model")
    assert message.endswith("Use it with --backend videollama2.")
    assert hub.served == ["config.json"]


def test_a_model_of_pickles_alone_is_not_downloaded(
    hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str], source: Path
) -> None:
    for path in source.glob("*.safetensors"):
        path.unlink()
    message = error_of(capfd, "fetch", "qwen2-vl", NAME, "--to", tmp_path / "model")
    assert "has no safetensors, only weights that could hold programs" in message
    assert hub.served == ["config.json"]


def test_a_disk_that_is_too_small(
    hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hub.claimed = 2**60
    message = error_of(capfd, "fetch", "qwen2-vl", NAME, "--to", tmp_path / "model")
    assert f"{NAME} takes 1073741824.0 GiB more, and {tmp_path / 'model'} has " in message
    assert message.endswith("Free space there, or name a folder on another disk.")
    assert hub.served == []


def test_a_name_that_the_hub_does_not_know(
    hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    message = error_of(capfd, "fetch", "qwen2-vl", "Nobody/Nothing", "--to", tmp_path / "model")
    assert message.startswith(
        "error: There is no model Nobody/Nothing on the hub, or it is private."
    )


def test_a_model_that_is_given_only_to_some(
    hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    hub.closed = True
    message = error_of(capfd, "fetch", "qwen2-vl", NAME, "--to", tmp_path / "model")
    assert "run 'hf auth login'" in message


def test_without_a_network_another_way_is_told(
    hub: Hub, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    message = error_of(capfd, "fetch", "qwen2-vl", NAME, "--to", tmp_path / "model")
    assert message.startswith("error: The hub cannot be reached (ConnectError: ")
    assert message.endswith("or fetch the folder on another one and copy it here.")


@pytest.mark.parametrize("name", ["Qwen", "https://hub/a/b", "../../etc", "a/b/c", ""])
def test_what_is_no_name_of_a_model(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str
) -> None:
    message = error_of(capfd, "fetch", "qwen2-vl", name, "--to", tmp_path / "model")
    assert message.endswith("is not the name of a model on the hub: it looks like OWNER/MODEL.")
    assert not (tmp_path / "model").exists()


def test_a_backend_without_weights(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    message = error_of(capfd, "fetch", "embedded", NAME, "--to", tmp_path)
    assert message == (
        "error: No backend 'embedded' takes weights. There is: qwen2-vl, videollama2."
    )


def test_a_file_in_the_place_of_the_folder(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "model").write_text("")
    assert "is a file. Name a folder" in error_of(
        capfd, "fetch", "qwen2-vl", NAME, "--to", tmp_path / "model"
    )
