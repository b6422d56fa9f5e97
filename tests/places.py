"""Folders that tests refer to, wherever a test stands."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
FIXTURES = ROOT / "tests" / "fixtures"
KIT = ROOT.parent / "shared" / "kit"
"""Real material beside the project, which is no part of it: tests that read it skip without."""
