"""How long a whole job still takes: every member's turn at every medium, and its loading."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from jobs.rates import LOADING, Pace


class Forecast:
    """Knows which turns are still to come. Members and media are named by their position."""

    def __init__(self, paces: Sequence[Pace], media: Collection[int]) -> None:
        self._paces = paces
        self._waiting = [set(media) for _ in paces]
        self._loading = set(range(len(paces)))
        self._clips: dict[int, int] = {}
        self._turns = max(len(paces) * len(media), 1)

    def loads(self, member: int) -> None:
        """A member begins to load, or need not: nobody waits for that any more."""
        self._loading.discard(member)

    def begins(self, member: int, medium: int) -> None:
        self._waiting[member].discard(medium)

    def is_out(self, member: int) -> None:
        """A member that cannot be loaded takes no turns."""
        self.loads(member)
        self._waiting[member].clear()

    def passes_over(self, medium: int) -> None:
        """A medium at which nobody takes a turn."""
        for waiting in self._waiting:
            waiting.discard(medium)

    def has_clips(self, medium: int, clips: int) -> None:
        """How many clips a medium has: as many for every member."""
        self._clips[medium] = clips

    def share(self, here: float) -> float:
        """Turns taken, of all, while `here` of the one under way is done."""
        waiting = sum(map(len, self._waiting))
        return max(self._turns - waiting - 1 + here, 0.0) / self._turns

    def left(self, here: float | None) -> float | None:
        """s until the job is finished, `here` s after which the present turn is. None: unknown."""
        parts = [here]
        for member, pace in enumerate(self._paces):
            parts += [pace.effort.mean(LOADING)] if member in self._loading else []
            parts += [pace.medium(self._clips.get(at)) for at in self._waiting[member]]
        known = [part for part in parts if part is not None]
        return sum(known) if len(known) == len(parts) else None
