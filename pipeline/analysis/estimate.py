"""How long a whole job still takes: every member's turn at every medium, and its loading."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipeline.analysis.rates import LOADING, MEDIA, PICTURES, Stopwatch


class Estimate:
    """Knows which turns are still to come. Members and media are named by their position."""

    def __init__(
        self,
        watches: Sequence[Stopwatch],
        media: Collection[int],
        pictures: Collection[int] = (),
    ) -> None:
        """`pictures` are those of the media that are no videos."""
        self._watches = watches
        self._waiting = [set(media) for _ in watches]
        self._loading = set(range(len(watches)))
        self._clips: dict[int, int] = {}
        self._pictures = frozenset(pictures)
        self._turns = max(len(watches) * len(media), 1)

    def loads(self, member: int) -> None:
        """A member begins to load, or need not: that is not waited for any more."""
        self._loading.discard(member)

    def begins(self, member: int, medium: int) -> None:
        self._waiting[member].discard(medium)

    def kind(self, medium: int) -> str:
        """The rate by which a medium is estimated before it begins."""
        return PICTURES if medium in self._pictures else MEDIA

    def is_out(self, member: int) -> None:
        """A member that cannot be loaded takes no turns."""
        self.loads(member)
        self._waiting[member].clear()

    def passes_over(self, medium: int) -> None:
        """A medium at which no member takes a turn."""
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
        for member, watch in enumerate(self._watches):
            parts += [watch.rates.mean(LOADING)] if member in self._loading else []
            parts += [
                watch.medium(self._clips.get(at), self.kind(at)) for at in self._waiting[member]
            ]
        seconds = [part for part in parts if part is not None]
        return sum(seconds) if len(seconds) == len(parts) else None
