"""The fifteen sliders in four groups, the settings that they stand at, and their profiles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

import streamlit as st

from console import CartellinoError, plural
from pages._ui.html import elements, histogram
from pages._ui.settings import ablations, profiles
from pages._ui.shell import session
from pages._ui.shell.resources import Resources
from pages._ui.widgets import live_sliders
from pipeline import ConfigError
from pipeline.decision import PARAMETERS, AbstentionConfig, Parameter

Observed = Mapping[str, Sequence[float]]
"""What was compared with each threshold, by parameter: a value for each clip."""

_MOVING = "slider_moving"


def slider_key(name: str) -> str:
    """The key of the widget of a parameter."""
    return f"parameter_{name}"


def place_sliders(config: AbstentionConfig) -> None:
    """Move every slider to these settings; only before they are drawn, as in a callback."""
    for name, position in profiles.positions(config).items():
        st.session_state[slider_key(name)] = position
    st.session_state["config"] = config


def settings(bundle: Resources) -> AbstentionConfig:
    """The settings of the sliders; they last while other pages are shown."""
    if "config" not in st.session_state:
        st.session_state["config"] = baseline(bundle)
    config: AbstentionConfig = st.session_state["config"]
    return config


def read_sliders() -> None:
    """Take the settings from the sliders, as the callback of each of them."""
    positions = {spec.name: st.session_state[slider_key(spec.name)] for spec in PARAMETERS}
    st.session_state["config"] = profiles.config_at(positions)
    st.session_state[_MOVING] = False


def moving() -> bool:
    """Whether a slider is being moved, rather than let go: asked once a redraw."""
    return bool(st.session_state.pop(_MOVING, False))


def baseline(bundle: Resources) -> AbstentionConfig:
    """The settings of the chosen profile, which flips are counted against."""
    name = session.remembered(bundle, "profile", profiles.DEFAULTS)
    try:
        return profiles.load(bundle.workspace.profiles, name)
    except CartellinoError:
        session.remember(bundle, profile=profiles.DEFAULTS)
        return AbstentionConfig()


def summary(bundle: Resources, config: AbstentionConfig) -> str:
    """`Published defaults, 2 changed, 1 ablation`."""
    name = session.remembered(bundle, "profile", profiles.DEFAULTS)
    changed = profiles.changed(config, baseline(bundle))
    on = len(ablations.settings().on)
    parts = [name, f"{changed} changed" if changed else "", plural(on, "ablation") if on else ""]
    return ", ".join(filter(None, parts))


def draw(config: AbstentionConfig, observed: Observed) -> None:
    """Every parameter once, in the order of its group's first appearance, each with what it cuts.

    What follows from a slider is shown while it is moved.
    """
    # In the run that draws them: a position that was set without its slider would outlast it.
    for name, position in profiles.positions(config).items():
        st.session_state.setdefault(slider_key(name), position)
    for group in dict.fromkeys(spec.group for spec in PARAMETERS):
        with st.expander(group, expanded=True):
            for spec in (s for s in PARAMETERS if s.group == group):
                _control(spec, config)
                if values := observed.get(spec.name):
                    threshold = float(getattr(config, spec.name))
                    st.html(histogram.markup(values, threshold, spec.minimum, spec.maximum))
    sliders = (spec for spec in PARAMETERS if spec.kind != "switch")
    live_sliders.follow({spec.name: slider_key(spec.name) for spec in sliders}, _moving)


def _moving(name: str, position: tuple[float, ...]) -> None:
    """Take a slider where it is now; on release its callback takes where it ended."""
    places = profiles.positions(st.session_state["config"])
    several = isinstance(places[name], tuple)
    placed = {**places, name: position if several else position[0]}
    if _MOVING in st.session_state:  # it was let go before this redraw: where it ended counts
        return
    with suppress(ConfigError):
        st.session_state["config"] = profiles.config_at(placed)
    st.session_state[_MOVING] = True


def _control(spec: Parameter, config: AbstentionConfig) -> None:
    key, about = slider_key(spec.name), f"{spec.help} ({spec.symbol})"
    if spec.kind == "switch":
        st.toggle(spec.label, key=key, help=about, on_change=read_sliders)
        return
    label = spec.label
    if spec.kind == "weights":
        shares = zip(spec.handles, getattr(config, spec.name), strict=True)
        label = "Weights: " + ", ".join(f"{name} {share:.2f}" for name, share in shares)
    st.slider(
        label,
        min_value=spec.minimum,
        max_value=spec.maximum,
        step=spec.step,
        format="%.2f",
        key=key,
        help=about,
        on_change=read_sliders,
    )


def choose_profile(bundle: Resources) -> None:
    """Choose a profile, reset the sliders to it, or save them under a name."""
    names = profiles.names(bundle.workspace.profiles)
    chosen = session.remembered(bundle, "profile", profiles.DEFAULTS)
    st.html(elements.quiet(summary(bundle, settings(bundle))))
    st.selectbox(
        "Profile",
        names,
        index=names.index(chosen) if chosen in names else 0,
        key="profile_chosen",
        on_change=_choose,
        args=(bundle,),
    )
    with st.container(horizontal=True, gap="small"):
        st.button(
            "Reset",
            on_click=_reset,
            args=(bundle,),
            help="Back to the chosen profile, without ablations",
        )
        with st.popover("Save or load"):
            _save_or_load(bundle)


def _save_or_load(bundle: Resources) -> None:
    config = settings(bundle)
    st.text_input("Profile name", key="profile_name", max_chars=60)
    st.button(
        "Save these settings", on_click=_save, args=(bundle,), type="primary",
        disabled=bool(bundle.workspace.read_only), help=bundle.workspace.read_only or None,
    )  # fmt: skip
    st.download_button(
        "Download as JSON",
        config.to_json(),
        "cartellino-profile.json",
        "application/json",
        on_click="ignore",
    )
    st.file_uploader(
        "Load from JSON", type="json", key="profile_file", on_change=_load, max_upload_size=1
    )
    if fault := st.session_state.pop("profile_fault", ""):
        st.html(elements.fault(fault))


def _choose(bundle: Resources) -> None:
    session.remember(bundle, profile=st.session_state["profile_chosen"])
    _reset(bundle)


def _reset(bundle: Resources) -> None:
    place_sliders(baseline(bundle))
    ablations.switch_off()


def _save(bundle: Resources) -> None:
    try:
        name = profiles.save(
            bundle.workspace.profiles, st.session_state["profile_name"], settings(bundle)
        )
    except CartellinoError as error:
        st.session_state["profile_fault"] = str(error)
        return
    session.remember(bundle, profile=name)
    st.session_state["profile_chosen"] = name
    st.session_state["profile_name"] = ""


def _load() -> None:
    file = st.session_state["profile_file"]
    if file is None:
        return
    try:
        config = AbstentionConfig.from_json(file.getvalue().decode("utf-8", "replace"))
    except CartellinoError as error:
        st.session_state["profile_fault"] = str(error)
        return
    place_sliders(config)
