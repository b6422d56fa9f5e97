"""Clips to review, and a curator who reviews them."""

from __future__ import annotations

from pathlib import Path

from streamlit.testing.v1 import AppTest

import catalogue
from pages._ui.shell.resources import Resources
from pipeline.analysis.evidence_store import Store
from tests import builders
from tests.visits import press, sound, visit

HOSTILE = "<script>alert(1)</script> [x](http://example.org) $\\LaTeX$ :red[hot]"


def fill(bundle: Resources, folder: Path, hostile: bool = False) -> list[str]:
    """A demonstration catalogue and four clips of one video. Returns the clips' keys."""
    works = [("T-09", HOSTILE, HOSTILE, "x"), *builders.WORKS] if hostile else builders.WORKS
    loaded = catalogue.load(builders.catalogue_file(bundle.workspace.demo, works))
    labels = [
        ("The Harbour at Dusk", "Painter One"),
        ("Still Life with Lemons", "Painter Two"),
        (None, None),
        (HOSTILE, HOSTILE) if hostile else ("Portrait of a Notary", "Painter One"),
    ]
    clips = [
        builders.evidence(folder, n, title, artist, start=10.0 * n, sighted=None)
        for n, (title, artist) in enumerate(labels)
    ]
    Store(bundle.workspace.database).save(
        clips[0].clip.video, "recipe-1", tuple(clips), loaded.sha256
    )
    return [clip.clip.key for clip in clips]


def introduced(app: AppTest, name: str = "Ada") -> AppTest:
    """The review page once the curator has given a name."""
    app.text_input(key="reviewer_name").set_value(name)
    next(b for b in app.button if b.label == "Start judging").click().run()
    return sound(app)


def tuning(app: AppTest) -> AppTest:
    """The review page with the drawer of the settings open."""
    return press(app, "open_drawer")


def filtering(app: AppTest) -> AppTest:
    """The review page with the popover of the filters open."""
    app.session_state["filters"] = True
    return sound(app.run())


def judge_all(bundle: Resources, keys: list[str]) -> AppTest:
    """Say of every clip that the machine is right."""
    app = introduced(visit(bundle, "review"))
    for key in keys:
        press(app, f"agree_{key}")
    return app
