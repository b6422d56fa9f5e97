"""How fast work went on this machine, by kind of work: what time left is estimated from."""

from __future__ import annotations

from dataclasses import dataclass, field

REMEMBERED = 3.0
"""How many pieces of a kind count: few, so that an estimate soon follows a busier machine."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`count` pieces of work took `seconds` in all."""

    count: float = 0.0
    seconds: float = 0.0

    @property
    def mean(self) -> float:
        return self.seconds / self.count


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates that are known, by kind of work."""

    rates: dict[str, Rate] = field(default_factory=dict)

    def mean(self, work: str) -> float | None:
        """s that one piece of a kind takes; None where there was none yet."""
        return self.rates[work].mean if work in self.rates else None

    def plus(
        self, work: str, seconds: float, count: float = 1.0, remembered: float = REMEMBERED
    ) -> Rates:
        """With more work of a kind, of which only the last `remembered` pieces count."""
        before = self.rates.get(work, Rate())
        room = max(remembered - count, 0.0)
        share = min(1.0, room / before.count) if before.count else 0.0
        new = Rate(before.count * share + count, before.seconds * share + seconds)
        return Rates({**self.rates, work: new})
