"""Several answers over one shared prefix: the frames.

The frames stand at the beginning of every prompt. They are encoded and prefilled once
(`LanguageModel.encode`), and their keys and values in each layer are shared by all questions.
The questions of one call are the rows of one batch, and a row holds only its own words. The prefix
is never written to, and every position is given explicitly, so requests about different frames may
alternate in any order.

Answers are those of `transformers`' own `generate(do_sample=False)`, token by token, without
the penalties and sampling that a checkpoint may suggest.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any, NamedTuple

import torch
from torch import Tensor, nn
from transformers import AttentionInterface, AttentionMaskInterface, DynamicCache, PreTrainedModel
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from backends.neural.memory.dimensions import TOKENS_AT_ONCE

ATTENTION = "shared_prefix"
"""Name under which `_attend` is registered with transformers."""


@dataclass(frozen=True, slots=True)
class Prefix:
    """The prefilled beginning of a prompt: the frames and the words before them.

    `keys` and `values` of each layer are 1 × key heads × tokens × width. `position` is that of the
    token that follows: less than the number of tokens where patches of a frame share theirs.
    """

    keys: tuple[Tensor, ...]
    values: tuple[Tensor, ...]
    position: int

    @classmethod
    def of(cls, cache: DynamicCache, positions: Tensor) -> Prefix:
        """From the cache that a model's own pass over the beginning of a prompt has filled.

        `positions` are those of its tokens, along the last dimension.
        """
        layers: list[Any] = list(cache.layers)
        keys = tuple(layer.keys for layer in layers)
        values = tuple(layer.values for layer in layers)
        return cls(keys, values, int(positions[..., -1].max()) + 1)

    @property
    def length(self) -> int:
        """Tokens."""
        return self.keys[0].shape[2]


@dataclass(frozen=True, slots=True)
class Generated:
    """The tokens of an answer, without the one that ended it; `ended` is False if it was cut.

    `probability` is the mean probability that the model gave these tokens, None where there are
    none. It is left out of comparisons: batches of other shapes round differently.
    """

    tokens: tuple[int, ...]
    ended: bool
    probability: float | None = field(default=None, compare=False)


class Chosen(NamedTuple):
    """The likeliest next token, and its probability."""

    token: int
    probability: float


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The part of a model that reads and writes words.

    `body` turns embeddings into hidden states and has `embed_tokens`; `head` turns those into
    scores of tokens.
    """

    body: PreTrainedModel
    head: nn.Module

    def __post_init__(self) -> None:
        AttentionInterface.register(ATTENTION, _attend)
        AttentionMaskInterface.register(ATTENTION, sdpa_mask)
        self.body.set_attn_implementation(ATTENTION)

    @property
    def device(self) -> torch.device:
        device: torch.device = self._embedding.weight.device
        return device

    @property
    def _embedding(self) -> Any:
        return self.body.get_input_embeddings()

    def embed(self, tokens: Tensor) -> Tensor:
        """Embeddings, rows × tokens × width, of token numbers, rows × tokens."""
        embeds: Tensor = self._embedding(tokens)
        return embeds

    def encode(self, embeds: Tensor) -> Prefix:
        """Prefill the beginning that all questions share: 1 × tokens × width, positions 0, 1, 2…"""
        length = embeds.shape[1]
        positions = torch.arange(length, device=embeds.device)[None]
        cache = DynamicCache(config=self.body.config)
        with torch.inference_mode():
            self.body(
                inputs_embeds=embeds, position_ids=positions, past_key_values=cache, use_cache=True
            )
        return Prefix.of(cache, positions)

    def next_tokens(
        self, prefix: Prefix, cache: DynamicCache, tokens: Tensor, positions: Tensor, mask: Tensor
    ) -> list[Chosen]:
        """The likeliest token after each row. `mask` (rows × 1 × tokens × columns of `cache`)
        says what of its own row a token sees; it sees all of `prefix`."""
        hidden = self.body(
            inputs_embeds=self.embed(tokens),
            position_ids=positions,
            attention_mask=mask,
            past_key_values=cache,
            use_cache=True,
            prefix=prefix,
        ).last_hidden_state
        scores: Tensor = self.head(hidden[:, -1:])[:, -1]
        best = scores.argmax(-1)
        probable = scores.float().softmax(-1).gather(-1, best[:, None])[:, 0].clamp(max=1.0)
        return list(map(Chosen, best.tolist(), probable.tolist()))


def answer_all(
    model: LanguageModel,
    prefix: Prefix,
    questions: Sequence[Sequence[int]],
    limits: Sequence[int],
    stops: Collection[int],
    on_token: Callable[[int, int], None],
) -> tuple[Generated, ...]:
    """Answer `questions`, the tokens of each prompt from the end of the prefix on, none empty.

    `limits` are the new tokens at most, each at least 1; a token of `stops` ends an answer.
    `on_token(question, token)` is called at every token and may raise to cancel the run.
    """
    answers: list[list[Chosen]] = [[] for _ in questions]
    ended = [False] * len(questions)
    rows = _Rows(model, prefix, list(range(len(questions))))
    with torch.inference_mode():
        following = rows.prefill(questions)
        while rows.questions:
            going = []
            for row, (question, chosen) in enumerate(zip(rows.questions, following, strict=True)):
                ended[question] = chosen.token in stops
                if not ended[question]:
                    answers[question].append(chosen)
                    on_token(question, chosen.token)
                if not ended[question] and len(answers[question]) < limits[question]:
                    going.append(row)
            following = rows.step(going, [chosen.token for chosen in following])
    return tuple(_generated(answer, end) for answer, end in zip(answers, ended, strict=True))


def _generated(answer: Sequence[Chosen], ended: bool) -> Generated:
    mean = fmean(chosen.probability for chosen in answer) if answer else None
    return Generated(tuple(chosen.token for chosen in answer), ended, mean)


@dataclass(slots=True)
class _Rows:
    """The questions that are still being answered, one a row, and the answer of each so far."""

    model: LanguageModel
    prefix: Prefix
    questions: list[int]
    cache: DynamicCache = field(init=False)
    real: Tensor = field(init=False)
    """Rows × columns of the cache: False where a shorter question is padded on its left."""
    position: Tensor = field(init=False)
    """Of each row's next token."""

    def prefill(self, questions: Sequence[Sequence[int]]) -> list[Chosen]:
        """The first token of each answer."""
        widest = max(map(len, questions))
        padded = [[0] * (widest - len(q)) + list(q) for q in questions]
        filled = [[False] * (widest - len(q)) + [True] * len(q) for q in questions]
        self.cache = DynamicCache(config=self.model.body.config)
        self.real = torch.zeros((len(questions), 0), dtype=torch.bool, device=self.model.device)
        self.position = torch.full((len(questions),), self.prefix.position, device=self.real.device)
        chunk = max(1, TOKENS_AT_ONCE // len(questions))
        best: list[Chosen] = []
        for start in range(0, widest, chunk):
            part = slice(start, start + chunk)
            best = self._feed([row[part] for row in padded], [row[part] for row in filled])
        return best

    def step(self, going: Sequence[int], tokens: Sequence[int]) -> list[Chosen]:
        """Drop all rows but `going`, and return the token after each of theirs."""
        if len(going) < len(self.questions):
            rows = torch.tensor(going, dtype=torch.long, device=self.model.device)
            self.cache.batch_select_indices(rows)
            self.real, self.position = self.real[rows], self.position[rows]
            self.questions = [self.questions[row] for row in going]
        if not going:
            return []
        return self._feed([[tokens[row]] for row in going], [[True]] * len(going))

    def _feed(self, tokens: list[list[int]], filled: list[list[bool]]) -> list[Chosen]:
        device = self.model.device
        new = torch.tensor(filled, device=device)
        self.real = torch.cat([self.real, new], dim=1)
        width, columns = new.shape[1], self.real.shape[1]
        positions = (self.position[:, None] + new.cumsum(1) - 1).clamp(min=0)
        self.position = self.position + new.sum(1)
        order = torch.arange(columns, device=device)
        mask = (order <= order[-width:, None]) & self.real[:, None, None, :]
        fed = torch.tensor(tokens, device=device)
        return self.model.next_tokens(self.prefix, self.cache, fed, positions, mask)


def _attend(
    module: Any,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    scaling: float | None = None,
    prefix: Prefix | None = None,
    **others: Any,
) -> tuple[Tensor, Tensor | None]:
    """Attention over a prefix that all rows share, and then over the row's own tokens.

    The prefix is neither copied for the rows nor repeated for the heads that share a key: all
    queries read it in one product. Without a prefix this is the usual attention.

    `query` is rows × heads × tokens × width, `key` and `value` rows × key heads × columns × width.
    """
    if prefix is None or attention_mask is None or scaling is None:
        return sdpa_attention_forward(
            module, query, key, value, attention_mask, scaling=scaling, **others
        )
    seen_keys, seen_values = prefix.keys[module.layer_idx], prefix.values[module.layer_idx]
    rows, heads, tokens, width = query.shape
    keys = key.shape[1]
    grouped = (query * scaling).reshape(rows, keys, -1, width)
    before = _shared(grouped, seen_keys[0].transpose(-1, -2))
    own = (grouped @ key.transpose(-1, -2)).view(rows, keys, -1, tokens, key.shape[2])
    own = own.masked_fill(~attention_mask[:, :, None], -torch.inf).flatten(2, 3)
    scores = torch.cat([before, own], dim=-1)
    weights = scores.softmax(-1, dtype=torch.float32).to(value.dtype)
    seen_part, own_part = weights[..., : before.shape[-1]], weights[..., before.shape[-1] :]
    mixed = _shared(seen_part, seen_values[0]) + own_part @ value
    return mixed.reshape(rows, heads, tokens, width).transpose(1, 2), None


def _shared(left: Tensor, right: Tensor) -> Tensor:
    """rows × keys × n × a, times keys × a × b that all rows share, as one product."""
    rows, keys, count, _ = left.shape
    product = left.transpose(0, 1).reshape(keys, rows * count, -1) @ right
    return product.view(keys, rows, count, -1).transpose(0, 1)
