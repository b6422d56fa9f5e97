"""Lower part of the attribute page: jobs as they run, and what came of those that are over."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import streamlit as st

from console import CartellinoError
from jobs import Job
from pages._ui.attribute import answers, found
from pages._ui.html import elements
from pages._ui.shell import navigation, session, to_review
from pages._ui.shell.resources import OpenCatalogue, Resources
from pages._ui.widgets import unreadable
from pages._ui.words import jobs as words
from pages._ui.words import works
from storage import Read, StorageError

_RECENT = 12
_EVERY = 0.4
"""s between two redraws while a job runs: words come in as fast as people read."""
_CHANGED = "jobs_changed"
"""Set by a button that changes the list, all of which is drawn again then."""
_TO_OPEN = "jobs_catalogue"


def draw(bundle: Resources, opened: OpenCatalogue | None) -> None:
    """The newest jobs; while some run, the part with these redraws itself."""
    to_review.go()
    st.session_state.pop(_CHANGED, None)
    read = bundle.jobs.newest(_RECENT)
    over = [job for job in read.values if job.finished]
    waiting = tuple(job.id for job in read.values if not job.finished)
    st.fragment(_watch, run_every=_EVERY if waiting else None)(bundle, opened, waiting)
    for job in over:
        st.fragment(_over)(bundle, opened, job)


def get_ready(bundle: Resources) -> None:
    """Once a visit, let a worker load what the first analysis needs, while a person chooses."""
    if not st.session_state.get("worker_ready"):
        st.session_state["worker_ready"] = True
        with suppress(StorageError):  # said once a job waits for it
            bundle.jobs.prepare()


def _watch(bundle: Resources, opened: OpenCatalogue | None, waiting: tuple[str, ...]) -> None:
    session.guarded_part(lambda: _running(bundle, opened, waiting))


def _running(bundle: Resources, opened: OpenCatalogue | None, waiting: tuple[str, ...]) -> None:
    to_review.go()
    _again_if_changed()
    bundle.jobs.ensure_worker()  # at every redraw, because a worker may die while it is watched
    read = bundle.jobs.newest(_RECENT)
    _unreadable(read)
    if not read.values:
        st.html(elements.quiet("Nothing analysed yet. What you analyse is listed here."))
        return
    jobs = [job for job in read.values if not job.finished]
    if words.waits_long(jobs, time.time()) and not bundle.jobs.working:
        st.html(elements.fault(words.NOBODY_WORKS))
    if waiting and tuple(job.id for job in jobs) != waiting:
        st.rerun()
    for job in jobs:
        with st.container(border=True, key=f"job_{job.id}"):
            st.html(elements.job(job, _catalogue(bundle, job)))
            _messages(job)
            # As in the card of a job that is over, so that nobody's button moves when it ends.
            found.draw_newest(bundle, opened, job)
            with st.container(horizontal=True, gap="small", vertical_alignment="center"):
                _review(bundle, opened, job)
                _button(bundle, "Cancel", f"cancel_{job.id}", bundle.jobs.cancel, job)
            answers.running(bundle.workspace, job)


def _unreadable(read: Read[Job]) -> None:
    rows = (*read.set_aside, *(row for job in read.values for row in job.set_aside))
    unreadable.draw(rows, "row")


def _over(bundle: Resources, opened: OpenCatalogue | None, job: Job) -> None:
    session.guarded_part(lambda: _finished(bundle, opened, job))


def _finished(bundle: Resources, opened: OpenCatalogue | None, job: Job) -> None:
    to_review.go()
    _again_if_changed()
    with st.container(border=True, key=f"job_{job.id}"):
        came = found.summary(bundle, opened, job)
        st.html(elements.job(job, _catalogue(bundle, job), came))
        _messages(job)
        if job.log.found:
            found.draw(bundle, opened, job)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _next(bundle, opened, job)
        answers.finished(bundle, job)


def _next(bundle: Resources, opened: OpenCatalogue | None, job: Job) -> None:
    """What can be done with a job that is over."""
    _review(bundle, opened, job)
    if not job.log.found and any(item.state == "done" for item in job.items):
        st.page_link(navigation.REVIEW, label="Review the results")
    if words.can_restart(job):
        _button(bundle, "Start again", f"restart_{job.id}", bundle.jobs.restart, job)
    _button(bundle, "Remove from the list", f"remove_{job.id}", bundle.jobs.remove, job)


def _review(bundle: Resources, opened: OpenCatalogue | None, job: Job) -> None:
    """The way to what was found, from the first clip on, whether the job is over or not."""
    catalogue = words.catalogue_of(job)
    if job.log.found and found.opened_by(job, opened):
        first = job.log.found[0]
        st.button("Review what was found", key=f"review_{job.id}", type="primary",
                  on_click=to_review.choose, args=(first,))  # fmt: skip
    elif job.log.found and catalogue:
        name = elements.label(works.named(catalogue, bundle.workspace.demo))
        st.button(f"Open {name} to review it", key=f"open_{job.id}", on_click=_open,
                  args=(catalogue,))  # fmt: skip


def _button(bundle: Resources, label: str, key: str, act: Callable[[str], None], job: Job) -> None:
    why = bundle.workspace.read_only
    st.button(label, key=key, on_click=_try, args=(act, job.id), disabled=bool(why),
              help=why or None)  # fmt: skip


def _again_if_changed() -> None:
    if st.session_state.pop(_CHANGED, False):
        st.rerun()


def _try(act: Callable[[str], None], job: str) -> None:
    st.session_state[_CHANGED] = True
    try:
        act(job)
    except CartellinoError as error:
        st.session_state["attribute_fault"] = str(error)


def _open(path: Path) -> None:
    st.session_state[_CHANGED] = True
    st.session_state[_TO_OPEN] = path


def open_asked(bundle: Resources) -> None:
    """Open the catalogue of a job, if a button asked for that; with a bar, so not in a fragment."""
    path = st.session_state.pop(_TO_OPEN, None)
    if path is None:
        return
    try:
        session.use_catalogue(bundle, path)
    except CartellinoError as error:
        st.session_state["attribute_fault"] = str(error)


def _catalogue(bundle: Resources, job: Job) -> str:
    path = words.catalogue_of(job)
    return works.named(path, bundle.workspace.demo) if path else ""


def _messages(job: Job) -> None:
    if job.log.messages:
        wrong = "failed" in (job.state, *(item.state for item in job.items))
        st.html(elements.messages(job.log.messages, wrong))
