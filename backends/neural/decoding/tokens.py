"""Words to tokens and back, and the answers to a round of prompts."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from pathlib import Path
from time import perf_counter

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerBase

from backends.base import Answer, BackendUnavailable, GenerationError, OnText, Question
from backends.neural.decoding.shared_prefix import LanguageModel, Prefix, answer_all

_HALF = "�"
"""What the bytes of half a character are decoded to."""


class PromptTokenizer:
    """A tokenizer that takes no words of a person or a label for one of its special tokens."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        own = json.loads(tokenizer.backend_tokenizer.to_str())
        self._marked = Tokenizer.from_str(json.dumps(own))
        self._plain = Tokenizer.from_str(json.dumps(own | {"added_tokens": []}))
        for variant in (self._marked, self._plain):
            variant.no_padding()
            variant.no_truncation()

    def plain(self, text: str) -> list[int]:
        """Tokens of a prompt's words, in which `<|im_end|>` is ten ordinary characters."""
        return self._tokens(self._plain, text)

    def marked(self, text: str) -> list[int]:
        """Tokens of a chat template's own words, in which `<|im_end|>` ends a turn."""
        return self._tokens(self._marked, text)

    def decode(self, tokens: Sequence[int]) -> str:
        """The words of tokens, special ones too: chat roles in an answer show that it is none."""
        return self._marked.decode(list(tokens), skip_special_tokens=False)

    @staticmethod
    def _tokens(tokenizer: Tokenizer, text: str) -> list[int]:
        tokens: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
        return tokens


def read_tokenizer(
    folder: Path,
    read: Callable[[], PreTrainedTokenizerBase],
    special: Sequence[str],
    vocabulary_size: int,
) -> PromptTokenizer:
    """The tokenizer in a model's folder, which has to know the `special` tokens of the model.

    Raises BackendUnavailable.
    """
    try:
        tokenizer = PromptTokenizer(read())
    except Exception as error:  # a tokenizer's files may be wrong in any way
        raise BackendUnavailable(
            f"The tokenizer in {folder} cannot be read ({error}). Copy its files again from where "
            "the model came from."
        ) from error
    tokens = {name: tokenizer.marked(name) for name in special}
    if odd := [n for n, t in tokens.items() if len(t) != 1 or t[0] >= vocabulary_size]:
        raise BackendUnavailable(
            f"The tokenizer in {folder} is not this model's: it has no {' or '.join(odd)}. Copy "
            "the tokenizer's files from the model that the weights are from."
        )
    return tokenizer


class GrowingAnswer:
    """One answer as it grows, in whole characters."""

    def __init__(self, tokenizer: PromptTokenizer) -> None:
        self._tokenizer = tokenizer
        self._pending: list[int] = []
        self.words = ""

    def add_token(self, token: int) -> str:
        """The words that this token completes, "" within a character."""
        self._pending.append(token)
        piece = self._tokenizer.decode(self._pending)
        return "" if piece.endswith(_HALF) else self._add(piece)

    def end(self) -> str:
        """The words held back until the end."""
        return self._add(self._tokenizer.decode(self._pending)) if self._pending else ""

    def _add(self, piece: str) -> str:
        self._pending.clear()
        self.words += piece
        return piece


def answer_round(
    model: LanguageModel,
    tokenizer: PromptTokenizer,
    prefix: Prefix,
    questions: Sequence[Question],
    question_tokens: Callable[[str], Sequence[int]],
    stops: Collection[int],
    on_text: OnText,
) -> tuple[Answer, ...]:
    """Answer all prompts of one round over one prefix.

    `question_tokens` turns a prompt's text into what follows the prefix: the rest of the turn and
    the beginning of the answer's. The round's seconds are shared out by the answers' tokens.
    Raises GenerationError, or whatever `on_text` raises to cancel the run.
    """
    if any(params.temperature for _, params in questions):
        raise GenerationError("Attribution is greedy: leave the temperature at 0.")
    answers = [GrowingAnswer(tokenizer) for _ in questions]

    def on_token(question: int, token: int) -> None:
        if piece := answers[question].add_token(token):
            on_text(questions[question][0].stage, piece)

    began = perf_counter()
    prompts = [question_tokens(prompt.text) for prompt, _ in questions]
    limits = [params.max_new_tokens for _, params in questions]
    generated = answer_all(model, prefix, prompts, limits, stops, on_token)
    for (prompt, _), answer in zip(questions, answers, strict=True):
        if piece := answer.end():
            on_text(prompt.stage, piece)
    a_token = (perf_counter() - began) / max(1, sum(len(g.tokens) + g.ended for g in generated))
    return tuple(
        Answer(
            a.words, len(g.tokens), not g.ended, a_token * (len(g.tokens) + g.ended), g.probability
        )
        for a, g in zip(answers, generated, strict=True)
    )
