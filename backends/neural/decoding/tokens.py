"""Between words and tokens, and from a round of prompts to its answers."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from time import perf_counter

from tokenizers import Tokenizer
from transformers import PreTrainedTokenizerBase

from backends.base import Answer, GenerationError, OnText, Question
from backends.neural.decoding.shared_prefix import LanguageModel, Prefix, answer_all

_HALF = "�"
"""What the bytes of half a character are decoded to."""


class Vocabulary:
    """A tokenizer that never takes what a person or a label says for a sign of its own."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase) -> None:
        own = json.loads(tokenizer.backend_tokenizer.to_str())
        self._marked = Tokenizer.from_str(json.dumps(own))
        self._plain = Tokenizer.from_str(json.dumps(own | {"added_tokens": []}))
        for each in (self._marked, self._plain):
            each.no_padding()
            each.no_truncation()

    def plain(self, text: str) -> list[int]:
        """Tokens of words out of a prompt: `<|im_end|>` in them is eleven characters."""
        return self._tokens(self._plain, text)

    def marked(self, text: str) -> list[int]:
        """Tokens of a chat template's own words, in which `<|im_end|>` ends a turn."""
        return self._tokens(self._marked, text)

    def words(self, tokens: Sequence[int]) -> str:
        """What tokens say; signs too, because chat roles in an answer show that it is none."""
        return self._marked.decode(list(tokens), skip_special_tokens=False)

    @staticmethod
    def _tokens(tokenizer: Tokenizer, text: str) -> list[int]:
        tokens: list[int] = tokenizer.encode(text, add_special_tokens=False).ids
        return tokens


class GrowingAnswer:
    """One answer as it grows, in whole characters."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._pending: list[int] = []
        self.words = ""

    def add_token(self, token: int) -> str:
        """The words that this token completes, "" within a character."""
        self._pending.append(token)
        piece = self._vocabulary.words(self._pending)
        return "" if piece.endswith(_HALF) else self._add(piece)

    def end(self) -> str:
        """What was held back at the end."""
        return self._add(self._vocabulary.words(self._pending)) if self._pending else ""

    def _add(self, piece: str) -> str:
        self._pending.clear()
        self.words += piece
        return piece


def converse(
    model: LanguageModel,
    vocabulary: Vocabulary,
    prefix: Prefix,
    questions: Sequence[Question],
    tokens: Callable[[str], Sequence[int]],
    stops: Collection[int],
    on_text: OnText,
) -> tuple[Answer, ...]:
    """Answer all prompts of one round over one prefix.

    `tokens` turns a prompt's text into what follows the prefix: the rest of the turn and the
    beginning of the answer's. An answer's seconds are its share, by its tokens, of the round's.
    Raises GenerationError, or whatever `on_text` raises to cancel the run.
    """
    if any(params.temperature for _, params in questions):
        raise GenerationError("Attribution is greedy: leave the temperature at 0.")
    answers = [GrowingAnswer(vocabulary) for _ in questions]

    def on_token(question: int, token: int) -> None:
        if piece := answers[question].add_token(token):
            on_text(questions[question][0].stage, piece)

    began = perf_counter()
    prompts = [tokens(prompt.text) for prompt, _ in questions]
    limits = [params.max_new_tokens for _, params in questions]
    spoken = answer_all(model, prefix, prompts, limits, stops, on_token)
    for (prompt, _), answer in zip(questions, answers, strict=True):
        if piece := answer.end():
            on_text(prompt.stage, piece)
    each = (perf_counter() - began) / max(1, sum(len(s.tokens) + s.ended for s in spoken))
    return tuple(
        Answer(a.words, len(s.tokens), not s.ended, each * (len(s.tokens) + s.ended))
        for a, s in zip(answers, spoken, strict=True)
    )
