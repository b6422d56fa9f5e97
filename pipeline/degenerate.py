"""Answers that are no answers: chat-role tokens, an echo of the prompt, a loop.

A model whose input format differs from the one that it was trained on produces them (seed paper,
section 4.3), and two of them were accepted as attributions there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue import normalise

_ROLES = frozenset({"assistant", "user", "system", "human"})
_ROLE_MARK = re.compile(
    r"<\|[\w/ ]{1,30}\|>|\[/?INST\]|<</?SYS>>|^\s*(?:assistant|user|system)\s*$",
    re.IGNORECASE | re.MULTILINE,
)
_ECHO = 40
"""Characters of a normalised prompt that nobody answers by accident."""
_LONGEST_PERIOD, _REPEATS, _LOOP = 12, 4, 12


def degenerate(raw: str, prompt: str, guesses: Sequence[str]) -> bool:
    """Whether a model's words `raw`, and the `guesses` found in them, are no answer at all."""
    if any(_only_roles(text) for text in (raw, *guesses)) or _ROLE_MARK.search(raw):
        return True
    words = normalise(raw)
    return bool(guesses) and (_echoes(words, normalise(prompt)) or _loops(words.split()))


def _only_roles(text: str) -> bool:
    words = normalise(text).split()
    return bool(words) and _ROLES.issuperset(words)


def _echoes(words: str, prompt: str) -> bool:
    repeated = len(words) >= _ECHO and words in prompt
    return repeated or (len(prompt) >= _ECHO and prompt in words)


def _loops(words: Sequence[str]) -> bool:
    """Whether at least `_LOOP` words on end repeat a phrase at least `_REPEATS` times."""
    for period in range(1, _LONGEST_PERIOD + 1):
        needed = max(_LOOP, period * _REPEATS) - period
        run = 0
        for before, after in zip(words, words[period:], strict=False):
            run = run + 1 if before == after else 0
            if run >= needed:
                return True
    return False
