"""Several questions in one sequence teach what each of them would teach alone."""

from __future__ import annotations

from typing import Any

import pytest
import torch

from training import scratch
from training.dialogue import END, dialogue, loss, thinned

PAIRS = [
    ("Which painting is it?", '{"title": "The Harbour at Evening"}'),
    ("Name the genre.", "Marine"),
    ("Describe the scene.", "A gallery with green walls."),
]


@pytest.fixture(scope="module")
def parts(tmp_path_factory: pytest.TempPathFactory) -> tuple[Any, Any]:
    from transformers import AutoTokenizer, Qwen2VLForConditionalGeneration

    folder = tmp_path_factory.mktemp("dialogue") / "model"
    sizes = scratch.Sizes(64, 128, 2, 2, 1, 64, 1, 1, vocabulary=400)
    scratch.build(folder, [text for pair in PAIRS for text in pair] * 4, sizes)
    model = Qwen2VLForConditionalGeneration.from_pretrained(folder).eval()  # type: ignore[no-untyped-call]
    _sharpen(model)
    return model, AutoTokenizer.from_pretrained(folder)


def _sharpen(model: Any) -> None:
    """Make a random model notice where things are: it hardly does by itself."""
    for name, weight in model.model.language_model.named_parameters():
        if name.endswith(("q_proj.weight", "k_proj.weight")):
            weight.data *= 10
        elif "proj" in name:
            weight.data *= 4


def _alone(model: Any, tokenizer: Any, frames: dict[str, Any], pair: tuple[str, str]) -> Any:
    """The loss of one question and answer, by transformers' own forward."""
    question, answer = pair
    grids = frames["image_grid_thw"]
    content = [{"type": "image"} for _ in grids] + [{"type": "text", "text": question}]
    text = tokenizer.apply_chat_template(
        [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True
    )
    before = text.split("<|image_pad|>")
    pads = ["<|image_pad|>" * (int(grid.prod()) // 4) for grid in grids]
    text = "".join(a + b for a, b in zip(before, [*pads, ""], strict=True))
    given = tokenizer(text)["input_ids"]
    ids = torch.tensor([given + tokenizer(answer + END)["input_ids"]])
    labels = ids.clone()
    labels[:, : len(given)] = -100
    kinds = (ids == model.config.image_token_id).int()
    return model(input_ids=ids, labels=labels, mm_token_type_ids=kinds, **frames).loss


def test_questions_in_one_sequence_do_not_see_each_other(parts: tuple[Any, Any]) -> None:
    model, tokenizer = parts
    torch.manual_seed(1)
    grids = torch.tensor([[1, 4, 6], [1, 4, 4]])
    frames = {"pixel_values": torch.randn(40, 1176), "image_grid_thw": grids}
    with torch.no_grad():
        features = model.model.visual(frames["pixel_values"], grid_thw=grids).pooler_output
        together = dialogue(model, tokenizer, grids, PAIRS)
        alone = [_alone(model, tokenizer, frames, pair) for pair in PAIRS]
        counts = [len(tokenizer(answer + END)["input_ids"]) for _, answer in PAIRS]
        total = sum(n * float(mean) for n, mean in zip(counts, alone, strict=True))
        expected = total / sum(counts)
        assert float(loss(model, together, features)) == pytest.approx(expected, rel=1e-5)


def test_only_answers_and_their_ends_are_learned(parts: tuple[Any, Any]) -> None:
    model, tokenizer = parts
    packed = dialogue(model, tokenizer, torch.tensor([[1, 4, 4]]), PAIRS)
    learned = packed.labels[packed.labels != -100]
    assert tokenizer.decode(learned) == "".join(answer + END for _, answer in PAIRS)
    given = packed.tokens[:-1][packed.labels[:-1] != -100]
    assert tokenizer.decode(given[:1]) == "\n"


def test_tokens_of_frames_that_are_left_out_move_nothing_else(parts: tuple[Any, Any]) -> None:
    model, tokenizer = parts
    whole = dialogue(model, tokenizer, torch.tensor([[1, 4, 6], [1, 4, 4]]), PAIRS)
    pad = model.config.image_token_id
    frames = whole.tokens == pad
    selected = torch.arange(int(frames.sum())) % 3 == 0
    thin = thinned(model, whole, selected)
    assert (thin.tokens == pad).sum() == selected.sum()
    assert thin.tokens[thin.tokens != pad].tolist() == whole.tokens[~frames].tolist()
    assert thin.labels[thin.tokens != pad].tolist() == whole.labels[~frames].tolist()
    for places, all_places in zip(thin.positions, whole.positions, strict=True):
        assert places[thin.tokens != pad].tolist() == all_places[~frames].tolist()
        assert places[thin.tokens == pad].tolist() == all_places[frames][selected].tolist()
    words = torch.ones_like(thin.mask).tril()[thin.tokens != pad]
    seen = thin.mask[thin.tokens != pad][:, thin.tokens == pad]
    assert (seen == words[:, thin.tokens == pad]).all(), "what is left of the frames, all see"


def test_with_all_tokens_kept_nothing_changes(parts: tuple[Any, Any]) -> None:
    model, tokenizer = parts
    grids = torch.tensor([[1, 4, 6]])
    whole = dialogue(model, tokenizer, grids, PAIRS[:1])
    features = torch.randn(6, 64)
    everything = thinned(model, whole, torch.ones(6, dtype=torch.bool))
    with torch.no_grad():
        assert float(loss(model, everything, features)) == float(loss(model, whole, features))
