"""Attribute page: which backends look at the films, and which could not yet."""

from __future__ import annotations

import streamlit as st

from backends import Choice, Listing
from pages._ui.html import elements, models
from pages._ui.models import chosen, folders
from pages._ui.shell import navigation
from pages._ui.shell.resources import Resources

_KEY = "backends_chosen"
SEVERAL = (
    "Each looks by itself: where they agree, a work is named with more certainty; where they name "
    "different works, none is."
)

NOBODY = "Nobody was chosen to look at the film: choose at least one backend above."


def choose(bundle: Resources) -> None:
    """One backend, or several that have to agree. Those that are not ready say why."""
    found = [(one, _missing(bundle, one)) for one in chosen.listings(bundle)]
    ready = {one.name: one for one, missing in found if not missing}
    waiting = [(one, missing) for one, missing in found if missing]
    stands = st.session_state.get(_KEY)
    if stands is None:
        stands = chosen.chosen(bundle, list(ready))
    st.session_state[_KEY] = [name for name in stands if name in ready]
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        if ready:
            _pills(bundle, ready)
        if waiting:
            st.html(elements.quiet(models.waiting(waiting)), width="content")
        st.page_link(navigation.MODELS, label="Models")
    if len(st.session_state[_KEY]) > 1:
        st.html(elements.quiet(SEVERAL))
    for name in st.session_state[_KEY]:
        if folders.too_large(ready[name], chosen.choice(bundle, ready[name])):
            st.html(models.caution(models.too_large(ready[name])))


def _missing(bundle: Resources, listing: Listing) -> tuple[str, ...]:
    return folders.missing(listing, chosen.choice(bundle, listing))


def _pills(bundle: Resources, ready: dict[str, Listing]) -> None:
    st.pills(
        "Who looks at the film",
        list(ready),
        selection_mode="multi",
        format_func=lambda name: models.name(ready[name].label),
        key=_KEY,
        on_change=_keep,
        args=(bundle,),
    )


def _keep(bundle: Resources) -> None:
    chosen.choose(bundle, st.session_state[_KEY])


def choices(bundle: Resources) -> tuple[Choice, ...]:
    """What was chosen, set as it was set; empty where nothing was."""
    names = st.session_state.get(_KEY, [])
    found = {one.name: one for one in chosen.listings(bundle)}
    return tuple(chosen.choice(bundle, found[name]) for name in names if name in found)
