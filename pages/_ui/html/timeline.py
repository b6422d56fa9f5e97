"""The works seen over the length of a video, as HTML. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console import clock
from pages._ui.html.elements import escaped


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a video in s, what is seen in it, and whether that was identified."""

    start: float
    end: float
    title: str
    identified: bool
    current: bool = False
    verdict: str = ""
    """The work and the verdict, where a person judged it."""
    now: str = ""
    """The machine's decision now, where that is something else."""


def markup(stretches: Sequence[Stretch], length: float, sightings: Sequence[float] = ()) -> str:
    """A row a stretch over the length of the video in s.

    `sightings` are the times of the frames in which the current work was located.
    """
    total = max(length, *(s.end for s in stretches), 0.001) if stretches else max(length, 0.001)
    rows = "".join(_stretch(s, total) for s in stretches)
    dots = "".join(f'<i style="left:{100 * t / total:.2f}%"></i>' for t in sightings)
    ticks = "".join(f"<span>{words}</span>" for words in _ticks(total))
    return (
        f'<div class="ct-time">{rows}<div class="ct-row ct-dots"><span></span><div>{dots}</div>'
        f'</div><div class="ct-row ct-ticks"><span></span><div>{ticks}</div></div></div>'
    )


def _ticks(total: float) -> list[str]:
    """Five times from beginning to end, with tenths where seconds do not tell them apart."""
    times = [total * n / 4 for n in range(5)]
    clocks = [clock(time) for time in times]
    return clocks if len({*clocks}) == len(clocks) else [f"{time:.1f} s" for time in times]


def _stretch(item: Stretch, total: float) -> str:
    left = 100 * item.start / total
    width = max(100 * (item.end - item.start) / total, 0.8)
    tone = "ct-good" if item.identified else "ct-doubt"
    here = " ct-here" if item.current else ""
    when = f"{clock(item.start)} to {clock(item.end)}"
    name = item.title if item.identified else f"not visible (nearest: {item.title})"
    name = item.verdict or name
    now = f"<small>{escaped(item.now)}</small>" if item.now else ""
    return (
        f'<div class="ct-row{here}"><span title="{escaped(name)}">{escaped(item.title)}{now}</span>'
        f'<div><b class="{tone}" style="left:{left:.2f}%;width:{width:.2f}%" '
        f'title="{escaped(f"{name}, {when}")}"></b></div></div>'
    )
