"""The backend that follows a script: what it says, and that nobody is offered it by mistake."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import backends
from backends import BackendUnavailable, GenerationError, Media, MediaFrame, Params, Prompt
from backends.scripted import Script, ScriptedBackend
from pipeline.__main__ import main
from tests import scripted_models

LABEL, VISUAL = Prompt("label", "Read."), Prompt("visual", "Which?")


@pytest.fixture
def media(tmp_path: Path) -> Media:
    frame = tmp_path / "frame.jpg"
    frame.write_bytes(b"x")
    return Media((MediaFrame(frame, "ab", 0.0),), focus="A")


def ready(backend: ScriptedBackend) -> ScriptedBackend:
    backend.load(None)
    return backend


def test_a_mapping_answers_by_stage_and_anything_else_is_not_visible(media: Media) -> None:
    backend = ready(ScriptedBackend({"label": "Guido Reni\n Flora "}))
    assert backend.generate(media, LABEL, Params()) == "Guido Reni\n Flora "
    assert backend.generate(media, VISUAL, Params()) == "not visible"
    assert backend.asked == [LABEL, VISUAL]


def test_a_function_answers_by_clip_and_prompt(media: Media) -> None:
    backend = ready(ScriptedBackend(lambda media, prompt: f"{media.focus}, {prompt.stage}"))
    assert backend.generate(media, VISUAL, Params()) == "A, visual"


def test_an_error_in_the_script_is_raised(media: Media) -> None:
    backend = ready(ScriptedBackend({"label": GenerationError("Out of paint.")}))
    with pytest.raises(GenerationError, match="Out of paint"):
        backend.answers(media, [(VISUAL, Params()), (LABEL, Params())])


def test_answers_grow_side_by_side(media: Media) -> None:
    backend = ready(ScriptedBackend({"label": "Guido  Reni\n", "visual": " Flora"}))
    streamed: list[tuple[str, str]] = []
    questions = [(LABEL, Params()), (VISUAL, Params())]
    answers = backend.answers(
        media, questions, lambda stage, words: streamed.append((stage, words))
    )
    assert streamed == [("label", "Guido  "), ("visual", " Flora"), ("label", "Reni\n")]
    assert [(a.words, a.tokens) for a in answers] == [("Guido  Reni\n", 2), (" Flora", 1)]


def test_another_script_is_another_model() -> None:
    scripts: list[Script] = [{}, {"label": "a"}, {"label": "b"}, {"label": GenerationError("b")}]
    scripts.append(lambda media, prompt: "a")
    identities = [ready(ScriptedBackend(script)).identity for script in scripts]
    assert len(set(identities)) == len(scripts)
    assert ready(ScriptedBackend({"label": "a"})).identity == identities[1]


@pytest.mark.parametrize("text", [None, "{", "[]", '{"label": 3}'])
def test_a_script_that_is_none_is_refused_before_anything_begins(
    text: str | None, tmp_path: Path
) -> None:
    path = tmp_path / "script.json"
    if text is not None:
        path.write_text(text)
    for act in (ScriptedBackend().check, ScriptedBackend().load):
        with pytest.raises(BackendUnavailable, match=r"script\.json"):
            act(path)


def test_no_list_offers_it_unless_asked() -> None:
    assert "scripted" not in [listing.name for listing in backends.available()]
    assert "scripted" in [listing.name for listing in backends.available(for_tests=True)]
    with pytest.raises(BackendUnavailable) as refused:
        backends.create("crystal-ball")
    assert "scripted" not in str(refused.value)


def test_a_script_in_a_file_names_a_work_on_the_command_line(tmp_path: Path) -> None:
    video = scripted_models.video(tmp_path / "walk.mp4", seconds=2)
    collection = scripted_models.catalogue_file(tmp_path / "c.csv")
    script, out = tmp_path / "script.json", tmp_path / "out.json"
    script.write_text(json.dumps({"visual": '{"title": "Flora", "artist": "Carlo Cignani"}'}))
    command = ["analyse", str(video), "--catalogue", str(collection), "--backend", "scripted"]
    command += ["--model", str(script), "--db", str(tmp_path / "c.db"), "--json", str(out)]
    assert main(command) == 0
    (record,) = json.loads(out.read_text())
    assert [clip["decision"]["work"] for clip in record["clips"]] == ["B"]
