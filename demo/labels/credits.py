"""Credit lines: how a work came to the museum, in several languages."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from demo.labels.dates import year_of
from demo.labels.printed import Printed
from demo.labels.words import Words, words

_LONGEST = 160
"""Letters of a credit line: what is longer is a provenance, and stands in the archive."""
_KINDS = (
    ("bequest", r"bequ|legat|legs|legad|vermächtnis"),
    ("gift", r"gift|present|given|donat|dono|don de|accepted|schenk|gåva|gave|dar\b"),
    ("loan", r"\bloan|\blent|deposit|leihgabe|dépôt|bruikleen"),
    ("bought", r"purchase|bought|fund|acqui|achat|ankauf|erworben|compra|aankoop"),
)


@dataclass(frozen=True, slots=True)
class Credit:
    """How a work was acquired: a key of the credit lines in words/, the year, and the donor."""

    kind: str
    year: int
    donor: str = ""

    @classmethod
    def drawn(cls, printed: Printed, language: str, rng: random.Random) -> Credit:
        """What the record says, as far as it can be told in another language; else invented."""
        # No public collection is older, and nothing is acquired before it is painted.
        since = min(2022, max(1824, (year_of(printed.date) or 0) + 1))
        year, donor = rng.randint(since, 2023), rng.choice(words(language).donors)
        if not printed.credit:
            return cls(rng.choice(list(words(language).credit)), year, donor)
        years = re.findall(r"\b1[89]\d\d\b|\b20[012]\d\b", printed.credit)
        kinds = (kind for kind, pattern in _KINDS if re.search(pattern, printed.credit.casefold()))
        return cls(next(kinds, "bought"), int(years[-1]) if years else year)

    def line(self, printed: Printed, words: Words, own: bool) -> str | None:
        """The credit line in a language: the record's own words in its `own`, if short enough."""
        if own and printed.credit:
            credit = " ".join(printed.credit.split())
            return credit if len(credit) <= _LONGEST else None
        return words.credit[self.kind].format(year=self.year, donor=self.donor)
