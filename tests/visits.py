"""Visiting the app's pages without a browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

from jobs import Jobs
from pages._ui.shell import browser
from pages._ui.shell.resources import Resources
from storage.workspace import Workspace
from tests.idle import Idle
from tests.places import ROOT

APP = ROOT / "app.py"


def bundle_in(folder: Path) -> Resources:
    """A new workspace in which no worker is started."""
    workspace = Workspace(folder / "workspace")
    bundle = Resources.of(workspace)
    return replace(bundle, jobs=Jobs(workspace, Idle(workspace)))


def pages() -> tuple[str, ...]:
    """Names of all pages."""
    names = sorted(path.stem for path in (ROOT / "pages").glob("*.py"))
    return tuple(name for name in names if name != "__init__")


def visit(bundle: Resources, page: str) -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30)
    app.session_state["resources"] = bundle
    app.run()
    if page != "attribute":
        app.switch_page(f"pages/{page}.py").run()
    return sound(app)


def html(app: AppTest) -> str:
    """What is drawn as HTML, without the one script, which is a file of ours."""
    bodies = (str(part.proto.body) for part in app.get("html"))
    return "\n".join(body for body in bodies if body != browser.SCRIPT)


def sound(app: AppTest) -> AppTest:
    """No page ever shows a traceback, or the sentence that stands for one."""
    assert not app.exception
    assert "could not be drawn" not in html(app)
    return app


def press(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click().run()
    return sound(app)
