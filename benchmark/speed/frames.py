"""What it costs to sample the frames of a video.

Prints wall-clock seconds, CPU seconds and peak resident memory in MB for each task, measured in a
process of its own on the same 90 s of 1080p H.264 with B-frames.
"""

from __future__ import annotations

import argparse
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import psutil

from pipeline.media import sampling

RATE = 30


def make_video(path: Path, seconds: float, width: int = 1920, height: int = 1080) -> None:
    """Write a slow pan over a textured wall with sensor noise, at a phone's 12 Mbit/s."""
    rng = np.random.default_rng(7)
    coarse = rng.integers(0, 256, (height // 8, width // 4, 1), np.uint8)
    wall = np.kron(coarse, np.ones((8, 8, 3), np.uint8))
    noise = [rng.integers(0, 40, (height, width, 1), np.uint8) for _ in range(8)]
    options = {"preset": "veryfast", "bf": "2", "g": "60", "b": "12M", "maxrate": "16M"}
    options["bufsize"] = "24M"
    with av.open(str(path), "w") as out:
        stream = out.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        for number in range(round(seconds * RATE)):
            shift = abs((number * 4) % (2 * width) - width)
            view = wall[:, shift : shift + width] // 2 + noise[number % len(noise)]
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(view), format="rgb24")
            frame.pts = number
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))


def _dense(path: Path, folder: Path) -> int:
    return sum(1 for _ in sampling.sample_dense(sampling.probe(path), folder))


def _even(path: Path, folder: Path) -> int:
    video = sampling.probe(path)
    return len(sampling.sample_even(video, 0.0, video.duration, 16, folder))


def _probe(path: Path, folder: Path) -> int:
    return int(sampling.probe(path).kind == "video")


TASKS: dict[str, Callable[[Path, Path], int]] = {
    "probe": _probe,
    "sample_even": _even,
    "sample_dense": _dense,
}


def _measured(task: str, path: Path, results: Any) -> None:
    with tempfile.TemporaryDirectory() as folder:
        began, worked = time.perf_counter(), time.process_time()
        count = TASKS[task](path, Path(folder))
        wall, cpu = time.perf_counter() - began, time.process_time() - worked
    memory = psutil.Process().memory_info()
    peak = getattr(memory, "peak_wset", None) or _peak()
    results.put((count, wall, cpu, peak / 1e6))


def _peak() -> int:
    import resource  # not on Windows

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main(arguments: Sequence[str] | None = None) -> int:
    """Print a line for each task. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmark frames", description=__doc__)
    parser.add_argument("--seconds", type=float, default=90.0, help="length of the generated video")
    parser.add_argument("--video", type=Path, help="measure on this video instead")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        path = options.video or Path(folder, "walk.mp4")
        if options.video is None:
            print("Making the video …", file=sys.stderr)
            make_video(path, options.seconds)
        print(f"{'task':14}{'frames':>8}{'wall s':>9}{'CPU s':>9}{'peak MB':>9}")
        for task in TASKS:
            count, wall, cpu, peak = _in_its_own_process(task, path)
            print(f"{task:14}{count:8}{wall:9.2f}{cpu:9.2f}{peak:9.0f}")
    return 0


def _in_its_own_process(task: str, path: Path) -> tuple[int, float, float, float]:
    context = multiprocessing.get_context("spawn")
    results: Any = context.Queue()
    process = context.Process(target=_measured, args=(task, path, results))
    process.start()
    measured: tuple[int, float, float, float] = results.get()
    process.join()
    return measured


if __name__ == "__main__":
    sys.exit(main())
