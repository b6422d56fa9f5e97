"""Jobs that run outside the app, and go on when a page is reloaded or the app restarted."""

from __future__ import annotations

from jobs.executors import Executor
from jobs.executors.local import Local
from jobs.kinds import kind_of
from jobs.listing import JobList
from jobs.log import JobLog
from jobs.values import Job
from storage import Read, Workspace


class Jobs:
    """The jobs of a workspace. Cheap to make; safe from several threads and processes."""

    def __init__(self, workspace: Workspace, executor: Executor | None = None) -> None:
        self.workspace = workspace
        self._log, self._list = JobLog(workspace.jobs), JobList(workspace)
        self._executor = executor or Local(workspace)

    def submit(self, payload: object) -> str:
        """Queue a job and see that somebody works. Returns the job's identifier.

        The payload's type says which kind of job it is. Raises StorageError where the workspace
        cannot be written.
        """
        kind = kind_of(payload)
        text = kind.encode(payload, self.workspace)
        job = self._log.add(kind.name, kind.schema, text, kind.items(payload))
        self._executor.start()
        return job

    def get(self, id: str) -> Job:
        """The job as it stands. Raises KeyError for one that there never was."""
        job = self._list.job(id)
        if job is None:
            raise KeyError(id)
        return job

    def recent(self, limit: int = 20) -> tuple[Job, ...]:
        """The newest jobs that can be read, the newest first."""
        return self.newest(limit).values

    def newest(self, limit: int = 20) -> Read[Job]:
        """The same, with what cannot be read of the queue."""
        return self._list.newest(limit)

    def cancel(self, id: str) -> None:
        """Cancel a job: at its next step where it runs, else at once."""
        self._log.ask_to_cancel(id)
        if self._log.state(id) == "running" and not self._executor.working():
            self._log.finish(id, "cancelled")

    def restart(self, id: str) -> None:
        """Queue a job again that was cancelled or did not finish; what it found stays found."""
        self._log.restart(id)
        self._executor.start()

    def remove(self, id: str) -> None:
        """Take a job that has ended off the list. What it found stays in the evidence."""
        self._log.remove(id)

    @property
    def working(self) -> bool:
        """Whether somebody works on the queue."""
        return self._executor.working()

    def prepare(self) -> None:
        """See that a worker is ready for the first job: it takes seconds until one is."""
        if not self.workspace.read_only:
            self._executor.start()

    def ensure_worker(self) -> None:
        """See that somebody works where jobs wait. A page may call this at every redraw."""
        if not self.workspace.read_only and self._log.unfinished():
            self._executor.start()
