"""Attribute page: which backends analyse the videos, and which are not ready."""

from __future__ import annotations

import streamlit as st

from backends import Choice, Listing
from pages._ui.html import elements, models
from pages._ui.settings import chosen_backends, weights
from pages._ui.shell import navigation
from pages._ui.shell.resources import Resources

_KEY = "backends_chosen"
SEVERAL = (
    "Each backend works on its own. Where they agree, a work is named with more confidence; where "
    "they name different works, none is named."
)

NONE_CHOSEN = "No backend is chosen. Choose at least one above."


def choose(bundle: Resources) -> None:
    """One backend, or several that have to agree. Those that are not ready say why."""
    listed = [(listing, _missing(bundle, listing)) for listing in chosen_backends.listings(bundle)]
    ready = {listing.name: listing for listing, missing in listed if not missing}
    not_ready = [(listing, missing) for listing, missing in listed if missing]
    names = st.session_state.get(_KEY)
    if names is None:
        names = chosen_backends.chosen(bundle, list(ready))
    st.session_state[_KEY] = [name for name in names if name in ready]
    with st.container(horizontal=True, gap="medium", vertical_alignment="bottom"):
        if ready:
            _pills(bundle, ready)
        if not_ready:
            st.html(elements.quiet(models.not_ready(not_ready)), width="content")
        st.page_link(navigation.MODELS, label="Models")
    if len(st.session_state[_KEY]) > 1:
        st.html(elements.quiet(SEVERAL))
    for name in st.session_state[_KEY]:
        if weights.too_large(ready[name], chosen_backends.choice(bundle, ready[name])):
            st.html(elements.caution(models.too_large(ready[name])))


def _missing(bundle: Resources, listing: Listing) -> tuple[str, ...]:
    return weights.missing(listing, chosen_backends.choice(bundle, listing))


def _pills(bundle: Resources, ready: dict[str, Listing]) -> None:
    st.pills(
        "Backends",
        list(ready),
        selection_mode="multi",
        format_func=lambda name: models.name(ready[name].label),
        key=_KEY,
        on_change=_keep,
        args=(bundle,),
    )


def _keep(bundle: Resources) -> None:
    chosen_backends.choose(bundle, st.session_state[_KEY])


def choices(bundle: Resources) -> tuple[Choice, ...]:
    """The chosen backends with their settings; empty where none is chosen."""
    names = st.session_state.get(_KEY, [])
    listings = {listing.name: listing for listing in chosen_backends.listings(bundle)}
    return tuple(chosen_backends.choice(bundle, listings[n]) for n in names if n in listings)
