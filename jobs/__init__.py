"""Work in a process of its own: the queue, its worker, progress and time left, for any kind."""

from jobs.errors import JobError
from jobs.executors import Executor
from jobs.kinds import Kind, Runner, kind_named, register
from jobs.queue import Jobs
from jobs.rate_store import RateStore
from jobs.rates import Rate, Rates
from jobs.run import Run, explain
from jobs.values import Item, Job, Log, State, Step
from jobs.worker import main as work

__all__ = [
    "Executor",
    "Item",
    "Job",
    "JobError",
    "Jobs",
    "Kind",
    "Log",
    "Rate",
    "RateStore",
    "Rates",
    "Run",
    "Runner",
    "State",
    "Step",
    "explain",
    "kind_named",
    "register",
    "work",
]
