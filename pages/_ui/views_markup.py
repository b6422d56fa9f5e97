"""Small pieces of HTML: field bars, the timeline, headings. Pure; every text is escaped.

Nothing that a catalogue or a model said may become markup, so text enters only through `_text`.
"""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.records import Work
from pages._ui import views, views_jobs
from pipeline.config import AbstentionConfig
from pipeline.jobs import Job
from pipeline.types import Candidate, Decision, FieldEvidence, StageOutput

INK, QUIET, LINE, GREEN, OCHRE = "#23211d", "#857f74", "#e5e0d8", "#2f5d50", "#b07d2b"
_COMBINED = {"artist": "artist_accept", "title": "combined_accept", "fallback": "fallback_accept"}


def _text(value: object) -> str:
    return html.escape(str(value), quote=True)


def heading(title: str, lead: str = "") -> str:
    """A page's own heading and one sentence under it."""
    below = f'<p class="ct-lead">{_text(lead)}</p>' if lead else ""
    return f'<div class="ct-heading"><h1>{_text(title)}</h1>{below}</div>'


def caption(words: str) -> str:
    """A quiet small heading over a part of a page."""
    return f'<div class="ct-caption">{_text(words)}</div>'


def quiet(words: str) -> str:
    return f'<div class="ct-quiet">{_text(words)}</div>'


def spoken(words: str) -> str:
    """A model's or a label's own words, lines kept."""
    return f'<div class="ct-spoken">{_text(words)}</div>'


def wall_label(work: Work, small: bool = False) -> str:
    """Title, artist and number as a museum's wall label sets them."""
    rest = " · ".join(_text(part) for part in (work.artist, work.identifier) if part)
    size = " ct-small" if small else ""
    return (
        f'<div class="ct-label{size}"><div class="ct-title">{_text(work.title or "Untitled")}'
        f'</div><div class="ct-artist">{rest}</div></div>'
    )


def empty(title: str, advice: str) -> str:
    """What a page says when it has nothing to show: why, and what to do next."""
    return (
        f'<div class="ct-empty"><div class="ct-title">{_text(title)}</div>'
        f"<p>{_text(advice)}</p></div>"
    )


def fault(words: str) -> str:
    """An error in its own sentence."""
    return f'<div class="ct-fault" role="alert">{_text(words)}</div>'


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A plain table of texts."""
    top = "".join(f"<th>{_text(cell)}</th>" for cell in head)
    body = "".join(f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f'<div class="ct-scroll"><table class="ct-table"><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def proved(words: str, head: str) -> str:
    """The ledger is intact, and the head hash to note down elsewhere."""
    return (
        f'<div class="ct-proved">{_text(words)}<div class="ct-quiet">Head, to note down '
        f"elsewhere: <code>{_text(head)}</code></div></div>"
    )


def counts(items: Sequence[tuple[str, int]]) -> str:
    """Numbers with what they count under them."""
    cells = "".join(
        f"<div><b>{number:,}</b><span>{_text(name)}</span></div>" for name, number in items
    )
    return f'<div class="ct-counts">{cells}</div>'


def badge(words: str, tone: str = "plain") -> str:
    """A word in a thin frame; tone is `good`, `doubt` or `plain`."""
    return f'<span class="ct-badge ct-{_text(tone)}">{_text(words)}</span>'


def verdict_line(decision: Decision, state: str) -> str:
    """What the machine says and what a person said about it."""
    tone = "good" if decision.accepted else "doubt"
    parts = [badge(views.outcome(decision).capitalize(), tone)]
    if state not in ("", "unjudged"):
        parts.append(badge(state[:1].upper() + state[1:], "person"))
    return f'<div class="ct-badges">{"".join(parts)}</div>'


@dataclass(frozen=True, slots=True)
class Bar:
    """One score between 0 and 1, the threshold it is held against, and what was compared."""

    name: str
    score: float
    threshold: float | None = None
    note: str = ""


def bars_of(candidate: Candidate, decision: Decision, config: AbstentionConfig) -> list[Bar]:
    """The candidate's fields, then its combined score, with the thresholds that apply."""
    marks = {"artist": config.artist_activate, "title": None, "subject": None}
    if decision.regime == "title":
        marks["title"] = config.title_accept
    found = [
        Bar(name.capitalize(), field.score, marks[name], compared(field))
        for name, field in (
            ("title", candidate.title),
            ("artist", candidate.artist),
            ("subject", candidate.subject),
        )
    ]
    parameter = _COMBINED.get(decision.regime or "")
    threshold = getattr(config, parameter) if parameter else None
    return [*found, Bar("Together", candidate.score, threshold)]


def compared(field: FieldEvidence) -> str:
    """`“words that were read” with “words of the catalogue”`."""
    if not field.guess:
        return ""
    return f"“{field.guess}”" + (f" with “{field.alias}”" if field.alias else "")


def bars(items: Sequence[Bar]) -> str:
    """Scores as bars with a mark at each threshold."""
    return f'<div class="ct-bars">{"".join(_bar(item) for item in items)}</div>'


def _bar(item: Bar) -> str:
    width = 100 * min(max(item.score, 0.0), 1.0)
    colour, mark = "#8f897d", ""
    if item.threshold is not None:
        colour = GREEN if item.score > item.threshold else OCHRE
        said = f"has to be over {views.score(item.threshold)}"
        mark = f'<i style="left:{100 * item.threshold:.1f}%" title="{_text(said)}"></i>'
    required = f"/ {views.score(item.threshold)}" if item.threshold is not None else ""
    note = f'<div class="ct-note">{_text(item.note)}</div>' if item.note else ""
    return (
        f'<div class="ct-bar"><span>{_text(item.name)}</span>'
        f'<div class="ct-track"><b style="width:{width:.1f}%;background:{colour}"></b>{mark}</div>'
        f"<em>{views.score(item.score)} <small>{required}</small></em>{note}</div>"
    )


def scores_line(candidate: Candidate) -> str:
    """The scores of a candidate that is not the best, on one line."""
    parts = [
        f"{name} {views.score(field.score)}"
        for name, field in (
            ("title", candidate.title),
            ("artist", candidate.artist),
            ("subject", candidate.subject),
        )
        if field.guess
    ]
    return quiet(" · ".join([*parts, f"together {views.score(candidate.score)}"]))


def sentence(words: str) -> str:
    """The reason for the decision, in one sentence."""
    return f'<p class="ct-sentence">{_text(words)}</p>'


def pairs(items: Sequence[tuple[str, str]]) -> str:
    """Names and what they stand for, one below the other."""
    body = "".join(f"<dt>{_text(name)}</dt><dd>{_text(value)}</dd>" for name, value in items)
    return f'<dl class="ct-pairs">{body}</dl>'


def legend(words: str, colours: Sequence[tuple[str, str]]) -> str:
    """What a frame is, and what the lines in it mean."""
    keys = "".join(
        f'<span><i style="border-color:{_text(colour)}"></i>{_text(name)}</span>'
        for colour, name in colours
    )
    return f'<div class="ct-legend"><span>{_text(words)}</span>{keys}</div>'


def no_picture() -> str:
    return '<div class="ct-nopicture">No reference picture</div>'


def stage(name: str, output: StageOutput, wide: bool = False) -> str:
    """One stage: what was asked, what came back, and what was understood of it.

    `wide` lays the parts side by side, for a page that has the room.
    """
    answer = output.error or output.raw.strip() or "nothing"
    tone, shown = " ct-failed" if output.error else "", " open" if wide else ""
    understood = views.understood(output.parsed)
    return (
        f'<div class="ct-stage{" ct-wide" if wide else ""}">'
        f'<div class="ct-stagename">{_text(name)}<small>{output.seconds:.1f} s</small></div>'
        f"<details{shown}><summary>Asked</summary><pre>{_text(output.prompt)}</pre></details>"
        f'<pre class="ct-raw{tone}">{_text(answer)}</pre>'
        f"<details{shown}><summary>Understood</summary><pre>{_text(understood)}</pre></details>"
        "</div>"
    )


def flips(words: str, any_flip: bool) -> str:
    """How many decisions the sliders change."""
    return f'<div class="ct-flips{" ct-some" if any_flip else ""}">{_text(words)}</div>'


def happened(words: str, reviewer: str) -> str:
    """What the last key press did, and in whose name verdicts are written."""
    who = f"Judging as {_text(reviewer)}" if reviewer else ""
    return (
        f'<div class="ct-happened"><span role="status">{_text(words)}</span>'
        f"<span>{who}</span></div>"
    )


def job(item: Job) -> str:
    """A job's name, its state and its bar."""
    width = 100 * min(max(item.fraction, 0.0), 1.0)
    bar = f'<div class="ct-track"><b style="width:{width:.1f}%;background:{GREEN}"></b></div>'
    return (
        f'<div class="ct-job"><span class="ct-title">{_text(views_jobs.name(item))}</span>'
        f'<span class="ct-state">{_text(views_jobs.state(item))}</span>'
        f"{'' if item.finished else bar}</div>"
    )


def frames(pictures: Sequence[str]) -> str:
    """Frames in a row, from the data URIs of their thumbnails."""
    shown = "".join(f'<img src="{_text(picture)}" alt="">' for picture in pictures if picture)
    return f'<div class="ct-frames">{shown}</div>'


def reasons(decision: Decision) -> str:
    """Every comparison that was made, passed ones with a tick."""
    lines = [
        f'<li class="{"ct-passed" if reason.passed else "ct-failed"}">'
        f"{_text(views.sentence(reason))}</li>"
        for reason in decision.reasons
    ]
    return f'<ul class="ct-reasons">{"".join(lines)}</ul>' if lines else ""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of a video in s, what is seen in it, and whether that was identified."""

    start: float
    end: float
    title: str
    identified: bool
    current: bool = False


def timeline(stretches: Sequence[Stretch], length: float, sightings: Sequence[float] = ()) -> str:
    """Who is seen when: a row a stretch over the length of the video in s.

    `sightings` are the times of the frames in which the current work was located.
    """
    total = max(length, *(s.end for s in stretches), 0.001) if stretches else max(length, 0.001)
    rows = "".join(_stretch(s, total) for s in stretches)
    dots = "".join(f'<i style="left:{100 * t / total:.2f}%"></i>' for t in sightings)
    ticks = "".join(f"<span>{views.clock(total * n / 4)}</span>" for n in range(5))
    return (
        f'<div class="ct-time">{rows}<div class="ct-row ct-dots"><span></span><div>{dots}</div>'
        f'</div><div class="ct-row ct-ticks"><span></span><div>{ticks}</div></div></div>'
    )


def _stretch(item: Stretch, total: float) -> str:
    left = 100 * item.start / total
    width = max(100 * (item.end - item.start) / total, 0.8)
    tone = "ct-good" if item.identified else "ct-doubt"
    here = " ct-here" if item.current else ""
    when = f"{views.clock(item.start)} to {views.clock(item.end)}"
    name = item.title if item.identified else f"not visible (nearest: {item.title})"
    return (
        f'<div class="ct-row{here}"><span title="{_text(name)}">{_text(item.title)}</span>'
        f'<div><b class="{tone}" style="left:{left:.2f}%;width:{width:.2f}%" '
        f'title="{_text(f"{name}, {when}")}"></b></div></div>'
    )
