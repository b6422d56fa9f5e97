"""Review: judge what the machine proposes, one clip after another."""

from __future__ import annotations

import streamlit as st

from pages._ui.html import elements
from pages._ui.review import (
    catalogue_column,
    film_column,
    other_catalogues,
    queue_column,
    unreadable,
    verdict_bar,
)
from pages._ui.review.actions import Desktop
from pages._ui.review.bench import Bench
from pages._ui.settings import sliders
from pages._ui.shell import navigation, progress_bar, session
from pages._ui.shell.resources import Resources, attachments, redecider, set_aside
from pages._ui.words import queue as queue_words


def draw() -> None:
    bundle = navigation.begin()
    opened = session.opened(bundle)
    if opened is None:
        navigation.nothing_yet(
            "No catalogue yet",
            "A proposal is a work of your catalogue, so start by opening one.",
            "Open a catalogue",
            navigation.CATALOGUE,
        )
        return
    stored = redecider(bundle, opened)
    unreadable.draw(set_aside(bundle, opened))
    if not stored.clips and bundle.store.state():
        other_catalogues.draw(bundle, opened.catalogue)
        return
    if not stored.clips:
        navigation.nothing_yet(
            "Nothing to review yet",
            "Analyse a video first. Its clips line up here as they are finished.",
            "Analyse a video",
            navigation.ATTRIBUTE,
        )
        return
    config = session.settings(bundle)
    with progress_bar.bar() as report:
        for settings in (config, session.baseline(bundle)):
            stored.prepare(settings, lambda share: report(share, "Comparing every clip"))
    judged = attachments(bundle, opened)
    bench = Bench(opened.catalogue, stored, bundle.ledger, config, session.baseline(bundle), judged)
    _sidebar(bundle, bench)
    _columns(bundle, bench)


def _sidebar(bundle: Resources, bench: Bench) -> None:
    with st.sidebar:
        sliders.profile(bundle)
        st.html(elements.flips(queue_words.flip_words(bench.flips), bool(bench.flips)))
        with st.popover("Which ones", disabled=not bench.flips, width="stretch"):
            lines = queue_words.flip_lines(bench.flips, bench.clips, bench.catalogue)
            st.html(elements.flip_list(lines))
        sliders.sliders(bench.config)


def _columns(bundle: Resources, bench: Bench) -> None:
    queue, film, said = st.columns([20, 46, 34], gap="medium")
    with queue, st.container(key="queue_column"):
        filters, order = queue_column.filters(bench)
        shown = queue_words.arrange(bench.rows, filters, order)
        desk = Desktop(bundle, bench, shown)
        queue_column.draw(bench, shown, desk.current, desk.blind, desk.choose)
        queue_column.bulk(bench, shown, desk.accept_all)
        desk.options()
    clip = bench.clips.get(desk.current or "")
    if clip is None:
        return
    with film:
        film_column.draw(bundle.workspace, bench, clip, desk.hides(clip))
    with said:
        if desk.correcting:
            catalogue_column.correct(bench, clip, desk.correct_to, desk.stop_correcting)
        else:
            catalogue_column.draw(bench, clip, desk.hides(clip), desk.correct_to)
    with st.container(key="verdicts"):
        _bar(desk)


def _bar(desk: Desktop) -> None:
    if desk.reviewer:
        verdict_bar.draw(desk)
    else:
        verdict_bar.ask_reviewer(desk.introduce)
    desk.say_what_happened()


session.guarded(draw)
