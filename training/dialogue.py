"""Several questions about the same frames as one sequence, so that the frames are read once.

Frames come first, as everywhere. Each question follows them as if the others were not there: it
sees the frames and itself, and has the positions that it would have alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

END = "<|im_end|>"
_NOT_ASKED = -100
"""Label of a token that is given, not answered: torch's cross entropy leaves it out."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """(n,) token numbers and labels, (3, n) positions and (n, n) who sees whom, as tensors.

    Labels are shifted: the one at i is what should be said after i.
    """

    tokens: Any
    labels: Any
    positions: Any
    sees: Any


def dialogue(model: Any, tokenizer: Any, grids: Any, asked: Sequence[tuple[str, str]]) -> Dialogue:
    """Pairs of question and answer about frames of (k, 3) patch `grids`, for a Qwen2-VL."""
    import torch

    prefix, _ = _split(model, tokenizer, grids, "")
    kinds = (prefix == model.config.image_token_id).int()
    inner = model.model if hasattr(model, "model") else model
    places, _ = inner.get_rope_index(
        prefix[None], mm_token_type_ids=kinds[None], image_grid_thw=grids
    )
    tokens, labels, positions = [prefix], [torch.full_like(prefix, _NOT_ASKED)], [places[:, 0]]
    owners = [torch.zeros_like(prefix)]
    for number, (question, answer) in enumerate(asked, 1):
        _, opening = _split(model, tokenizer, grids, question)
        said = _numbers(tokenizer, answer + END)
        whole = torch.cat([opening, said])
        wanted = torch.full_like(whole, _NOT_ASKED)
        wanted[len(opening) - 1 : -1] = said
        tokens.append(whole)
        labels.append(wanted)
        positions.append((places.max() + 1 + torch.arange(len(whole))).expand(3, -1))
        owners.append(torch.full_like(whole, number))
    return Dialogue(
        torch.cat(tokens), torch.cat(labels), torch.cat(positions, 1), _sees(torch.cat(owners))
    )


def thinned(model: Any, one: Dialogue, kept: Any) -> Dialogue:
    """The same with only those tokens of the frames that `kept` (one truth value each) names.

    The others keep their positions: to leave some out costs less and teaches the same (Li et al.,
    "Scaling Language-Image Pre-training via Masking", 2023).
    """
    import torch

    frames = one.tokens == model.config.image_token_id
    stay = torch.ones_like(frames)
    stay[frames] = kept
    return Dialogue(
        one.tokens[stay], one.labels[stay], one.positions[:, stay], one.sees[stay][:, stay]
    )


def _sees(owners: Any) -> Any:
    """True where the token of a row may look at that of a column: its own past, or a frame."""
    import torch

    related = (owners[:, None] == owners[None]) | (owners[None] == 0)
    return related & torch.ones_like(related).tril()


def _split(model: Any, tokenizer: Any, grids: Any, question: str) -> tuple[Any, Any]:
    """The tokens up to the end of the last frame, and those after it up to the answer."""
    content = [{"type": "image"} for _ in grids] + [{"type": "text", "text": question}]
    text = tokenizer.apply_chat_template(
        [{"role": "user", "content": content}], tokenize=False, add_generation_prompt=True
    )
    mark = "<|vision_end|>"
    end = text.rindex(mark) + len(mark)
    before = text[:end].split("<|image_pad|>")
    merged = model.config.vision_config.spatial_merge_size**2
    frames = [before[0]]
    for grid, words in zip(grids, before[1:], strict=True):
        frames += ["<|image_pad|>" * (int(grid.prod()) // merged), words]
    return _numbers(tokenizer, "".join(frames)), _numbers(tokenizer, text[end:])


def _numbers(tokenizer: Any, text: str) -> Any:
    import torch

    return torch.tensor(tokenizer(text, add_special_tokens=False)["input_ids"])


def loss(model: Any, one: Dialogue, features: Any) -> Any:
    """Mean cross entropy of the answers; `features` are the frames' (tokens, width) features."""
    import torch
    from torch.nn.functional import cross_entropy

    inner = model.model
    embedded = inner.get_input_embeddings()(one.tokens)
    seen = (one.tokens == model.config.image_token_id)[:, None]
    embedded = embedded.masked_scatter(seen, features)
    hidden = inner.language_model(
        inputs_embeds=embedded[None],
        position_ids=one.positions[:, None],
        attention_mask=torch.where(one.sees, 0.0, torch.finfo(torch.float32).min)[None, None],
        use_cache=False,
    ).last_hidden_state[0]
    asked = one.labels != _NOT_ASKED
    return cross_entropy(model.lm_head(hidden[asked]), one.labels[asked])
