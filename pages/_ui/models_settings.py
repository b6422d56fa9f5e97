"""Models page: how a model with weights is set, its adapter, and the memory that this takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

import backends
from backends import BackendError, Choice, Listing, Options, VisualFormat
from backends.neural import memory
from backends.neural.checkpoint import Checkpoint
from backends.neural.room import Room, room
from pages._ui import (
    media,
    models_choice,
    models_folder,
    views_markup,
    views_models,
)
from pages._ui.resources import Resources

FRAMES = 32
_PIXELS = (50_176, 100_352, 151_200, 200_704, 301_056, 401_408)
_ROOM = 15.0
"""s for which a look at the machine's memory is good."""
_SWITCHES = (
    (
        "quantise",
        "Weights in 4 bits (NF4)",
        "A quarter of the memory, slightly less exact. Needs bitsandbytes.",
    ),
    (
        "offload",
        "Keep in main memory what the card does not hold",
        "Slower, but it runs.",
    ),
    (
        "smaller",
        "Try again smaller when memory runs out",
        "With fewer and smaller frames; the job says that it did so.",
    ),
)


def draw(bundle: Resources, listing: Listing, found: Checkpoint) -> None:
    """The settings on the left, what they cost in memory on the right."""
    left, right = st.columns(2, gap="large")
    with left:
        choice = models_choice.choice(bundle, listing)
        form = _form(listing, choice)
        if form:
            _visual(bundle, listing, form)
        _switches(bundle, listing, choice)
        _reset(bundle, listing)
    with right:
        if form:
            _memory(found, form, choice)
        _adapter(bundle, listing, found, choice)


def _form(listing: Listing, choice: Choice) -> VisualFormat | None:
    try:
        return backends.form(listing.name, choice.options)
    except BackendError as error:
        st.html(views_markup.fault(str(error)))
        return listing.format


def _accepts(listing: Listing, **values: Any) -> bool:
    """Whether the model takes an option as it is given."""
    try:
        form = backends.form(listing.name, Options(**values))
    except BackendError:
        return False
    return form is not None and all(getattr(form, n) == value for n, value in values.items())


def _placed(listing: Listing, setting: str, value: Any) -> str:
    """The key of a widget that stands at `value` when it is first drawn."""
    key = f"model_{listing.name}_{setting}"
    st.session_state.setdefault(key, value)
    return key


def _keep(bundle: Resources, listing: Listing, setting: str) -> None:
    """Keep what a widget was set to; the model's own value is kept as nothing."""
    value = st.session_state[f"model_{listing.name}_{setting}"]
    usual = getattr(listing.format, setting, False)
    models_choice.keep(bundle, listing.name, **{setting: None if value == usual else value})


def _visual(bundle: Resources, listing: Listing, form: VisualFormat) -> None:
    st.html(views_markup.caption("How frames reach the model"))
    _shape(bundle, listing, "visual", form.visual, views_models.VISUALS)
    _shape(bundle, listing, "fit", form.fit, views_models.FITS)
    _sizes(bundle, listing, form)


def _shape(
    bundle: Resources, listing: Listing, setting: str, stands: str, words: Mapping[str, str]
) -> None:
    """One of a few forms, as far as the model takes them; nothing where it takes only one."""
    usable = [value for value in words if _accepts(listing, **{setting: value})]
    if len(usable) < 2:
        return
    st.segmented_control(
        views_models.SHAPES[setting],
        usable,
        format_func=words.__getitem__,
        required=True,
        key=_placed(listing, setting, stands),
        on_change=_keep,
        args=(bundle, listing, setting),
    )


def _sizes(bundle: Resources, listing: Listing, form: VisualFormat) -> None:
    if _accepts(listing, frames=form.frames + 1):
        st.slider(
            "Frames of a clip",
            1,
            max(FRAMES, form.frames),
            key=_placed(listing, "frames", form.frames),
            on_change=_keep,
            args=(bundle, listing, "frames"),
        )
    usual = listing.format.pixels if listing.format else form.pixels
    steps = sorted({*_PIXELS, form.pixels, usual})
    if _accepts(listing, pixels=next(step for step in steps if step != usual)):
        st.select_slider(
            "Size of a frame at most",
            steps,
            format_func=views_models.frame_size,
            key=_placed(listing, "pixels", form.pixels),
            on_change=_keep,
            args=(bundle, listing, "pixels"),
        )


def _switches(bundle: Resources, listing: Listing, choice: Choice) -> None:
    st.html(views_markup.caption("Memory"))
    for setting, label, about in _SWITCHES:
        stands = choice.quantise if setting == "quantise" else getattr(choice.options, setting)
        st.toggle(
            label,
            help=about,
            key=_placed(listing, setting, stands),
            on_change=_keep,
            args=(bundle, listing, setting),
        )


def _reset(bundle: Resources, listing: Listing) -> None:
    st.button(
        "Back to the model's own settings",
        key=f"reset_{listing.name}",
        on_click=_put_back,
        args=(bundle, listing),
    )


def _put_back(bundle: Resources, listing: Listing) -> None:
    names = [*("visual", "fit", "frames", "pixels"), *(name for name, _, _ in _SWITCHES)]
    for name in names:
        st.session_state.pop(f"model_{listing.name}_{name}", None)
    models_choice.keep(bundle, listing.name, **dict.fromkeys(names))


def _memory(found: Checkpoint, form: VisualFormat, choice: Choice) -> None:
    st.html(views_markup.caption("What this takes"))
    try:
        fit = memory.fit(found, form, choice.quantise, choice.options, _room())
    except BackendError as error:
        st.html(views_markup.fault(str(error)))
    else:
        st.html(views_models.memory(fit))


@st.cache_data(show_spinner=False, ttl=_ROOM)
def _room() -> Room:
    return room()


def _adapter(bundle: Resources, listing: Listing, found: Checkpoint, choice: Choice) -> None:
    """The adapter's folder, on what frames it was trained, and a refusal where those differ."""
    st.html(views_markup.caption("Adapter"))
    named = choice.options.adapter
    key = _placed(listing, "adapter", str(named) if named else "")
    st.text_input(
        "Folder of a LoRA adapter",
        key=key,
        placeholder="none",
        on_change=_name_adapter,
        args=(bundle, listing, key),
    )
    known, fault = models_folder.adapter(listing, choice, found)
    if known and known.format:
        st.html(views_markup.pairs(views_models.format_pairs(known.format, "Trained on ")))
    differs = models_folder.mismatched(listing, choice, found, known) if known else ""
    if differs:
        _despite(bundle, listing, choice, differs)
    elif fault:
        st.html(views_markup.fault(fault))


def _despite(bundle: Resources, listing: Listing, choice: Choice, differs: str) -> None:
    """The refusal, and the switch that overrides it together with what that costs."""
    accepted = choice.options.despite_format
    st.html(views_models.caution(views_models.DESPITE) if accepted else views_markup.fault(differs))
    st.toggle(
        "Use it all the same: nothing will be identified",
        key=_placed(listing, "despite_format", accepted),
        on_change=_keep,
        args=(bundle, listing, "despite_format"),
    )
    if accepted:
        st.html(views_markup.quiet(differs))


def _name_adapter(bundle: Resources, listing: Listing, key: str) -> None:
    words = str(st.session_state[key]).strip()
    st.session_state.pop(f"model_{listing.name}_despite_format", None)
    models_choice.keep(
        bundle,
        listing.name,
        adapter=str(media.typed_path(words).absolute()) if words else None,
        despite_format=None,
    )
