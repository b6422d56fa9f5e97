"""An executor that starts nothing, for tests that start workers themselves, or run jobs here."""

from __future__ import annotations

from jobs.executors.local import Local


class Idle(Local):
    def start(self) -> None: ...
