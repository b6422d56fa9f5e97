"""Small pieces of HTML: headings, labels, badges, tables. Pure; every text is escaped.

No text of a catalogue or a model may become markup, so text enters only through `escaped`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from catalogue import Work
from console import brief
from jobs import Job
from pages._ui.words import decisions, jobs
from pipeline import Decision

GREEN, OCHRE = "var(--ct-good)", "var(--ct-doubt-fill)"
ANSWER_LENGTH = 1_200
"""Characters of an answer at once: a model that does not stop writes ten thousand words."""
_LONG_TITLE = 80
"""Characters from which a title is set smaller, so that the reasons below it stay in sight."""
_MESSAGES = 50
"""Messages of a job at once."""


def escaped(value: object) -> str:
    """Any value as text that a browser shows as it is, in an attribute too.

    The bytes of a file name that are no Unicode become question marks: no page can be sent them.
    """
    text = str(value)
    plain = text if text.isascii() else text.encode("utf-8", "replace").decode()
    return html.escape(plain, quote=True)


def heading(title: str, lead: str = "") -> str:
    """A page's own heading and one sentence under it."""
    below = f'<p class="ct-lead">{escaped(lead)}</p>' if lead else ""
    return f'<div class="ct-heading"><h1>{escaped(title)}</h1>{below}</div>'


def unseen_heading(title: str) -> str:
    """The heading of a page that begins with pictures, for those who hear it."""
    return f'<h1 class="ct-unseen">{escaped(title)}</h1>'


def stack(*parts: str) -> str:
    """Pieces one below the other, as one element of the page: each costs time in a redraw."""
    return f'<div class="ct-stack">{"".join(parts)}</div>' if any(parts) else ""


def caption(words: str) -> str:
    """A quiet small heading over a part of a page."""
    return f'<h2 class="ct-caption">{escaped(words)}</h2>'


def quiet(words: str) -> str:
    return f'<div class="ct-quiet">{escaped(words)}</div>'


def wall_label(work: Work, small: bool = False) -> str:
    """Title, artist and number as a museum's wall label sets them."""
    title = brief(work.title) or "Untitled"
    parts = (brief(work.artist), decisions.number_of(work.identifier))
    rest = " · ".join(escaped(part) for part in parts if part)
    size = " ct-small" if small else " ct-long" if len(title) > _LONG_TITLE else ""
    level = "h3" if small else "h2"
    return (
        f'<div class="ct-label{size}"><{level} class="ct-title">{escaped(title)}'
        f'</{level}><div class="ct-artist">{rest}</div></div>'
    )


def card(work: Work, picture: str, line: str = "") -> str:
    """A work among others: its picture (a data URI, or "" for none), its label, and markup."""
    image = f'<img src="{escaped(picture)}" alt="">' if picture else no_picture()
    words = stack(wall_label(work, small=True), line)
    return f'<div class="ct-card"><div>{image}</div>{words}</div>'


def empty(title: str, advice: str) -> str:
    """Why a page has nothing to show, and what to do next."""
    return (
        f'<div class="ct-empty"><h2 class="ct-title">{escaped(title)}</h2>'
        f"<p>{escaped(advice)}</p></div>"
    )


def fault(words: str) -> str:
    """An error in its own sentence."""
    return f'<div class="ct-fault" role="alert">{escaped(words)}</div>'


def caution(words: str) -> str:
    """Something that may be wrong, for a person to check."""
    return f'<div class="ct-caution" role="status">{escaped(words)}</div>'


def messages(lines: Sequence[str], wrong: bool) -> str:
    """A job's messages, the newest first, in a space that does not grow.

    `wrong` where something failed; otherwise they are things to know.
    """
    newest = "".join(f"<p>{escaped(brief(line, 1_000))}</p>" for line in lines[-_MESSAGES:][::-1])
    more = len(lines) - _MESSAGES
    last = f'<p class="ct-quiet">and {more:,} earlier ones</p>' if more > 0 else ""
    tone = "ct-fault" if wrong else "ct-caution"
    return f'<div class="{tone} ct-messages" role="status">{newest}{last}</div>'


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A plain table of texts."""
    top = "".join(f"<th>{escaped(cell)}</th>" for cell in head)
    body = "".join(
        f"<tr>{''.join(f'<td>{escaped(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    return (
        f'<div class="ct-scroll"><table class="ct-table"><thead><tr>{top}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def counts(items: Sequence[tuple[str, int]]) -> str:
    """Numbers, each over what it counts."""
    cells = "".join(
        f"<div><b>{number:,}</b><span>{escaped(name)}</span></div>" for name, number in items
    )
    return f'<div class="ct-counts">{cells}</div>'


def badge(words: str, tone: str = "plain") -> str:
    """A word in a thin frame; tone is `good`, `doubt` or `plain`."""
    return f'<span class="ct-badge ct-{escaped(tone)}">{escaped(words)}</span>'


def verdict_line(decision: Decision, state: str, role: str = "") -> str:
    """The machine's decision; a verdict goes before it, and then both are labelled. `role` is what
    the work below is to the clip."""
    tone, outcome = "good" if decision.accepted else "doubt", decisions.outcome(decision)
    parts, place = [badge(outcome.capitalize(), tone)], "ct-badges ct-beside"
    if state not in ("", "unjudged"):
        place = "ct-badges"
        parts = [badge(f"Verdict: {state}", "person"), badge(f"The machine now: {outcome}", tone)]
    said = f'<span class="ct-quiet">{escaped(role)}</span>' if role else ""
    return f'<div class="{place}">{"".join(parts)}{said}</div>'


def beside(words: str) -> str:
    """What the page is about, where it is not the clip as a whole."""
    return f'<div class="ct-badges">{badge(words, "doubt")}</div>'


def judged(title: str, given: str, now: str) -> str:
    """The work of a verdict, who gave it, and in italics the machine's decision now."""
    name = f'<div class="ct-title">{escaped(title)}</div>' if title else ""
    other = f"<p><i>{escaped(now[:1].upper() + now[1:])}.</i></p>" if now else ""
    return (
        f'<div class="ct-label ct-small ct-judged">{name}'
        f'<div class="ct-quiet"><p>{escaped(given)}</p>{other}</div></div>'
    )


def pairs(items: Sequence[tuple[str, str]]) -> str:
    """Names and what they stand for, one below the other."""
    body = "".join(f"<dt>{escaped(name)}</dt><dd>{escaped(value)}</dd>" for name, value in items)
    return f'<dl class="ct-pairs">{body}</dl>'


def named(name: str, path: str) -> str:
    """The name of a catalogue, and quietly where its file lies."""
    return (
        f'<div class="ct-named"><span class="ct-title">{escaped(name)}</span>'
        f"<small>{escaped(path)}</small></div>"
    )


_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&])")


def label(words: str) -> str:
    """Words as the label of a control, where Streamlit reads Markdown."""
    return _MARKDOWN.sub(r"\\\1", " ".join(words.split()))


def keys(pairs: Sequence[tuple[str, str]]) -> str:
    """Keys and what each does."""
    body = "".join(
        f"<dt><kbd>{escaped(key)}</kbd></dt><dd>{escaped(what)}</dd>" for key, what in pairs
    )
    return f'<dl class="ct-pairs ct-keys">{body}</dl>'


def no_picture(words: str = "No reference picture") -> str:
    """A quiet field in the place of a picture."""
    return f'<div class="ct-nopicture">{escaped(words)}</div>'


def flips(words: str, any_flip: bool) -> str:
    """How many decisions the sliders change."""
    return f'<div class="ct-flips{" ct-some" if any_flip else ""}">{escaped(words)}</div>'


def last_action(words: str, reviewer: str, wrong: bool = False) -> str:
    """What the reviewer's last action did, and in whose name verdicts are written."""
    who = f"Judging as {escaped(reviewer)}" if reviewer else ""
    tone = ' class="ct-wrong"' if wrong else ""
    return (
        f'<div class="ct-action"><span role="status"{tone}>{escaped(words)}</span>'
        f"<span>{who}</span></div>"
    )


def job(item: Job, catalogue: str = "", found: str = "") -> str:
    """A job's name, its catalogue and means, its state or what it found, and its bar."""
    width = 100 * min(max(item.step.fraction, 0.0), 1.0)
    bar = f'<div class="ct-track"><b style="width:{width:.1f}%;background:{GREEN}"></b></div>'
    return (
        f'<div class="ct-job"><span class="ct-title">{escaped(jobs.name(item))}'
        f"<small>{escaped(jobs.detail(item, catalogue))}</small></span>"
        f'<span class="ct-state{" ct-came" if found else ""}">'
        f"{escaped(jobs.state(item, found))}</span>"
        f"{'' if item.finished else bar}</div>"
    )


def frames(pictures: Sequence[str], large: bool = False) -> str:
    """Frames in a row, from the data URIs of their thumbnails; `large` ones 220 px wide."""
    images = "".join(f'<img src="{escaped(picture)}" alt="">' for picture in pictures if picture)
    return f'<div class="ct-frames{" ct-large" if large else ""}">{images}</div>'
