"""How long the analysis of a video takes.

Analyses 90 s of 1080p video with the embedded backend and prints the seconds of each stage, of the
whole, and the peak memory. Without `--video`, the demonstration walks are joined, enlarged and
repeated until they last 90 s (`python3 start.py` makes them).
"""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import av
import psutil

from backends import Choice
from catalogue.commands import loaded
from pipeline.analysis import Event, StageAnswered, StageStarted, analyse, prepared
from storage import Workspace

SECONDS = 90
RATE = 25
SIZE = (1920, 1080)


class Clock:
    """A progress callback that adds up the time spent on each stage."""

    def __init__(self) -> None:
        self.stages: dict[str, float] = defaultdict(float)
        self.peak = 0
        self._last = time.perf_counter()
        self._process = psutil.Process(os.getpid())

    def __call__(self, event: Event) -> None:
        now = time.perf_counter()
        self.stages[spent_on(event)] += now - self._last
        self._last = now
        self.peak = max(self.peak, self._process.memory_info().rss)


def spent_on(event: Event) -> str:
    """What the time before an event went into: labels are read before the first question."""
    if isinstance(event, StageAnswered):
        return event.output.stage
    return "outlines and labels" if isinstance(event, StageStarted) else "frames and paintings"


def joined(walks: Sequence[Path], out: Path) -> Path:
    """Write `SECONDS` of the walks to `out`, joined and enlarged to `SIZE`, and return it."""
    with av.open(str(out), "w") as container:
        stream = container.add_stream("libx264", rate=RATE)
        stream.width, stream.height = SIZE
        stream.pix_fmt, stream.options = "yuv420p", {"preset": "veryfast", "crf": "23"}
        for number, frame in enumerate(itertools.islice(_frames(walks), SECONDS * RATE)):
            larger = frame.reformat(*SIZE, format="yuv420p")
            larger.pts, larger.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(larger))
        container.mux(stream.encode(None))
    return out


def _frames(walks: Sequence[Path]) -> Iterator[Any]:
    for walk in itertools.cycle(walks):
        with av.open(str(walk)) as container:
            yield from container.decode(video=0)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmark video", description=__doc__)
    parser.add_argument("--video", type=Path)
    parser.add_argument("--catalogue", type=Path)
    options = parser.parse_args(arguments)
    demo = Workspace.default().demo
    collection = loaded(options.catalogue or demo / "catalogue.csv")
    with tempfile.TemporaryDirectory() as folder:
        walks = sorted((demo / "walks").glob("*.mp4"))
        video = options.video or joined(walks, Path(folder) / "joined.mp4")
        workspace = Workspace(Path(folder) / "workspace")
        began = time.perf_counter()
        backend = prepared(
            Choice("embedded"), collection, workspace, partial(print, file=sys.stderr)
        )
        print(f"{'loading and references':<24} {time.perf_counter() - began:6.1f} s")
        clock, began, cpu = Clock(), time.perf_counter(), time.process_time()
        clips = analyse(video, backend, collection, workspace, clock)
        whole, cpu = time.perf_counter() - began, time.process_time() - cpu
    for stage, seconds in clock.stages.items():
        print(f"{stage:<24} {seconds:6.1f} s")
    print(f"{'whole video':<24} {whole:6.1f} s   {cpu:.1f} CPU-s, {len(clips)} clips")
    print(f"{'peak memory':<24} {clock.peak / 2**20:6.0f} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
