"""Answers that are no answers: chat roles, an echo of the prompt, a loop, mere punctuation.

A model whose input format differs from the one that it was trained on produces them (seed paper,
section 4.3), and two of them were accepted as attributions there. An honest "not visible" is an
answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from catalogue import normalise

_LONG = 8000
"""Characters that are looked at: more than any stage may answer."""
_ENDS = ("<|im_end|>", "<|endoftext|>", "</s>")
"""With these an answer ends, where a backend does not drop them."""
_ROLES = frozenset({"assistant", "user", "system"})
_ROLE_MARK = re.compile(
    r"<\|[\w/ ]{1,30}\|>|\[/?INST\]|<</?SYS>>|^\s*(?:assistant|user|system)\s*:?\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED = re.compile(r"<<<.*?>>>", re.DOTALL)
_SENTENCE = re.compile(r"[.?!\n]+")
_ECHO = 40
"""Characters of a normalised prompt that nobody answers by accident."""
_LONGEST_PERIOD, _REPEATS, _LOOP = 12, 4, 12
_LONGEST_SYLLABLE, _SYLLABLES, _WORD = 40, 5, 24
"""The same for letters of one word: nothing is said five times on end without a space."""
_SIGNS = 4
"""Punctuation marks that alone are no answer; an empty JSON form is one."""


@lru_cache(maxsize=4096)  # a moved slider asks again about every clip
def degenerate(raw: str, prompt: str, guesses: tuple[str, ...]) -> bool:
    """Whether a model's words `raw`, and the `guesses` found in them, are no answer at all."""
    answer = ended(raw[:_LONG])
    if any(only_roles(text) for text in (answer, *guesses)) or _ROLE_MARK.search(answer):
        return True
    words = normalise(answer)
    return (
        _only_signs(answer, words)
        or _echoes(answer, words, prompt, guesses)
        or loops(words.split())
    )


def ended(raw: str) -> str:
    """An answer without the special token that ends it."""
    end = len(raw)
    while end:
        if raw[end - 1].isspace():
            end -= 1
        elif raw.endswith(_ENDS, 0, end):
            end = raw.rfind("<", 0, end)
        else:
            break
    return raw[:end].strip()


def only_roles(text: str) -> bool:
    """Whether nothing but the names of chat roles is said."""
    words = normalise(text[:_LONG]).split()
    return bool(words) and _ROLES.issuperset(words)


def _only_signs(answer: str, words: str) -> bool:
    return not words and len(re.sub(r"[\s{}\[\]\"'`]", "", answer)) >= _SIGNS


def _echoes(answer: str, words: str, prompt: str, guesses: Sequence[str]) -> bool:
    """Whether the answer is a part of the prompt, or holds a sentence of it.

    An empty form out of the prompt does not count, nor do the words of a label between its marks.
    """
    question = _QUOTED.sub(" ", prompt[:_LONG])
    form = "{" in answer and not guesses
    if not form and len(words) >= _ECHO and words in normalise(question):
        return True
    sentences = map(normalise, _SENTENCE.split(question))
    return any(len(sentence) >= _ECHO and sentence in words for sentence in sentences)


def loops(words: Sequence[str]) -> bool:
    """Whether at least `_LOOP` words on end repeat a phrase at least `_REPEATS` times."""
    long = (word for word in words if len(word) >= _WORD)
    return _repeats(words, _LONGEST_PERIOD, _REPEATS, _LOOP) or any(
        _repeats(word, _LONGEST_SYLLABLE, _SYLLABLES, _WORD) for word in long
    )


def _repeats(items: Sequence[str], longest: int, repeats: int, least: int) -> bool:
    for period in range(1, longest + 1):
        needed = max(least, period * repeats) - period
        run = 0
        for before, after in zip(items, items[period:], strict=False):
            run = run + 1 if before == after else 0
            if run >= needed:
                return True
    return False
