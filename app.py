"""Cartellino, the app: page configuration and navigation."""

from __future__ import annotations

import streamlit as st

from pages._ui.shell.navigation import navigation

st.set_page_config(page_title="Cartellino", layout="wide", initial_sidebar_state="auto")
navigation().run()
