"""A dialog that is open from a button until it has done its work or is dismissed."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Sheet:
    """Whether the dialog of this name is open; the session remembers it."""

    name: str

    @property
    def is_open(self) -> bool:
        return bool(st.session_state.get(self.name))

    def open(self) -> None:
        st.session_state[self.name] = True

    def close(self) -> None:
        st.session_state[self.name] = False

    def leave_if_closed(self) -> None:
        """In the dialog: a callback has closed it, so the page is drawn without it."""
        if not self.is_open:
            st.rerun()
