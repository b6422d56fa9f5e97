"""Several answers over one prefix are the answers that separate calls of transformers give."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from statistics import fmean
from tempfile import mkdtemp

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from backends import Media, Options, Params, Prompt, Visual
from backends.base import Answer, OnText, ignore_text
from backends.neural.decoding.shared_prefix import Generated, Prefix, answer_all
from backends.neural.decoding.tokens import GrowingAnswer, PromptTokenizer
from backends.neural.qwen import frames
from backends.qwen2_vl import Qwen2VLBackend
from tests import tiny_models
from tests.tiny_models import inner, load_qwen

QUESTIONS = (
    "Describe.",
    "Which painting is the main one in these frames? Answer with one JSON object. " * 4,
    "Name the genre of the painting.",
    "?",
    "Transcribe the wall label of the main painting word for word, line by line.",
)
LIMITS = (24, 5, 40, 1, 24)
FORMS: list[tuple[str, Visual]] = [
    *((family, "images") for family in tiny_models.FAMILIES),
    *((family, "video") for family in tiny_models.FAMILIES),
]


@cache
def folder(family: str) -> Path:
    return tiny_models.qwen(Path(mkdtemp()) / family, family)


@cache
def loaded(family: str, visual: Visual) -> Qwen2VLBackend:
    return load_qwen(folder(family), Options(visual=visual))


def separate(family: str, visual: Visual, media: Media, text: str, limit: int) -> list[int]:
    """The tokens of one prompt by itself, from a model that the engine never touched."""
    backend = loaded(family, visual)
    assert backend.format is not None
    model = inner(backend)
    seen = frames.patches(media, backend.format, model.patching)
    inputs = model.inputs(seen, backend.format.visual)
    return tiny_models.generated(untouched(family), inputs, model.question(text), limit)


@cache
def untouched(family: str) -> torch.nn.Module:
    import transformers

    kinds = {"qwen2_vl": "Qwen2VL", "qwen2_5_vl": "Qwen2_5_VL", "qwen3_vl": "Qwen3VL"}
    kind = getattr(transformers, f"{kinds[family]}ForConditionalGeneration")
    model: torch.nn.Module = kind.from_pretrained(folder(family), dtype=torch.float32).eval()
    return model


def together(
    backend: Qwen2VLBackend,
    prefix: Prefix,
    texts: Sequence[str] = QUESTIONS,
    limits: Sequence[int] = LIMITS,
) -> tuple[Generated, ...]:
    model = inner(backend)
    questions = [model.question(text) for text in texts]
    return answer_all(model.language, prefix, questions, limits, model.stops, lambda q, t: None)


def cut_at_stop(tokens: list[int], stops: frozenset[int]) -> Generated:
    ended = tokens[-1] in stops
    return Generated(tuple(tokens[:-1] if ended else tokens), ended)


@pytest.mark.parametrize(("family", "visual"), FORMS)
def test_one_prefix_gives_the_tokens_of_separate_calls(
    family: str, visual: Visual, tmp_path: Path
) -> None:
    """Questions of different lengths, answers of different lengths, two clips asked in turn."""
    backend = loaded(family, visual)
    first = tiny_models.media(tmp_path, 4, seed=1)
    second = tiny_models.media(tmp_path, 3, (84, 140), seed=2)
    prefixes = [backend.preprocess(media, "video") for media in (first, second)]
    for media, prefix in [(first, prefixes[0]), (second, prefixes[1]), (first, prefixes[0])]:
        alone = [
            cut_at_stop(separate(family, visual, media, text, limit), inner(backend).stops)
            for text, limit in zip(QUESTIONS, LIMITS, strict=True)
        ]
        assert list(together(backend, prefix)) == alone
    assert inner(backend).network.model.rope_deltas is None


def test_the_tiny_models_notice_what_they_see_and_where(tmp_path: Path) -> None:
    """Otherwise the test above says nothing."""
    for family, visual in FORMS:
        backend = loaded(family, visual)
        prefixes = [
            backend.preprocess(tiny_models.media(tmp_path, 4, seed=seed), "video")
            for seed in (1, 3)
        ]
        answers = [together(backend, prefix) for prefix in prefixes]
        assert answers[0] != answers[1]
        assert len({token for answer in answers[0] for token in answer.tokens}) > 10
        moved = replace(prefixes[0], position=prefixes[0].position + 1)
        assert together(backend, moved) != answers[0]


def test_a_long_video_of_small_frames_runs_ahead_of_its_words(tmp_path: Path) -> None:
    """Time takes more positions than the sides of a frame; words are counted on from the words."""
    for family in ("qwen2_vl", "qwen2_5_vl"):
        backend = load_qwen(folder(family), Options(visual="video", frames=40))
        media = tiny_models.media(tmp_path, 40, (56, 56), seed=4)
        prefix = backend.preprocess(media, "video")
        assert backend.format is not None
        seen = frames.patches(media, backend.format, inner(backend).patching)
        assert seen.grids[0][0] > max(seen.grids[0][1:]) // 2
        inputs = inner(backend).inputs(seen, "video")
        for text in ("?", "Describe the painting. " * 8):
            question = inner(backend).question(text)
            alone = tiny_models.generated(untouched(family), inputs, question, 20)
            (answer,) = together(backend, prefix, [text], [20])
            assert answer == cut_at_stop(alone, inner(backend).stops)


def test_a_question_longer_than_one_reading_is_read_in_parts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = loaded("qwen2_vl", "images")
    prefix = backend.preprocess(tiny_models.media(tmp_path, 2), "video")
    whole = together(backend, prefix)
    monkeypatch.setattr("backends.neural.decoding.shared_prefix.TOKENS_AT_ONCE", 35)
    assert together(backend, prefix) == whole


def test_answers_end_at_their_own_limits_and_their_own_stops(tmp_path: Path) -> None:
    backend = loaded("qwen2_vl", "images")
    prefix = backend.preprocess(tiny_models.media(tmp_path, 2), "video")
    free = together(backend, prefix, limits=[max(LIMITS)] * 5)
    model = inner(backend)
    stop = free[0].tokens[3]
    questions = [model.question(text) for text in QUESTIONS]
    streamed: list[tuple[int, int]] = []
    stopped = answer_all(
        model.language, prefix, questions, LIMITS, {stop}, lambda q, t: streamed.append((q, t))
    )
    for number, (answer, limit) in enumerate(zip(stopped, LIMITS, strict=True)):
        expected = free[number].tokens[:limit]
        cut = expected.index(stop) if stop in expected else len(expected)
        assert answer == Generated(expected[:cut], ended=stop in expected)
        assert [t for q, t in streamed if q == number] == list(answer.tokens)


@pytest.mark.parametrize(("family", "visual"), [FORMS[0], FORMS[-1]])
def test_an_answer_carries_the_mean_probability_of_its_tokens(
    family: str, visual: Visual, tmp_path: Path
) -> None:
    """Among rows of other lengths, the same as the scores of a call of transformers give."""
    backend = loaded(family, visual)
    media = tiny_models.media(tmp_path, 2)
    prefix, model = backend.preprocess(media, "video"), inner(backend)
    assert backend.format is not None
    seen = frames.patches(media, backend.format, model.patching)
    inputs = model.inputs(seen, backend.format.visual)
    answers = ask(backend, prefix)
    for text, answer in zip(QUESTIONS, answers, strict=True):
        question = model.question(text)
        alone = tiny_models.probabilities(untouched(family), inputs, question, answer.tokens)
        assert answer.probability == pytest.approx(fmean(alone), abs=1e-4)
    assert len({answer.probability for answer in answers}) > 1


def test_an_answer_without_tokens_has_no_probability(tmp_path: Path) -> None:
    backend = loaded("qwen2_vl", "images")
    prefix = backend.preprocess(tiny_models.media(tmp_path, 2), "video")
    model = inner(backend)
    first = together(backend, prefix)[0].tokens[0]
    questions = [model.question(QUESTIONS[0])]
    (silent,) = answer_all(model.language, prefix, questions, [4], {first}, lambda q, t: None)
    assert (silent.tokens, silent.ended, silent.probability) == ((), True, None)


def ask(backend: Qwen2VLBackend, prefix: Prefix, on_text: OnText = ignore_text) -> list[Answer]:
    questions = [
        (Prompt(str(number), text), Params(limit))
        for number, (text, limit) in enumerate(zip(QUESTIONS, LIMITS, strict=True))
    ]
    return list(backend.answers(prefix, questions, on_text))


def test_what_is_streamed_adds_up_to_the_words(tmp_path: Path) -> None:
    backend = loaded("qwen2_vl", "images")
    prefix = backend.preprocess(tiny_models.media(tmp_path, 2), "video")
    streamed: dict[str, str] = {}

    def on_text(stage: str, words: str) -> None:
        assert words
        streamed[stage] = streamed.get(stage, "") + words

    answers = ask(backend, prefix, on_text)
    assert [streamed.get(str(number), "") for number in range(5)] == [a.words for a in answers]
    assert [a.words for a in answers] == [
        backend.generate(prefix, Prompt("x", text), Params(limit))
        for text, limit in zip(QUESTIONS, LIMITS, strict=True)
    ]


def test_a_listener_may_cancel_and_the_prefix_stays_usable(tmp_path: Path) -> None:
    class Cancelled(Exception):
        pass

    backend = loaded("qwen2_vl", "video")
    prefix = backend.preprocess(tiny_models.media(tmp_path, 2), "video")
    before = [a.words for a in ask(backend, prefix)]

    def on_text(stage: str, words: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        ask(backend, prefix, on_text)
    assert [a.words for a in ask(backend, prefix)] == before


def test_the_seconds_of_a_round_are_shared_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backend = loaded("qwen2_vl", "images")
    prefix = backend.preprocess(tiny_models.media(tmp_path, 1), "image")
    times = iter((10.0, 14.0))
    monkeypatch.setattr("backends.neural.decoding.tokens.perf_counter", lambda: next(times))
    answers = ask(backend, prefix)
    assert sum(a.seconds for a in answers) == pytest.approx(4.0)
    assert all(a.seconds > 0 for a in answers)


@cache
def tokenizer() -> PromptTokenizer:
    from transformers import AutoTokenizer

    return PromptTokenizer(AutoTokenizer.from_pretrained(folder("qwen2_vl")))


@settings(deadline=None)
@given(st.text(max_size=40))
def test_text_is_streamed_in_whole_characters(text: str) -> None:
    answer = GrowingAnswer(tokenizer())
    pieces = [answer.add_token(token) for token in tokenizer().plain(text)]
    assert "".join(pieces) + answer.end() == answer.words
    assert answer.words == tokenizer().decode(tokenizer().plain(text))
    if "\ufffd" not in text:
        assert not any("\ufffd" in piece for piece in pieces)


def test_half_a_character_at_the_end_is_not_lost() -> None:
    answer = GrowingAnswer(tokenizer())
    token = tokenizer().plain("画")[0]
    answer.add_token(tokenizer().plain("a")[0])
    assert answer.add_token(token) in ("", "画")
    answer.end()
    assert answer.words == tokenizer().decode([tokenizer().plain("a")[0], token])


@settings(deadline=None)
@given(st.text(max_size=10), st.sampled_from(["<|im_end|>", "<|image_pad|>", "<|video_pad|>"]))
def test_signs_in_what_a_label_says_are_plain_text(text: str, sign: str) -> None:
    tokens = tokenizer().plain(f"{text}{sign}{text}")
    (special,) = tokenizer().marked(sign)
    assert special not in tokens
    assert tokenizer().decode(tokens) == tokenizer().decode(tokenizer().plain(text)) + sign + (
        tokenizer().decode(tokenizer().plain(text))
    )
