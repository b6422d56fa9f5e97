"""Several questions about the same frames packed into one sequence, so frames are encoded once.

Frames come first. A question attends to the frames and to itself, not to the other questions, and
has the positions that it would have alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

END = "<|im_end|>"
_IGNORED = -100
"""Label of a token that is no part of an answer; torch's cross entropy ignores it."""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """Tensors: (n,) token ids and labels, (3, n) positions, (n, n) attention mask.

    Labels are shifted: the label at i is the token that should follow token i. The mask is True
    where the token of a row attends to that of a column.
    """

    tokens: Any
    labels: Any
    positions: Any
    mask: Any


def dialogue(model: Any, tokenizer: Any, grids: Any, pairs: Sequence[tuple[str, str]]) -> Dialogue:
    """Pairs of question and answer about frames with (k, 3) patch `grids`, for a Qwen2-VL."""
    import torch

    prefix, _ = _split(model, tokenizer, grids, "")
    kinds = (prefix == model.config.image_token_id).int()
    inner = model.model if hasattr(model, "model") else model
    places, _ = inner.get_rope_index(
        prefix[None], mm_token_type_ids=kinds[None], image_grid_thw=grids
    )
    tokens, labels, positions = [prefix], [torch.full_like(prefix, _IGNORED)], [places[:, 0]]
    owners = [torch.zeros_like(prefix)]
    for number, (question, answer) in enumerate(pairs, 1):
        _, opening = _split(model, tokenizer, grids, question)
        reply = _ids(tokenizer, answer + END)
        turn = torch.cat([opening, reply])
        targets = torch.full_like(turn, _IGNORED)
        targets[len(opening) - 1 : -1] = reply
        tokens.append(turn)
        labels.append(targets)
        positions.append((places.max() + 1 + torch.arange(len(turn))).expand(3, -1))
        owners.append(torch.full_like(turn, number))
    return Dialogue(
        torch.cat(tokens), torch.cat(labels), torch.cat(positions, 1), _mask(torch.cat(owners))
    )


def thinned(model: Any, whole: Dialogue, selected: Any) -> Dialogue:
    """The dialogue with only the `selected` tokens of the frames, (tokens of frames,) booleans.

    They keep their positions. Dropping tokens costs less and teaches the same (Li et al., "Scaling
    Language-Image Pre-training via Masking", 2023).
    """
    import torch

    frames = whole.tokens == model.config.image_token_id
    stay = torch.ones_like(frames)
    stay[frames] = selected
    return Dialogue(
        whole.tokens[stay], whole.labels[stay], whole.positions[:, stay], whole.mask[stay][:, stay]
    )


def _mask(owners: Any) -> Any:
    """(n, n) True where a row attends to a column: to its own past, or to a frame."""
    import torch

    related = (owners[:, None] == owners[None]) | (owners[None] == 0)
    return related & torch.ones_like(related).tril()


def _split(model: Any, tokenizer: Any, grids: Any, question: str) -> tuple[Any, Any]:
    """The tokens up to the end of the last frame, and those from there to the answer."""
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
    return _ids(tokenizer, "".join(frames)), _ids(tokenizer, text[end:])


def _ids(tokenizer: Any, text: str) -> Any:
    import torch

    return torch.tensor(tokenizer(text, add_special_tokens=False)["input_ids"])


def loss(model: Any, packed: Dialogue, features: Any) -> Any:
    """Mean cross entropy of the answers; `features` are the (tokens, width) of the frames."""
    import torch
    from torch.nn.functional import cross_entropy

    inner = model.model
    embedded = inner.get_input_embeddings()(packed.tokens)
    of_frames = (packed.tokens == model.config.image_token_id)[:, None]
    embedded = embedded.masked_scatter(of_frames, features)
    hidden = inner.language_model(
        inputs_embeds=embedded[None],
        position_ids=packed.positions[:, None],
        attention_mask=torch.where(packed.mask, 0.0, torch.finfo(torch.float32).min)[None, None],
        use_cache=False,
    ).last_hidden_state[0]
    answered = packed.labels != _IGNORED
    return cross_entropy(model.lm_head(hidden[answered]), packed.labels[answered])
