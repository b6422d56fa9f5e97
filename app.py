"""Cartellino, the app: its server, and what the server runs for a page.

`streamlit run app.py` imports this file for the server, and runs it as the main script whenever a
page is drawn.
"""

from __future__ import annotations

import os
from pathlib import Path

import streamlit as st

if __name__ == "__main__":
    from pages._ui.shell.navigation import navigation

    st.set_page_config(page_title="Cartellino", layout="wide", initial_sidebar_state="auto")
    navigation().run()
else:
    from starlette.middleware import Middleware

    from access import Guard, Names

    address = st.get_option("server.address") or ""
    names = Names.of(address, os.environ.get("CARTELLINO_NAMES", "").split())
    how = "python3 start.py --name {name}"
    app = st.App(Path(__file__), middleware=[Middleware(Guard, names=names, how=how)])
