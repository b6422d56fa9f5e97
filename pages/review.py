"""Review: judge the machine's proposals, one clip after another."""

from __future__ import annotations

import streamlit as st

from pages._ui.html import elements
from pages._ui.review import (
    bulk,
    catalogue_column,
    drawer,
    footage_column,
    label_marks,
    other_catalogues,
    panes,
    place,
    preferences,
    queue_column,
    recutting,
    verdict_bar,
)
from pages._ui.review.actions import Reviewer
from pages._ui.review.caches import (
    attachments,
    marked,
    memo,
    redecider,
    set_aside,
)
from pages._ui.review.review_session import ReviewSession
from pages._ui.settings import ablations, sliders
from pages._ui.shell import navigation, progress_bar, session
from pages._ui.shell.resources import Resources
from pages._ui.widgets import unreadable
from pages._ui.words import queue
from pipeline import Evidence
from pipeline.decision import Ablations


def draw() -> None:
    bundle = navigation.begin()
    opened = session.opened(bundle)
    if opened is None:
        navigation.nothing_yet(
            "No catalogue yet",
            "Cartellino proposes works of your catalogue. Open it first.",
            "Open a catalogue",
            navigation.CATALOGUE,
        )
        return
    stored = redecider(bundle, opened)
    unreadable.draw(set_aside(bundle, opened), "clip")
    unreadable.draw(bundle.ledger.unreadable(), "line of the ledger", "lines of the ledger")
    if not stored.clips and bundle.store.state():
        other_catalogues.draw(bundle, opened.catalogue)
        return
    if not stored.clips:
        running = any(not job.finished for job in bundle.jobs.recent())
        navigation.nothing_yet(
            "Nothing to review yet",
            "An analysis is under way. Its first clips can be reviewed within a minute or two."
            if running
            else "Analyse a video first. Its clips appear here as they are finished.",
            "See how far it is" if running else "Analyse a video",
            navigation.ATTRIBUTE,
        )
        return
    kept = bundle.ledger.marks()
    stored = marked(bundle, opened, stored, label_marks.on_clips(stored.clips, kept))
    config, baseline = sliders.settings(bundle), sliders.baseline(bundle)
    on = ablations.settings()
    with progress_bar.bar() as report:
        for settings, ablated in ((config, on), (baseline, Ablations())):
            stored.prepare(settings, lambda share: report(share, "Comparing every clip"), ablated)
    attached = attachments(bundle, opened)
    review = ReviewSession(
        opened.catalogue, stored, bundle.ledger, config, baseline, attached, on, kept,
        memo(opened),
    )  # fmt: skip
    if st.session_state.get("tuning"):
        drawer.draw(bundle, review)
    _desk(bundle, review)


def _desk(bundle: Resources, review: ReviewSession) -> None:
    if words := place.stray(review):
        st.html(elements.caution(words))
    left, right = st.columns([20, 80], gap="medium")
    with left, st.container(key="queue_column"):
        if st.session_state.pop("clear_filters", False):
            queue_column.clear()
        filters, order = queue_column.filters(bundle, review)
        rows = queue.arrange(review.rows, filters, order)
        if place.left_out(rows, review):
            st.session_state["clear_filters"] = True
            st.rerun()
        reviewer = Reviewer(bundle, review, rows)
        clip = review.clips.get(reviewer.place.settle() or "")
        key = clip.clip.key if clip else None
        queue_column.draw(review, rows, key, reviewer.blind, reviewer.choose_clip)
        bulk.draw_handle(reviewer)
        preferences.draw(reviewer)
        drawer.draw_handle(bundle, review)
    if clip is None:
        return
    with right:
        _clip(reviewer, clip)
    with st.container(key="verdicts"):
        _bar(reviewer, clip.clip.key)
    if st.session_state.pop("show_keys", False):
        verdict_bar.help_sheet()
    else:
        bulk.draw(reviewer, clip)
        recutting.draw(reviewer, clip)
    if coming := queue.next_unjudged(rows, clip.clip.key):
        panes.prepare(reviewer, review.clips[coming])


def _clip(reviewer: Reviewer, clip: Evidence) -> None:
    """Pictures first; below them the decision beside what it rests on."""
    panes.draw(reviewer, clip)
    middle, right = st.columns([53, 47], gap="medium")
    with middle:
        if reviewer.correcting:
            catalogue_column.correct(reviewer, clip)
        else:
            catalogue_column.draw(reviewer, clip)
    with right:
        footage_column.draw(reviewer, clip)


def _bar(reviewer: Reviewer, clip: str) -> None:
    if reviewer.name or reviewer.bundle.workspace.read_only:
        verdict_bar.draw(reviewer, clip)
    else:
        verdict_bar.ask_name(reviewer.bundle, reviewer.introduce)
    verdict_bar.listen(reviewer, clip)
    reviewer.draw_report()


session.guarded(draw)
