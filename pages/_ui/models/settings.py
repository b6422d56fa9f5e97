"""Models page: how a model with weights is set, its adapter, and the memory that it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

import streamlit as st

import backends
from backends import MOST_FRAMES, BackendError, Choice, Listing, Options, VisualFormat
from backends.neural.weights import Checkpoint
from pages._ui.html import elements, models
from pages._ui.settings import chosen_backends, weights
from pages._ui.settings.weights import NamedAdapter
from pages._ui.shell import uploads
from pages._ui.shell.resources import Resources

_PIXELS = (50_176, 100_352, 151_200, 200_704)
_FORM = ("visual", "frames", "pixels", "fit")
_SWITCHES = (
    (
        "quantise",
        "Weights in 4 bits (NF4)",
        "A quarter of the memory, slightly less exact. Needs bitsandbytes.",
    ),
    (
        "offload",
        "Use main memory too",
        "For what does not fit on the card: slower, but it runs.",
    ),
    (
        "smaller",
        "Try again smaller when memory runs out",
        "With fewer and smaller frames. The job notes it.",
    ),
)


def draw(bundle: Resources, listing: Listing, content: Checkpoint) -> None:
    """The settings on the left, what they cost in memory on the right."""
    left, right = st.columns(2, gap="large")
    with left:
        choice = chosen_backends.choice(bundle, listing)
        form = _form(listing, choice)
        if form:
            _visual(bundle, listing, form)
        _switches(bundle, listing, choice)
        _reset(bundle, listing)
    with right:
        _memory(listing, content, choice)
        _adapter(bundle, listing, content, choice)


def _form(listing: Listing, choice: Choice) -> VisualFormat | None:
    try:
        return backends.form(listing.name, choice.options)
    except BackendError as error:
        st.html(elements.fault(str(error)))
        return listing.format


def _accepts(listing: Listing, **values: Any) -> bool:
    """Whether the model takes an option as it is given."""
    try:
        form = backends.form(listing.name, Options(**values))
    except BackendError:
        return False
    return form is not None and all(getattr(form, n) == value for n, value in values.items())


def _placed(listing: Listing, setting: str, value: Any) -> str:
    """The key of a widget that has `value` when it is first drawn."""
    key = f"model_{listing.name}_{setting}"
    st.session_state.setdefault(key, value)
    return key


def _keep(bundle: Resources, listing: Listing, setting: str) -> None:
    """Keep the value of a widget; the model's own value is stored as nothing."""
    value = st.session_state[f"model_{listing.name}_{setting}"]
    usual = getattr(listing.format, setting, False)
    chosen_backends.keep(bundle, listing.name, **{setting: None if value == usual else value})


def _visual(bundle: Resources, listing: Listing, form: VisualFormat) -> None:
    st.html(elements.caption("How frames reach the model"))
    _shape(bundle, listing, "visual", form.visual, models.VISUALS)
    _shape(bundle, listing, "fit", form.fit, models.FITS)
    _sizes(bundle, listing, form)


def _shape(
    bundle: Resources, listing: Listing, setting: str, current: str, labels: Mapping[str, str]
) -> None:
    """A choice between the forms that the model takes; nothing where it takes only one."""
    usable = [value for value in labels if _accepts(listing, **{setting: value})]
    if len(usable) < 2:
        return
    st.segmented_control(
        models.SHAPES[setting],
        usable,
        format_func=labels.__getitem__,
        required=True,
        key=_placed(listing, setting, current),
        on_change=_keep,
        args=(bundle, listing, setting),
    )


def _sizes(bundle: Resources, listing: Listing, form: VisualFormat) -> None:
    """How many frames and how large, where the model leaves a choice."""
    scales: dict[str, tuple[str, Iterable[int], Callable[[int], str]]] = {
        "frames": ("Frames per clip", range(1, MOST_FRAMES + 1), str),
        "pixels": (
            "Largest frame",
            _PIXELS,
            partial(models.frame_size, form.longest),
        ),
    }
    for setting, (label, usual, words) in scales.items():
        current = getattr(form, setting)
        steps = sorted({*usual, current, getattr(listing.format, setting, current)})
        usable = [step for step in steps if _accepts(listing, **{setting: step})]
        if len(usable) > 1:
            st.select_slider(
                label,
                usable,
                format_func=words,
                key=_placed(listing, setting, current),
                on_change=_keep,
                args=(bundle, listing, setting),
            )


def _switches(bundle: Resources, listing: Listing, choice: Choice) -> None:
    st.html(elements.caption("To save memory"))
    for setting, label, explanation in _SWITCHES:
        current = choice.quantise if setting == "quantise" else getattr(choice.options, setting)
        st.toggle(
            label,
            help=explanation,
            key=_placed(listing, setting, current),
            on_change=_keep,
            args=(bundle, listing, setting),
        )


def _reset(bundle: Resources, listing: Listing) -> None:
    st.button(
        "Back to the model's defaults",
        key=f"reset_{listing.name}",
        on_click=_put_back,
        args=(bundle, listing),
    )


def _put_back(bundle: Resources, listing: Listing) -> None:
    names = [*_FORM, *(name for name, _, _ in _SWITCHES)]
    for name in names:
        st.session_state.pop(f"model_{listing.name}_{name}", None)
    chosen_backends.keep(bundle, listing.name, **dict.fromkeys(names))


def _memory(listing: Listing, content: Checkpoint, choice: Choice) -> None:
    st.html(elements.caption("Memory needed"))
    fit = weights.fit(listing, choice, content)
    st.html(elements.fault(fit) if isinstance(fit, str) else models.memory(fit))


def _adapter(bundle: Resources, listing: Listing, content: Checkpoint, choice: Choice) -> None:
    """The adapter's folder, the frames that it was trained on, and a fault where those differ."""
    st.html(elements.caption("Adapter"))
    named = choice.options.adapter
    key = _placed(listing, "adapter", str(named) if named else "")
    st.text_input(
        "Folder of a LoRA adapter",
        key=key,
        placeholder="none",
        on_change=_name_adapter,
        args=(bundle, listing, key),
    )
    checked = weights.named_adapter(listing, choice, content)
    if checked.adapter and checked.adapter.format:
        st.html(elements.pairs(models.format_pairs(checked.adapter.format)))
    if checked.fault:
        st.html(elements.fault(checked.fault))
    for note in checked.notes:
        st.html(elements.caution(note))
    if checked.differs:
        _differs(bundle, listing, choice, checked)


def _differs(bundle: Resources, listing: Listing, choice: Choice, checked: NamedAdapter) -> None:
    """A button that sets the frames right, and a switch that overrides the refusal at a price."""
    if checked.adapter and checked.adapter.format:
        st.button(
            "Set the frames as the adapter needs them",
            key=f"suit_{listing.name}",
            on_click=_suit,
            args=(bundle, listing, checked.adapter.format),
        )
    st.toggle(
        "Use it anyway (nothing will be identified)",
        key=_placed(listing, "despite_format", choice.options.despite_format),
        on_change=_keep,
        args=(bundle, listing, "despite_format"),
    )


def _suit(bundle: Resources, listing: Listing, form: VisualFormat) -> None:
    """Set the frames as an adapter was trained on them."""
    for setting in _FORM:
        st.session_state.pop(f"model_{listing.name}_{setting}", None)
    chosen_backends.keep(bundle, listing.name, **{name: getattr(form, name) for name in _FORM})


def _name_adapter(bundle: Resources, listing: Listing, key: str) -> None:
    words = str(st.session_state[key]).strip()
    st.session_state.pop(f"model_{listing.name}_despite_format", None)
    chosen_backends.keep(
        bundle,
        listing.name,
        adapter=str(uploads.typed_path(words).absolute()) if words else None,
        despite_format=None,
    )
