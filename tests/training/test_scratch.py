"""A model from scratch: it loads like a released one, without the network."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from training.scratch import SPECIAL, Sizes, build

pytestmark = pytest.mark.weights

CORPUS = ('{"title": "The Harbour at Evening"}', "Which painting is the main one?") * 4
TINY = Sizes(64, 128, 2, 2, 1, 64, 1, 1, vocabulary=400)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("scratch") / "model", CORPUS, TINY)


def test_every_piece_loads(folder: Path) -> None:
    from transformers import AutoTokenizer, Qwen2VLForConditionalGeneration
    from transformers.models.qwen2_vl.image_processing_pil_qwen2_vl import Qwen2VLImageProcessorPil

    loaded: Any = Qwen2VLForConditionalGeneration.from_pretrained(folder, output_loading_info=True)
    model, problems = loaded
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert not any(problems.values())
    assert model.config.text_config.rope_parameters["mrope_section"] == [4, 6, 6]
    assert tokenizer.decode([model.config.image_token_id]) == "<|image_pad|>"
    assert tokenizer.eos_token_id == model.config.text_config.eos_token_id
    assert len(tokenizer) <= model.config.text_config.vocab_size
    assert Qwen2VLImageProcessorPil.from_pretrained(folder).patch_size == 14


def test_the_special_tokens_are_the_last_and_in_the_released_order(folder: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    numbers = tokenizer.convert_tokens_to_ids(list(SPECIAL))
    assert numbers == list(range(len(tokenizer) - len(SPECIAL), len(tokenizer)))


def test_words_that_were_never_learned_can_be_written(folder: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    words = "Veduta di Città, 日本 — 56 × 78 cm\n"
    assert tokenizer.decode(tokenizer(words)["input_ids"]) == words


def test_the_chat_template_puts_pictures_before_words_and_opens_an_answer(folder: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(folder)
    content = [{"type": "image"}, {"type": "video"}, {"type": "text", "text": "What is it?"}]
    text = tokenizer.apply_chat_template(
        [{"role": "user", "content": content}],  # type: ignore[arg-type]
        tokenize=False,
        add_generation_prompt=True,
    )
    assert text == (
        "<|im_start|>system\nYou are a helpful assistant.<|im_end|>\n<|im_start|>user\n"
        "<|vision_start|><|image_pad|><|vision_end|><|vision_start|><|video_pad|><|vision_end|>"
        "What is it?<|im_end|>\n<|im_start|>assistant\n"
    )


def test_weights_have_the_released_names(folder: Path) -> None:
    from safetensors import safe_open

    with safe_open(folder / "model.safetensors", "pt") as weights:
        names = set(weights.keys())
    assert "model.embed_tokens.weight" in names
    assert "visual.merger.mlp.0.weight" in names
    assert "lm_head.weight" not in names
    assert json.loads((folder / "config.json").read_text())["rope_scaling"]["type"] == "mrope"


def test_the_same_seed_makes_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    again = build(tmp_path / "again", CORPUS, TINY)
    other = build(tmp_path / "other", CORPUS, TINY, seed=1)
    name = "model.safetensors"
    assert (folder / name).read_bytes() == (again / name).read_bytes()
    assert (folder / name).read_bytes() != (other / name).read_bytes()
    assert (folder / "tokenizer.json").read_bytes() == (again / "tokenizer.json").read_bytes()


def test_a_width_that_four_bits_cannot_take_is_refused() -> None:
    with pytest.raises(ValueError, match="multiples of 64, not \\[100\\]"):
        Sizes(width=100)


def test_importing_reads_no_model_library() -> None:
    code = "import sys, training.scratch; print('torch' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert answer.stdout.strip() == "False"
