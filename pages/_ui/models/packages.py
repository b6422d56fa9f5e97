"""Models page: installing the packages of models with weights; every open page shows how far."""

from __future__ import annotations

import importlib

import streamlit as st

from backends import INSTALL_MODELS
from backends.neural import packages
from pages._ui.html import elements, models
from pages._ui.settings import chosen_backends
from pages._ui.shell import session
from pages._ui.shell.resources import Resources
from pages._ui.widgets import task_bar
from storage import State, StorageError, Task

_FAULT = "packages_fault"


def draw(bundle: Resources) -> None:
    """Offer to install them, or show the progress; nothing where everything is installed."""
    task = Task(bundle.workspace.packages)
    state = task.state()
    lacking = any(
        INSTALL_MODELS in listing.packages for listing in chosen_backends.listings(bundle)
    )
    if state.running or lacking:
        with st.container(border=True, key="packages"):
            st.html(models.packages(packages.download_size()))
            if state.running:
                st.fragment(_watch, run_every=task_bar.EVERY)(task)
            else:
                _offer(task, state)


def _offer(task: Task, state: State) -> None:
    if fault := st.session_state.pop(_FAULT, ""):
        st.html(elements.fault(fault))
    elif state.phase == "failed":
        st.html(elements.fault(state.message))
    if state.phase == "cancelled":
        st.html(elements.quiet("Cancelled. What was downloaded is kept."))
    label = "Install again" if state.phase in ("failed", "cancelled") else "Install"
    st.button(label, key="install", type="primary", on_click=_begin, args=(task,))


def _begin(task: Task) -> None:
    try:
        packages.begin(task)
    except StorageError as error:
        st.session_state[_FAULT] = str(error)


def _watch(task: Task) -> None:
    session.guarded(lambda: _progress(task))


def _progress(task: Task) -> None:
    state = task.state()
    if not state.running:
        # Python remembers which modules were not there.
        importlib.invalidate_caches()
        st.rerun()
    task_bar.draw(state)
    st.html(elements.quiet("You may close this page. The installation continues."))
    st.button("Cancel", key="cancel_install", on_click=task.cancel)
