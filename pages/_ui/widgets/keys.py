"""Keys of a page, those of verdicts only once what they judge is drawn."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import streamlit as st

from pages._ui.widgets.answers import answer

_KEY = "keys"
_keys = st.components.v2.component(
    "cartellino_keys",
    js=Path(__file__).with_name("keys.js").read_text(encoding="utf-8"),
)


def draw(
    shown: str,
    verdicts: Mapping[str, str],
    others: Mapping[str, str],
    pressed: Callable[[str, str], None],
    repeated: Sequence[str] = (),
    buttons: Sequence[str] = (),
    popover: str = "",
    address: Mapping[str, Sequence[str]] | None = None,
    listed: str = "",
) -> None:
    """Listen to keys; both mappings lead from a key to an action.

    `pressed(action, shown)` is called before the page is drawn again. The keys in `verdicts` do
    nothing while the key is held, nor before the viewer has drawn what is `shown` (a clip). Of
    `others`, the actions in `repeated` go on while a key is held. The buttons whose widget keys
    begin with one of `buttons` wait for the picture, too, and take no second click of a double
    click. No key acts behind a dialog, nor behind a popover other than the one named `popover`.
    The values in `address` are put into the page's address, under their names; one without values
    is taken out. Up and down move the focus through what the selector `listed` finds, a search
    and its results.
    """

    def changed() -> None:
        if press := answer(_KEY, "pressed"):
            pressed(str(press["action"]), str(press["shown"]))

    serial = st.session_state.get("keys_serial", 0) + 1
    st.session_state["keys_serial"] = serial  # so that every redraw reaches the browser
    _keys(
        key=_KEY,
        data={
            "shown": shown,
            "serial": serial,
            "verdicts": dict(verdicts),
            "others": dict(others),
            "repeated": list(repeated),
            "popover": popover,
            "listed": listed,
            "address": {name: list(values) for name, values in (address or {}).items()},
            "guarded": ", ".join(f'[class*="{class_of(key)}"]' for key in buttons),
        },
        on_pressed_change=changed,
    )


def class_of(key: str) -> str:
    """The class that Streamlit gives to an element with a key."""
    return f"st-key-{re.sub(r'[^a-zA-Z0-9_-]', '-', key)}"
