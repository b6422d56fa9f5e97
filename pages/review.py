"""Review: judge the machine's proposals, one clip after another."""

from __future__ import annotations

import streamlit as st

from pages._ui.html import elements
from pages._ui.review import (
    catalogue_column,
    footage_column,
    label_marks,
    other_catalogues,
    queue_column,
    verdict_bar,
)
from pages._ui.review.actions import Reviewer
from pages._ui.review.caches import (
    attachments,
    kept_marks,
    marked,
    redecider,
    set_aside,
    unreadable_lines,
)
from pages._ui.review.review_session import ReviewSession
from pages._ui.settings import ablations, sliders
from pages._ui.shell import navigation, progress_bar, session
from pages._ui.shell.resources import Resources
from pages._ui.widgets import unreadable
from pages._ui.words import queue
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
    unreadable.draw(unreadable_lines(bundle), "line of the ledger", "lines of the ledger")
    if not stored.clips and bundle.store.state():
        other_catalogues.draw(bundle, opened.catalogue)
        return
    if not stored.clips:
        navigation.nothing_yet(
            "Nothing to review yet",
            "Analyse a video first. Its clips appear here as they are finished.",
            "Analyse a video",
            navigation.ATTRIBUTE,
        )
        return
    kept = kept_marks(bundle)
    stored = marked(bundle, opened, stored, label_marks.on_clips(stored.clips, kept))
    config, baseline = sliders.settings(bundle), sliders.baseline(bundle)
    on = ablations.settings()
    with progress_bar.bar() as report:
        for settings, ablated in ((config, on), (baseline, Ablations())):
            stored.prepare(settings, lambda share: report(share, "Comparing every clip"), ablated)
    attached = attachments(bundle, opened)
    review = ReviewSession(
        opened.catalogue, stored, bundle.ledger, config, baseline, attached, on, kept
    )
    _sidebar(bundle, review)
    _columns(bundle, review)


def _sidebar(bundle: Resources, review: ReviewSession) -> None:
    with st.sidebar:
        sliders.choose_profile(bundle)
        st.html(elements.flips(queue.flip_words(review.flips), bool(review.flips)))
        with st.popover("Which ones", disabled=not review.flips, width="stretch"):
            lines = queue.flip_lines(review.flips, review.clips, review.catalogue)
            st.html(elements.flip_list(lines))
        sliders.draw(review.config)
        ablations.draw()


def _columns(bundle: Resources, review: ReviewSession) -> None:
    left, middle, right = st.columns([19, 43, 38], gap="medium")
    with left, st.container(key="queue_column"):
        filters, order = queue_column.filters(review)
        rows = queue.arrange(review.rows, filters, order)
        reviewer = Reviewer(bundle, review, rows)
        reviewer.put_into_address()
        queue_column.draw(review, rows, reviewer.current, reviewer.blind, reviewer.choose)
        queue_column.bulk(rows, reviewer.accept_all, bundle.workspace.read_only)
        reviewer.options()
    clip = review.clips.get(reviewer.current or "")
    if clip is None:
        return
    with middle:
        footage_column.draw(bundle.workspace, review, clip, reviewer.hides(clip))
    with right:
        if reviewer.correcting:
            catalogue_column.correct(review, clip, reviewer.correct_to, reviewer.stop_correcting)
        else:
            hidden = reviewer.hides(clip)
            catalogue_column.draw(bundle.workspace, review, clip, hidden, reviewer.correct_to)
    with st.container(key="verdicts"):
        _bar(reviewer)


def _bar(reviewer: Reviewer) -> None:
    if reviewer.name or reviewer.bundle.workspace.read_only:
        verdict_bar.draw(reviewer)
    else:
        verdict_bar.ask_name(reviewer.introduce)
    reviewer.draw_report()


session.guarded(draw)
