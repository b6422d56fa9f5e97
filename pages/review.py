"""Review: judge what the machine proposes, one clip after another."""

from __future__ import annotations

import streamlit as st

from pages._ui import (
    page,
    patience,
    review_bar,
    review_catalogue,
    review_elsewhere,
    review_film,
    review_queue,
    state,
    views_markup,
    views_queue,
    widgets,
)
from pages._ui.bench import Bench
from pages._ui.resources import Resources, attachments, redecider
from pages._ui.review_state import Desktop


def draw() -> None:
    bundle = page.begin()
    opened = state.opened(bundle)
    if opened is None:
        page.nothing_yet(
            "No catalogue yet",
            "A proposal is a work of your catalogue, so start by opening one.",
            "Open a catalogue",
            page.CATALOGUE,
        )
        return
    stored = redecider(bundle, opened)
    if not stored.clips and bundle.store.state():
        review_elsewhere.draw(bundle, opened.catalogue)
        return
    if not stored.clips:
        page.nothing_yet(
            "Nothing to review yet",
            "Analyse a video first. Its clips line up here as they are finished.",
            "Analyse a video",
            page.ATTRIBUTE,
        )
        return
    config = state.settings(bundle)
    with patience.bar() as report:
        for settings in (config, state.baseline(bundle)):
            stored.prepare(settings, lambda share: report(share, "Comparing every clip"))
    judged = attachments(bundle, opened)
    bench = Bench(opened.catalogue, stored, bundle.ledger, config, state.baseline(bundle), judged)
    _sidebar(bundle, bench)
    _columns(bundle, bench)


def _sidebar(bundle: Resources, bench: Bench) -> None:
    with st.sidebar:
        widgets.profile(bundle)
        st.html(views_markup.flips(views_queue.flip_words(bench.flips), bool(bench.flips)))
        with st.popover("Which ones", disabled=not bench.flips, width="stretch"):
            lines = views_queue.flip_lines(bench.flips, bench.clips, bench.catalogue)
            st.html(views_markup.flip_list(lines))
        widgets.sliders(bench.config)


def _columns(bundle: Resources, bench: Bench) -> None:
    queue, film, said = st.columns([20, 46, 34], gap="medium")
    with queue, st.container(key="queue_column"):
        filters, order = review_queue.filters(bench)
        shown = views_queue.arrange(bench.rows, filters, order)
        desk = Desktop(bundle, bench, shown)
        review_queue.draw(bench, shown, desk.current, desk.blind, desk.choose)
        review_queue.bulk(bench, shown, desk.accept_all)
        desk.options()
    clip = bench.clips.get(desk.current or "")
    if clip is None:
        return
    with film:
        review_film.draw(bundle.workspace, bench, clip, desk.hides(clip))
    with said:
        if desk.correcting:
            review_catalogue.correct(bench, clip, desk.correct_to, desk.stop_correcting)
        else:
            review_catalogue.draw(bench, clip, desk.hides(clip), desk.correct_to)
    with st.container(key="verdicts"):
        _bar(desk)


def _bar(desk: Desktop) -> None:
    if desk.reviewer:
        review_bar.draw(desk)
    else:
        review_bar.ask_reviewer(desk.introduce)
    desk.say_what_happened()


state.guarded(draw)
