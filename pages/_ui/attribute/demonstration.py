"""Attribute page: the demonstration collection while it is being painted, on the first start."""

from __future__ import annotations

import streamlit as st

from pages._ui.html import elements
from pages._ui.shell import navigation, session
from pages._ui.shell.resources import Resources
from pages._ui.widgets import task_bar
from storage import Task


def being_painted(bundle: Resources) -> bool:
    """Draw the progress while the collection is being painted, and the page again once it is there.

    False if none is being painted.
    """
    task = Task(bundle.workspace.painting)
    if not task.state().running:
        return False
    st.html(
        elements.empty(
            "The demonstration collection is being painted",
            "Twelve works of a museum that does not exist, and three walks past them. They open "
            "here as soon as they are finished. Or open your own catalogue now.",
        )
    )
    with st.container(horizontal=True, horizontal_alignment="center"):
        st.page_link(navigation.CATALOGUE, label="Open a catalogue")
    st.fragment(_watch, run_every=task_bar.EVERY)(task)
    return True


def mention(bundle: Resources) -> None:
    """Below another catalogue: that the collection is being painted, and where it will be."""
    if Task(bundle.workspace.painting).state().running:
        st.html(
            elements.quiet(
                "The demonstration collection is being painted meanwhile. It will be on the page "
                "Catalogue, under “Open a catalogue”."
            )
        )


def _watch(task: Task) -> None:
    session.guarded(lambda: _progress(task))


def _progress(task: Task) -> None:
    state = task.state()
    if not state.running:
        st.rerun()
    task_bar.draw(state)
