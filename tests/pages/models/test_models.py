"""The page of models: what is there, what is missing, and how a model with weights is set."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import backends
from backends import Listing, Options
from backends.embedded.labels.scripts import tesseract
from backends.neural.weights import adapters, checkpoint, copyable
from pages._ui.shell.resources import Resources
from pipeline.stages import VERSION
from tests import builders, checkpoints
from tests.visits import APP, html, press, sound, visit

QWEN = "qwen2-vl"
ADAPTER = "model_qwen2-vl_adapter"
FAULT = 'class="ct-fault"'
DESPITE = "model_qwen2-vl_despite_format"


def with_adapter(folder: Path, weights: Path, options: Options) -> Path:
    """An adapter for `weights` that was trained on frames as `options` set them."""
    folder.mkdir()
    config = {"peft_type": "LORA", "r": 4, "lora_alpha": 8, "target_modules": "q_proj"}
    (folder / "adapter_config.json").write_text(json.dumps(config))
    shapes = {"base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight": (4, 64)}
    (folder / "adapter_model.safetensors").write_bytes(checkpoints.file_of(shapes))
    form = backends.form(QWEN, options)
    assert form is not None
    adapters.write_format(folder, form, checkpoint.read(weights))
    return folder


def listing(bundle: Resources, name: str = QWEN) -> Listing:
    return next(x for x in backends.available(bundle.workspace.models) if x.name == name)


def stored(bundle: Resources) -> dict[str, Any]:
    """What the next visit will find about the model."""
    settings: dict[str, Any] = bundle.preferences.get("models", {}).get(QWEN, {})
    return settings


def models_ready(app: AppTest) -> int:
    """How many backends with weights are shown as ready; the others always are."""
    weightless = [x for x in backends.available() if x.ready and not x.weights]
    return html(app).count(">Ready<") - len(weightless)


def name(app: AppTest, key: str, words: str) -> AppTest:
    app.text_input(key=key).set_value(words).run()
    return sound(app)


def test_every_backend_is_listed_with_its_state(bundle: Resources) -> None:
    app = visit(bundle, "models")
    drawn = html(app)
    for backend in backends.available(bundle.workspace.models):
        assert f'<h2 class="ct-title">{backend.label.split(" (")[0]}</h2>' in drawn
    assert not models_ready(app)
    copied = [code.value for code in app.code]
    folder = bundle.workspace.models / QWEN
    assert str(folder) in copied
    example = listing(bundle).example
    assert copyable.fetch(QWEN, example, folder) in copied


def test_half_a_checkpoint_is_named_and_then_mended(bundle: Resources, tmp_path: Path) -> None:
    folder = checkpoints.folder_of(tmp_path / "weights of my own", shards=3)
    shard = folder / "model-00002-of-00003.safetensors"
    whole = shard.read_bytes()
    shard.unlink()
    app = name(visit(bundle, "models"), f"folder_{QWEN}", f'"{folder}"')
    assert "is half a checkpoint: model-00002-of-00003.safetensors is missing" in html(app)
    assert not [s for s in app.select_slider if s.key == "model_qwen2-vl_frames"]
    shard.write_bytes(whole)
    again = visit(bundle, "models")
    assert "half a checkpoint" not in html(again)
    assert "Qwen2VLForConditionalGeneration" in html(again)
    assert again.text_input(key=f"folder_{QWEN}").value == str(folder)


def test_a_backend_with_weights_of_its_own_kind_says_where_they_belong(
    bundle: Resources, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "odd"
    lacks = ("pip install odd", f"put odd weights into {folder}")
    odd = Listing("odd", "Odd (of its own kind)", lacks, folder, "odd weights", lacks[:1])
    monkeypatch.setattr(backends, "available", lambda *where: (odd,))
    app = visit(bundle, "models")
    assert [code.value for code in app.code] == ["pip install odd", str(folder)]
    assert "Put odd weights into this folder" in html(app)
    ready = Listing("odd", "Odd", (), folder, "odd weights")
    monkeypatch.setattr(backends, "available", lambda *where: (ready,))
    app = visit(bundle, "models")
    assert html(app).count(">Ready<") == 1
    assert not app.code


def test_a_model_that_was_trained_on_other_questions_is_named(
    bundle: Resources, weights: Path
) -> None:
    note = weights / "training.json"
    for version, outdated in (("1", True), (VERSION, False)):
        note.write_text(json.dumps({"prompts": version}))
        drawn = html(visit(bundle, "models"))
        assert ("Trained on version 1 of the questions" in drawn) == outdated
        assert ("Train it again" in drawn) == outdated


def test_the_command_that_converts_pickles_can_be_copied(bundle: Resources, tmp_path: Path) -> None:
    folder = checkpoints.folder_of(tmp_path / "weights")
    (folder / "model.safetensors").rename(folder / "model.bin")
    app = name(visit(bundle, "models"), f"folder_{QWEN}", str(folder))
    (command,) = [code.value for code in app.code if "save_file" in code.value]
    assert command.startswith(f"{copyable.python()} -c ")
    assert command.endswith(f'"{folder / "model.safetensors"}" "{folder / "model.bin"}"')
    assert "are pickles (model.bin)" in html(app)
    assert "save_file" not in html(app)


def test_what_is_wrong_with_files_in_the_usual_folder_is_named(bundle: Resources) -> None:
    usual = bundle.workspace.models / QWEN
    usual.mkdir(parents=True)
    assert "Put the files of a Qwen2-VL" in html(visit(bundle, "models"))
    folder = checkpoints.folder_of(usual)
    (folder / "model.safetensors").rename(folder / "model.bin")
    assert "are pickles (model.bin)" in html(visit(bundle, "models"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [("/no/such/folder", "There is no folder"), ("Qwen/Qwen2-VL-2B", "name of a model on the hub")],
)
def test_a_folder_that_is_not_there_is_named(bundle: Resources, typed: str, says: str) -> None:
    app = name(visit(bundle, "models"), f"folder_{QWEN}", typed)
    assert says in html(app)
    assert not models_ready(app)
    name(app, f"folder_{QWEN}", "")
    assert "folder" not in stored(bundle)
    assert FAULT not in html(app)


def test_the_estimate_follows_the_settings(bundle: Resources, weights: Path) -> None:
    app = visit(bundle, "models")
    assert "1,536 visual tokens" in html(app)
    app.select_slider(key="model_qwen2-vl_frames").set_value(4).run()
    assert "768 visual tokens" in html(sound(app))
    app.toggle(key="model_qwen2-vl_quantise").set_value(True).run()
    sound(app)
    assert stored(bundle) == {"frames": 4, "quantise": True}
    assert visit(bundle, "models").select_slider(key="model_qwen2-vl_frames").value == 4
    press(app, f"reset_{QWEN}")
    assert stored(bundle) == {}
    assert "1,536 visual tokens" in html(app)
    assert app.select_slider(key="model_qwen2-vl_frames").value == 8


def test_only_sizes_that_a_frame_can_have_are_offered(bundle: Resources, weights: Path) -> None:
    form = listing(bundle).format
    assert form is not None
    bundle.preferences.put(models={QWEN: {"pixels": 401_408}})  # offered by an earlier version
    sizes = visit(bundle, "models").select_slider(key="model_qwen2-vl_pixels")
    assert sizes.value == 200_704
    offered = [re.findall(r"[\d,]+", words.replace(",", "")) for words in sizes.options]
    assert [int(pixels) for pixels, _, _ in offered] == [50_176, 100_352, 151_200, 200_704]
    for pixels, *sides in offered:
        wide, high = map(int, sides)
        assert max(wide, high) <= form.longest
        assert 0.99 * int(pixels) < wide * high <= int(pixels)


def test_an_adapter_of_another_format_is_refused_until_a_person_insists(
    bundle: Resources, weights: Path, tmp_path: Path
) -> None:
    trained = with_adapter(tmp_path / "adapter", weights, Options(visual="video", frames=4))
    app = name(visit(bundle, "models"), ADAPTER, str(trained))
    assert "visual video, not images; frames 4, not 8" in html(app)
    assert not models_ready(app)
    app.toggle(key=DESPITE).set_value(True).run()
    assert FAULT not in html(sound(app))
    assert "nothing is identified with it" in html(app)
    assert models_ready(app)
    press(app, f"suit_{QWEN}")
    assert "nothing is identified with it" not in html(app)
    assert app.select_slider(key="model_qwen2-vl_frames").value == 4
    form = backends.form(QWEN, Options(**stored(bundle)))
    assert form == adapters.read(trained).format


@pytest.mark.parametrize(
    "damaged",
    [
        "words",
        {QWEN: "words"},
        {QWEN: {"frames": -3, "pixels": "many", "fit": "round", "visual": 7, "adapter": 1}},
        {QWEN: {"frames": True, "folder": ["x"], "quantise": "yes"}},
    ],
)
def test_damaged_preferences_count_as_not_set(
    bundle: Resources, weights: Path, damaged: object
) -> None:
    bundle.preferences.put(models=damaged, backends={"x": 1})
    app = visit(bundle, "models")
    assert app.select_slider(key="model_qwen2-vl_frames").value == 8
    assert not app.toggle(key="model_qwen2-vl_quantise").value


def test_settings_that_the_model_cannot_take_are_named_and_put_back(
    bundle: Resources, weights: Path
) -> None:
    bundle.preferences.put(models={QWEN: {"pixels": 1}})
    app = visit(bundle, "models")
    assert "Qwen2-VL enlarges smaller frames" in html(app)
    assert not models_ready(app)
    press(app, f"reset_{QWEN}")
    assert FAULT not in html(app)
    assert models_ready(app)


def test_a_model_that_does_not_fit_is_shown_with_what_would_help(
    bundle: Resources, weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from backends.neural.memory.available import AvailableMemory

    small = AvailableMemory("card", "a small card", 1, 2**30)
    monkeypatch.setattr("pages._ui.settings.weights._available", lambda: small)
    app = visit(bundle, "models")
    assert "Ready, but too large" in html(app)
    assert "Does not fit" in html(app)
    assert "1.0 GiB of a small card" in html(app)


def test_the_questions_are_shown_as_they_are_asked(bundle: Resources) -> None:
    from pipeline.stages import MODEL_STAGES

    app = visit(bundle, "models")
    assert f"The seven questions, version {VERSION}" in [e.label for e in app.expander]
    drawn = html(app)
    for stage in MODEL_STAGES:
        if not stage.needs:
            asked = stage.prompt({}).replace('"', "&quot;").replace("'", "&#x27;")
            assert asked.replace("<", "&lt;").replace(">", "&gt;") in drawn


@pytest.mark.slow
def test_no_page_loads_a_model_library(bundle: Resources, weights: Path) -> None:
    """Drawn in an interpreter of its own, with weights and a choice to show."""
    bundle.preferences.put(backends=[QWEN], models={QWEN: {"quantise": True}})
    builders.catalogue_file(bundle.workspace.demo)
    code = (
        "import sys\nfrom streamlit.testing.v1 import AppTest\n"
        f"app = AppTest.from_file({str(APP)!r}, default_timeout=60).run()\n"
        "app.switch_page('pages/models.py').run()\n"
        "assert not app.exception and app.select_slider\n"
        "heavy = {'torch', 'transformers', 'peft', 'bitsandbytes', 'accelerate', 'onnxruntime'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )

    environment = {**os.environ, "CARTELLINO_WORKSPACE": str(bundle.workspace.root)}
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=APP.parent, capture_output=True, text=True,
        env=environment,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.strip() == ""


def test_what_the_embedded_backend_reads_is_said_with_the_command_for_more(
    bundle: Resources, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tesseract, "installed", lambda: None)
    app = visit(bundle, "models")
    assert "Reads labels in Latin script, Chinese and Japanese." in html(app)
    assert tesseract.INSTALL in [code.value for code in app.code]
