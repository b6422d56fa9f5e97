"""What the reading of a line is worth: its confidence as a guess, in (0, 1].

Two things are known of it: what the recogniser says, and what other frames were read as.

- The recogniser's confidence is the mean over the letters of how sure each is, so about the share
  of them that is right. It is taken as it is: what misread letters do to a title, the similarity to
  the catalogue measures already.
- Frames that read the same words lessen the doubt. They do not multiply it away, as independent
  witnesses would, because they show the same print in the same light: a glare or a worn letter is
  misread every time. So k of them divide the doubt by 1 + k / 2.
- Frames that read other words raise it, by the share of all readings that they are and by how
  much they differ. A reading weighs by the square of its confidence, as in the vote over the
  wording, and by its length: a frame that cuts a line off says nothing about the rest.

On the demonstration walks the recogniser gives titles and artists that it reads without an error
0.97 or more, and lines with a misread letter 0.5 to 0.98; so a clear line stays near 1.
"""

from __future__ import annotations

from collections.abc import Sequence

LEAST = 0.01
"""A reading is worth something, or it would have been dropped."""


def similarity(first: str, second: str) -> float:
    """How alike two lines are, 0 to 100, whatever their case."""
    from rapidfuzz import fuzz

    return float(fuzz.ratio(first.casefold(), second.casefold()))


def compared(text: str, confidence: float, readings: Sequence[tuple[str, float]]) -> float:
    """The confidence of a line with this wording, after all frames' readings of it.

    `confidence` is the recogniser's highest for this wording; `readings` holds the wording and
    confidence of each frame, the line's own among them.
    """
    own = _letters(text)
    letters = [(_letters(other), sure) for other, sure in readings]
    alike = sum(sure**2 for other, sure in letters if other == own)
    repeated = max(0.0, alike - confidence**2)
    doubt = (1.0 - confidence) / (1.0 + repeated / 2)
    return min(1.0, max(LEAST, (1.0 - doubt) * _agreement(own, letters)))


def _letters(text: str) -> str:
    """Case and spaces are read unreliably, and say nothing about the letters."""
    return "".join(text.casefold().split())


def _agreement(text: str, readings: Sequence[tuple[str, float]]) -> float:
    """The share of the readings that bears the wording out, 0 to 1."""
    from rapidfuzz import fuzz

    weights = [sure**2 * min(1.0, len(other) / max(1, len(text))) for other, sure in readings]
    shares = [fuzz.partial_ratio(text, other) / 100 for other, _ in readings]
    agreed = sum(weight * share for weight, share in zip(weights, shares, strict=True))
    return agreed / sum(weights) if sum(weights) else 1.0
