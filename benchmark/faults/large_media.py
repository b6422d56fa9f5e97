"""What the largest pictures and videos that are accepted cost, and whether others are refused.

Makes pictures of 169 megapixels in every form, videos of large frames, and one whose 225 frames
are spread over ten hours. Each is analysed by a process of its own against the demonstration
collection, and each picture in a catalogue's picture column, too. Prints CPU seconds and peak
memory. Exit status 2 where one takes over 1.5 GB or breaks down, or where frames that are spread
over ten hours take longer than as many photographs would. Needs ffmpeg.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

_SIDE = 13_000
"""px; 169 megapixels are just below what Pillow reads."""
_MOST = 1.5
"""GB that the analysis of anything may take."""
_PER_FRAME = 2.0
"""CPU seconds of a frame that stays on screen for minutes, at most: those of a photograph."""
_FRAMES, _HOURS = 225, 10
_SPREAD, _CLOSE = "225 frames in 10 h.mp4", "225 frames in 9 s.mp4"
_TOLD = "too large"
"""What a refusal says."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command cost, CPU seconds and GB at its peak, and how it ended."""

    seconds: float
    peak: float
    ending: str

    @property
    def sound(self) -> bool:
        return self.ending in ("analysed", "refused") and self.peak < _MOST


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmark faults large_media",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", default="", metavar="TEXT", help="only names with this in them")
    options = parser.parse_args(arguments)
    outcomes: dict[str, Outcome] = {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _ended([sys.executable, "-m", "demo", "--quick", str(folder / "demo")])
        print(f"{'':<40}{'CPU s':>8}{'peak GB':>9}")
        for medium, make in media().items():
            if options.only in medium:
                outcomes |= _tried(folder, medium, make)
    slow = _SPREAD in outcomes and outcomes[_SPREAD].seconds > _PER_FRAME * _FRAMES
    return 0 if all(outcome.sound for outcome in outcomes.values()) and not slow else 2


def _tried(folder: Path, medium: str, make: Callable[[Path], None]) -> dict[str, Outcome]:
    """Analyse a medium, and a small picture against a catalogue with the medium as reference."""
    path, demo = folder / medium, folder / "demo"
    _in_a_child(partial(make, path))
    outcomes = {medium: _analysed(path, demo / "catalogue.csv", folder)}
    _show(medium, outcomes[medium])
    if path.suffix != ".mp4":
        table = folder / "references.csv"
        table.write_text(f'number,title,artist,picture\n1,Flora,Ada Brook,"{path.name}"\n')
        small = next((demo / "pictures").glob("*.jpg"))
        outcomes[f"{medium}, reference"] = _analysed(small, table, folder)
        _show(f"{medium}, reference", outcomes[f"{medium}, reference"])
    path.unlink()
    return outcomes


def _show(name: str, outcome: Outcome) -> None:
    over = "" if outcome.sound else "  OVER"
    seconds, peak = f"{outcome.seconds:8.1f}", f"{outcome.peak:9.2f}"
    print(f"{name:<40}{seconds}{peak}  {outcome.ending}{over}", flush=True)


def _analysed(medium: Path, catalogue: Path, folder: Path) -> Outcome:
    database, out = folder / "evidence" / "cartellino.db", folder / "out.json"
    database.parent.mkdir(exist_ok=True)
    outcome = _ended([
        sys.executable, "-m", "pipeline", "analyse", str(medium), "--catalogue", str(catalogue),
        "--db", str(database), "--json", str(out),
    ])  # fmt: skip
    for file in database.parent.glob("cartellino.db*"):
        file.unlink()
    return outcome


def _ended(command: Sequence[str]) -> Outcome:
    """Run a command to its end."""
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, stdout=said, stderr=said)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        words = said.read()
    ending = "analysed" if process.returncode == 0 else "broke down: " + words[-200:]
    if process.returncode in (1, 2) and _TOLD in words and "Traceback" not in words:
        ending = "refused"
    return Outcome(usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e6, ending)


def _in_a_child(make: Callable[[], None]) -> None:
    """Make a file in a process whose memory is given back."""
    if (child := os.fork()) == 0:
        try:
            make()
        finally:
            os._exit(0)
    os.waitpid(child, 0)


def media() -> Mapping[str, Callable[[Path], None]]:
    """Name of a file → what makes it."""
    pictures = {
        f"{mode.replace(';', '-')} {side}{ending}": partial(_picture, mode, side)
        for mode, side, ending in (
            ("RGB", _SIDE, ".jpg"), ("CMYK", _SIDE, ".jpg"), ("RGB", _SIDE, ".png"),
            ("RGBA", _SIDE, ".png"), ("P", _SIDE, ".png"), ("1", _SIDE, ".tif"),
            ("RGB", _SIDE, ".tif"), ("RGBA", _SIDE, ".tif"), ("CMYK", _SIDE, ".tif"),
            ("I;16", _SIDE, ".tif"), ("F", _SIDE, ".tif"), ("RGB", 8_400, ".webp"),
            ("RGB", 9_400, ".webp"), ("RGB", 8_400, ".avif"), ("RGB", 8_000, ".jp2"),
            ("RGB", 14_000, ".png"), ("RGB", 5_900, ".png"),
        )
    }  # fmt: skip
    videos = {
        f"video {width}x{height}.mp4": partial(_video, width, height, 8)
        for width, height in ((3840, 2160), (8192, 4320), (16384, 8192))
    }
    spread = {
        _CLOSE: partial(_video, 640, 360, _FRAMES),
        _SPREAD: partial(_video, 640, 360, _FRAMES, seconds=_HOURS * 3600 // _FRAMES),
    }
    return {**pictures, **videos, **spread}


def _picture(mode: str, side: int, path: Path) -> None:
    """A picture with something painted in one corner, so that it is not only white."""
    if mode == "I;16":
        picture = Image.fromarray(np.full((side, side), 30_000, np.uint16))
    else:
        picture = Image.new(mode, (side, side))
    corner = Image.effect_mandelbrot((800, 800), (-2, -1, 1, 1), 50)
    picture.paste(corner.convert("L" if mode in ("I;16", "F", "1", "P") else mode).convert(
        mode if mode not in ("I;16",) else "I;16"), (0, 0))  # fmt: skip
    options: Mapping[str, dict[str, Any]] = {
        ".tif": {"compression": "tiff_adobe_deflate"},
        ".webp": {"method": 0},
        ".avif": {"speed": 10},
    }
    picture.save(path, **options.get(path.suffix, {}))


def _video(width: int, height: int, frames: int, path: Path, seconds: int = 0) -> None:
    """Frames at 25 a second, or `seconds` apart."""
    source = f"testsrc2=size={width}x{height}:rate=25"
    stretched = ["-vf", f"settb=1/1000,setpts=N*{seconds}*1000"] if seconds else []
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", source, "-frames:v", str(frames),
         *stretched, "-fps_mode", "passthrough", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
         str(path)],
        check=True,
    )  # fmt: skip
