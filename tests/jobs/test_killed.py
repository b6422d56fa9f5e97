"""No job is lost or done twice, whenever a worker is killed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from jobs import register
from tests.jobs.count import Count, Numbers
from tests.jobs.offices import Office, finished
from tests.places import ROOT

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills with POSIX signals")

register(Count())


@pytest.mark.slow
def test_a_worker_may_die_before_every_statement_that_it_writes_with(tmp_path: Path) -> None:
    answer = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("kill_everywhere.py")), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
    )
    assert answer.returncode == 0, answer.stderr
    lines = [line.split("\t") for line in answer.stdout.splitlines()]
    assert len(lines) > 40, "a job of three items writes more often than that"
    assert not [line for line in lines if len(line) > 1]


@pytest.mark.slow
def test_workers_that_are_killed_at_random_lose_nothing(tmp_path: Path) -> None:
    office, chance = Office(tmp_path), random.Random(7)
    jobs = [office.jobs.submit(Numbers((f"{n}a", f"{n}b"))) for n in range(30)]
    done: set[str] = set()
    for _ in range(4):
        worker = office.worker()
        before = len(office.notes())
        # Past the item that the worker before was killed at: twice would be given up.
        while worker.poll() is None and len(office.notes()) < before + 3:
            time.sleep(0.005)
        time.sleep(chance.random() * 0.1)
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert not set(office.notes()[before:]) & done
        items = [item for job in jobs for item in office.jobs.get(job).items]
        done = {item.name for item in items if item.state == "done"}
    office.worker()
    for job in jobs:
        assert office.until(job, finished).state == "done"
    office.close()
    order = list(dict.fromkeys(office.notes()))
    assert order == [f"{n}{letter}" for n in range(30) for letter in "ab"]
    assert len(office.notes()) <= len(order) + 4, "at most what was under way is done again"
