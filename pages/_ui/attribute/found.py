"""What a job found: a card for each of its clips, which opens that clip on the page Review."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from catalogue.versions import Versions
from console import clock
from jobs import Job
from pages._ui.html import elements, found_pictures
from pages._ui.settings import sliders
from pages._ui.shell import to_review
from pages._ui.shell.resources import OpenCatalogue, Resources
from pages._ui.widgets.gallery import Card, gallery
from pages._ui.words import decisions
from pages._ui.words import jobs as words
from pipeline import Decision, Evidence
from pipeline.analysis import best_frame
from pipeline.redecide import Redecider

AT_ONCE = 12
"""Cards of a job, until a person asks for all of them."""
_NEWEST = 7
"""Cards of a job that goes on: one row in a wide window."""


def opened_by(job: Job, opened: OpenCatalogue | None) -> OpenCatalogue | None:
    """The open catalogue, where it is the one of the job: then its clips can be decided."""
    path = words.catalogue_of(job)
    return opened if opened and path == opened.catalogue.path.absolute() else None


def summary(bundle: Resources, opened: OpenCatalogue | None, job: Job) -> str:
    """`4 works, 1 abstention`; how many clips, where another catalogue is open."""
    if not job.log.found:
        return ""
    own = opened_by(job, opened)
    if own is None:
        return words.clips(len(job.log.found))
    return words.found(list(_decided(bundle, own, job.log.found).values()))


def draw(bundle: Resources, opened: OpenCatalogue | None, job: Job) -> None:
    """The cards, the first of them at first."""
    keys = job.log.found
    key = f"all_found_{job.id}"
    shown = keys if st.session_state.get(key) else keys[:AT_ONCE]
    gallery(
        _cards(bundle, opened_by(job, opened), shown),
        f"found_{job.id}",
        f"What was found in {words.name(job)}",
        to_review.choose,
        off=opened_by(job, opened) is None,
    )
    if len(keys) > AT_ONCE:
        st.toggle(f"Show all {len(keys):,} clips", key=key)


def draw_newest(bundle: Resources, opened: OpenCatalogue | None, job: Job) -> None:
    """The newest cards of a job that goes on."""
    if keys := job.log.found[-_NEWEST:]:
        own = opened_by(job, opened)
        st.html(elements.caption(words.so_far(len(job.log.found))))
        label = f"What was found so far in {words.name(job)}"
        cards = _cards(bundle, own, keys[::-1])
        gallery(cards, f"found_{job.id}", label, to_review.choose, off=own is None)


def _cards(bundle: Resources, own: OpenCatalogue | None, keys: Sequence[str]) -> list[Card]:
    if own is None:
        store = bundle.store
        stored = _stored(str(store.database), store.state(), tuple(keys), bundle)
        return [_undecided(clip) for clip in stored]
    made = _decided(bundle, own, keys)
    clips = _redecider(*_place(bundle, own), tuple(keys), bundle, own).clips
    return [_card(clip, made[clip.clip.key], own) for clip in clips]


def _card(clip: Evidence, decision: Decision, opened: OpenCatalogue) -> Card:
    best = decision.candidate
    work = opened.catalogue.by_identifier.get(best.work) if best else None
    named = decision.accepted and work is not None
    note = words.where(clip)
    if named and best:
        note = f"{note} · {decisions.score(best.score)}"
    return Card(
        key=clip.clip.key,
        picture=_picture(clip, work.identifier if named and work else ""),
        title=decisions.title_of(opened.catalogue, best.work) if named and best else "Not visible",
        words=work.artist if named and work else words.nearest(work),
        note=note,
        tone="good" if named else "doubt",
    )


def _undecided(clip: Evidence) -> Card:
    title = f"{clock(clip.clip.start)} to {clock(clip.clip.end)}"
    return Card(
        key=clip.clip.key,
        picture=_picture(clip, ""),
        title=title if clip.clip.end > clip.clip.start else clip.clip.video.path.name,
        words="",
        note="",
        tone="",
    )


def _picture(clip: Evidence, work: str) -> str:
    """The painting of the work, cut out of its best frame; else the frame."""
    frame = best_frame(clip, work or None)
    if frame is None:
        return ""
    seen = [s for s in clip.sightings if s.work == work and s.frame == frame.sha256]
    quad = max(seen, key=lambda s: s.inliers).quad if seen else None
    return _made(str(frame.path), quad)


@st.cache_data(show_spinner=False, max_entries=2000)
def _made(path: str, quad: found_pictures.Corners) -> str:
    return found_pictures.made(path, quad)


@st.cache_resource(show_spinner=False, max_entries=16)
def _stored(
    database: str, state: int, keys: tuple[str, ...], _bundle: Resources
) -> tuple[Evidence, ...]:
    return _bundle.store.of_clips(keys)


def _place(bundle: Resources, opened: OpenCatalogue) -> tuple[str, int, str]:
    return str(bundle.store.database), bundle.store.state(), opened.catalogue.sha256


def _decided(bundle: Resources, opened: OpenCatalogue, keys: Sequence[str]) -> dict[str, Decision]:
    """The decision about each clip under the settings of the sliders."""
    redecider = _redecider(*_place(bundle, opened), tuple(keys), bundle, opened)
    return dict(redecider.decide(sliders.settings(bundle)))


@st.cache_resource(show_spinner="Comparing what was found with the catalogue …", max_entries=32)
def _redecider(
    database: str, state: int, sha256: str, keys: tuple[str, ...],
    _bundle: Resources, _opened: OpenCatalogue,
) -> Redecider:  # fmt: skip
    family = Versions(_bundle.workspace.catalogues).family(sha256)
    return Redecider(_bundle.store.of_clips(keys, *family), _opened.skybands)
