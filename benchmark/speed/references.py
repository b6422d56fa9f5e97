"""What a thousand reference pictures cost.

Paints distinct pictures, learns them as a catalogue's references on two cores, and recognises them
in frames. Prints seconds and CPU seconds, how much longer the features would take one at a time
(other load on the cores lowers the ratio), and the time of a start from the cache.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from backends import Reference
from backends.embedded.paintings import (
    QUERY_FEATURES,
    FeatureCache,
    Recogniser,
    Shortlist,
    in_parallel,
    root,
    share,
    sift,
)

Picture = NDArray[np.uint8]
Timed = tuple[float, float]
"""Wall-clock and CPU seconds."""
ALONE = 40
"""Pictures whose features are also computed one at a time."""
FRAMES = 40


def painted(seed: int) -> Picture:
    """A picture of about 1.3 megapixels, BGR, distinct for each seed: strokes and a weave."""
    rng = np.random.default_rng(seed)
    width, height = (int(side) for side in rng.integers(900, 1400, 2))
    image = np.full((height, width, 3), rng.integers(40, 200, 3), np.uint8)
    for _ in range(int(rng.integers(60, 220))):
        colour = tuple(int(value) for value in rng.integers(0, 256, 3))
        middle = int(rng.integers(width)), int(rng.integers(height))
        longer = int(rng.integers(8, 160))
        axes = longer, int(longer * rng.uniform(0.2, 1)) + 1
        cv2.ellipse(image, middle, axes, rng.uniform(0, 180), 0, 360, colour, -1, cv2.LINE_AA)
    weave = rng.normal(0, 12, (height // 6, width // 6, 3)).astype(np.float32)
    weave = np.asarray(cv2.resize(weave, (width, height), interpolation=cv2.INTER_CUBIC))
    return np.asarray(np.clip(image + weave, 0, 255), np.uint8)


def frame_of(picture: Picture, seed: int) -> Picture:
    """A frame of 1280 × 720 px with the picture on a wall, a little from the side."""
    rng = np.random.default_rng(seed)
    wall = np.clip(rng.normal(170, 6, (720, 1280, 3)), 0, 255).astype(np.uint8)
    height, width = picture.shape[:2]
    tall = float(rng.uniform(300, 560))
    x, y = float(rng.uniform(80, 600)), float(rng.uniform(40, 120))
    wide = tall * width / height
    corners = [(x, y), (x + wide, y + 20), (x + wide, y + tall - 15), (x, y + tall)]
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    matrix = cv2.getPerspectiveTransform(source, np.array(corners, np.float32))
    mask = cv2.warpPerspective(np.full((height, width), 255, np.uint8), matrix, (1280, 720))
    warped = cv2.warpPerspective(picture, matrix, (1280, 720), flags=cv2.INTER_AREA)
    return np.asarray(np.where(mask[..., None] > 127, warped, wall), np.uint8)


def timed(call: Callable[[], object]) -> Timed:
    clock, processor = time.perf_counter(), time.process_time()
    call()
    return time.perf_counter() - clock, time.process_time() - processor


def extraction(references: Sequence[Reference], folder: Path) -> None:
    """Print the time for the features of all in parallel, and for a few one at a time."""
    alone, shared = FeatureCache(folder / "alone"), FeatureCache(folder / "cache")
    few, every = _pictures(references[:ALONE]), _pictures(references)
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    serial = timed(lambda: [alone.features(path) for path in few])
    cv2.setNumThreads(threads)
    parallel = timed(lambda: list(in_parallel(shared.features, every)))
    ratio = serial[0] / len(few) * len(every) / parallel[0]
    _print_line("pictures", f"{len(every)}")
    _print_line("features, in parallel", _seconds(parallel))
    _print_line("one at a time would take", f"{ratio:.1f} times as long", f"measured on {len(few)}")


def indexing(references: Sequence[Reference], folder: Path) -> tuple[Recogniser, Shortlist]:
    """Print the time for the index alone, and for a start with cached features."""
    cache = FeatureCache(folder / "cache")
    features = [cache.features(path) for path in _pictures(references)]
    most = share(len(features))
    points, descriptors = (
        [f.points[:most] for f in features],
        [f.descriptors[:most] for f in features],
    )
    built: list[Shortlist] = []
    indexed = timed(
        lambda: built.append(Shortlist(points, descriptors, [f.size for f in features]))
    )
    recogniser = Recogniser(folder / "cache")
    start = timed(lambda: recogniser.learn(references))
    _print_line("index", _seconds(indexed))
    _print_line("a start from the cache", _seconds(start), "files read again, index built")
    return recogniser, built[0]


def recognition(recogniser: Recogniser, shortlist: Shortlist, references: int) -> None:
    """Print the time to look a frame up in the index, and to recognise the picture in it."""
    numbers = [n % references for n in range(7, 7 + 11 * FRAMES, 11)]
    lookups: list[Timed] = []
    recognitions: list[Timed] = []
    first = right = 0
    for number in numbers:
        frame = frame_of(painted(number), number)
        points, descriptors = sift(frame, QUERY_FEATURES)
        query = points, root(descriptors), (frame.shape[1], frame.shape[0])
        lookups.append(timed(lambda: shortlist.of(*query)))  # noqa: B023
        recognitions.append(timed(lambda: recogniser.locate(frame, "")))  # noqa: B023
        first += shortlist.of(*query)[:1] == (number,)
        right += [work.identifier for work in recogniser.locate(frame, "")] == [str(number)]
    _print_line(
        "look-up of a frame", _milliseconds(lookups), f"right one first: {first} of {len(numbers)}"
    )
    _print_line(
        "recognising in all", _milliseconds(recognitions), f"right: {right} of {len(numbers)}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark. Returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m benchmark references", description=__doc__)
    parser.add_argument("--pictures", type=int, default=1000, help="how many (default 1000)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        references = [written(folder, seed) for seed in range(options.pictures)]
        extraction(references, folder)
        recognition(*indexing(references, folder), len(references))
    return 0


def written(folder: Path, seed: int) -> Reference:
    """A reference with a painted picture, written to the folder."""
    path = folder / f"{seed}.jpg"
    path.write_bytes(cv2.imencode(".jpg", painted(seed))[1].tobytes())
    return Reference(str(seed), f"Picture {seed}", picture=path)


def _pictures(references: Sequence[Reference]) -> list[Path]:
    return [reference.picture for reference in references if reference.picture]


def _seconds(times: Timed) -> str:
    return f"{times[0]:.1f} s, {times[1]:.1f} CPU-s"


def _milliseconds(times: Sequence[Timed]) -> str:
    clock, processor = (statistics.median(values) * 1e3 for values in zip(*times, strict=True))
    return f"{clock:.0f} ms, {processor:.0f} CPU-ms"


def _print_line(name: str, value: str, remark: str = "") -> None:
    print(f"{name:<26} {value:<24} {remark}".rstrip(), flush=True)


if __name__ == "__main__":
    sys.exit(main())
