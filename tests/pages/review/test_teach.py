"""R on Review: the painting of an accepted clip as a reference picture, shown in the catalogue."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import cv2
import pytest
from streamlit.testing.v1 import AppTest

import catalogue
from ledger import references
from pages._ui.review import teach
from pages._ui.shell.resources import Resources
from pipeline.analysis.evidence_store import Store
from pipeline.types import Frame, Sighting
from tests import builders
from tests.backends.embedded.paintings.test_recogniser import (
    HEIGHT,
    UPRIGHT,
    WIDTH,
    hang,
    painting,
    wall,
)
from tests.galleries import galleries
from tests.reviewing import introduced
from tests.visits import html, press, sound, visit

WORKS = "id,title,artist\nT-01,The Harbour at Dusk,Painter One\nT-02,Lemons,Painter Two\n"
TITLE = "The Harbour at Dusk"


def frame(folder: Path, time: float, picture: int | None = 1) -> Frame:
    """A frame in which a painting hangs, or nothing but a wall, as the workspace keeps it."""
    image = wall() if picture is None else hang(wall(), painting(picture), UPRIGHT)
    data = cv2.imencode(".jpg", image)[1].tobytes()
    sha256 = hashlib.sha256(data).hexdigest()
    (folder / f"{sha256}.jpg").write_bytes(data)
    path = folder / f"{sha256}.jpg"
    return Frame(int(time * 1000), Fraction(1, 1000), sha256, path, WIDTH, HEIGHT)


def stored(
    bundle: Resources,
    picture: int | None = 1,
    seen_by: str | None = None,
    medium: str = "walk.mp4",
    works: str = WORKS,
) -> str:
    """A clip in a catalogue, one without pictures, whose label names T-01; its key.

    With `seen_by` it was recognised by the taught picture of that hash.
    """
    path = bundle.workspace.demo / "catalogue.csv"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(works, encoding="utf-8")
    loaded = catalogue.load(path)
    frames = (frame(bundle.workspace.frames, 4.0, picture),)
    corners = tuple((x / WIDTH, y / HEIGHT) for x, y in UPRIGHT)
    sightings: tuple[Sighting, ...] = ()
    if seen_by:
        a, b, c, d = corners
        sightings = (Sighting("T-01", frames[0].sha256, 4.0, (a, b, c, d), 50, 0.99, 0.8, seen_by),)
    clip = builders.evidence(bundle.workspace.frames, medium=medium, sighted=None)
    clip = replace(clip, frames=frames, sightings=sightings)
    Store(bundle.workspace.database).save(clip.clip.video, "recipe-1", (clip,), loaded.sha256)
    return clip.clip.key


def taught(bundle: Resources) -> tuple[AppTest, str]:
    """Review after its only clip was accepted and made a reference picture."""
    key = stored(bundle)
    app = introduced(visit(bundle, "review"))
    press(app, f"agree_{key}")
    return press(app, f"teach_{key}"), key


def test_an_accepted_clip_teaches_its_painting_and_undo_takes_it_back(bundle: Resources) -> None:
    key = stored(bundle)
    app = introduced(visit(bundle, "review"))
    assert f"teach_{key}" not in {button.key for button in app.button}, "not judged yet"
    press(app, f"agree_{key}")
    press(app, f"teach_{key}")
    assert f"Now a reference picture of {TITLE}. U undoes it." in html(app)
    [picture] = references(bundle.ledger)
    assert (picture.event.work, picture.event.reviewer, picture.used) == ("T-01", "Ada", True)
    path = bundle.workspace.references / f"{picture.cut_out.sha256}.jpg"
    assert hashlib.sha256(path.read_bytes()).hexdigest() == picture.cut_out.sha256
    image = cv2.imread(str(path))
    assert image is not None
    height, width = image.shape[:2]
    assert width / height == pytest.approx(408 / 508, abs=0.06), "the painting and its frame"
    assert "as long as a verdict on its clip names the work" in html(app)
    press(app, "undo")
    assert f"Undone: {TITLE}, made a reference picture" in html(app)
    assert references(bundle.ledger) == ()
    assert bundle.ledger.standing()[key].kind == "accept"


def test_another_work_named_and_the_picture_is_not_used(bundle: Resources) -> None:
    app, key = taught(bundle)
    press(app, f"reject_{key}")
    [picture] = references(bundle.ledger)
    assert not picture.used
    visit(bundle, "catalogue")
    app = visit(bundle, "ledger")
    press(app, "verify")
    assert "Intact: 3 lines" in html(app)


def test_corners_are_drawn_where_nothing_is_outlined(bundle: Resources) -> None:
    key = stored(bundle, picture=None)
    app = introduced(visit(bundle, "review"))
    press(app, f"agree_{key}")
    assert teach.NO_OUTLINE in html(app)
    assert app.button(key=f"teach_{key}").disabled
    press(app, f"corners_on_{key}")
    press(app, f"teach_{key}")
    [picture] = references(bundle.ledger)
    assert picture.cut_out.quad == ((0.25, 0.2), (0.75, 0.2), (0.75, 0.8), (0.25, 0.8))


def test_evidence_says_by_which_picture_it_was_recognised(bundle: Resources) -> None:
    app, _ = taught(bundle)
    [picture] = references(bundle.ledger)
    key = stored(bundle, seen_by=picture.cut_out.sha256, medium="later.mp4")
    app = introduced(visit(bundle, "review"))
    app.session_state["clip"] = key
    sound(app.run())
    assert "Recognised by a picture from walk.mp4, 0:04, that Ada accepted." in html(app)


def test_the_catalogue_shows_it_marked_and_takes_it_back(bundle: Resources) -> None:
    app, _ = taught(bundle)
    app.switch_page("pages/catalogue.py").run()
    (works,) = [grid for grid in galleries(sound(app)) if grid["label"] == "Works"]
    first, second = works["cards"]
    assert (first["note"], second["note"]) == ("T-01 · picture out of a video", "T-02")
    assert first["picture"].startswith("data:image/jpeg;base64,")
    assert second["picture"] == ""
    app.session_state["catalogue_work_chosen"] = "T-01"
    sound(app.run())
    assert "Out of a video: walk.mp4, 0:04, by Ada on " in html(app)
    [picture] = references(bundle.ledger)
    press(app, f"take_back_{picture.event.number}")
    assert references(bundle.ledger) == ()
    (works,) = [grid for grid in galleries(app) if grid["label"] == "Works"]
    assert works["cards"][0]["picture"] == ""
