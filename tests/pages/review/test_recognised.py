"""A recognised painting on Review: cut out, beside the reference, and joined to it on demand."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import pytest
from streamlit.testing.v1 import AppTest

import catalogue
from backends.embedded import EmbeddedBackend
from backends.embedded.paintings import matching_points as found_points
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
from tests.visits import html, press, sound, visit

LEANING = ((420, 160), (700, 230), (700, 500), (420, 620))
AGREE = "The two pictures do not agree any more"


def hung(folder: Path, corners: tuple[tuple[int, int], ...], time: float) -> Frame:
    """A frame in which painting 1 hangs, as the workspace keeps it."""
    data = cv2.imencode(".jpg", hang(wall(), painting(1), corners))[1].tobytes()
    sha256 = hashlib.sha256(data).hexdigest()
    (folder / f"{sha256}.jpg").write_bytes(data)
    return Frame(
        int(time * 1000), Fraction(1, 1000), sha256, folder / f"{sha256}.jpg", WIDTH, HEIGHT
    )


def seen(
    frame: Frame, corners: tuple[tuple[int, int], ...], inliers: int, worth: float
) -> Sighting:
    a, b, c, d = ((x / WIDTH, y / HEIGHT) for x, y in corners)
    return Sighting("T-01", frame.sha256, frame.time, (a, b, c, d), inliers, worth, 0.83)


@pytest.fixture
def clip(bundle: Resources) -> str:
    """A clip in which T-01 was recognised in two frames, surer in the second. Returns its key."""
    picture = builders.catalogue_file(bundle.workspace.demo).parent / "pictures" / "0.jpg"
    cv2.imwrite(str(picture), painting(1))
    frames = bundle.workspace.frames
    aside, straight = hung(frames, LEANING, 3.0), hung(frames, UPRIGHT, 5.0)
    evidence = replace(
        builders.evidence(frames, sighted=None),
        frames=(aside, straight),
        sightings=(seen(aside, LEANING, 57, 0.9), seen(straight, UPRIGHT, 99, 0.97)),
    )
    loaded = catalogue.load(bundle.workspace.demo / "catalogue.csv")
    Store(bundle.workspace.database).save(
        evidence.clip.video, "recipe-1", (evidence,), loaded.sha256
    )
    return evidence.clip.key


def panes(app: AppTest) -> Any:
    """What the viewer shows."""
    parts = [part.proto for part in app.get("bidi_component")]
    [shown] = [json.loads(p.json) for p in parts if p.component_name == "cartellino_viewer"]
    return shown


def cut(app: AppTest) -> str:
    """The text that stands for the painting cut out of the frame."""
    return str((panes(app)["cut"] or {"alt": ""})["alt"])


def images(app: AppTest) -> list[str]:
    """The texts that stand for the pictures."""
    return [image.alt for part in app.get("image") for image in part.proto.imgs]


def asked(app: AppTest, clip: str) -> AppTest:
    return press(app, f"points_{clip}")


def test_the_surest_cut_out_stands_beside_the_reference(bundle: Resources, clip: str) -> None:
    app = visit(bundle, "review")
    assert panes(app)["cut_where"] == "Cut out at 0:05, the surest of 2 frames"
    assert "Recognised by its picture in 2 frames: 99 matching points over 83 % of it" in html(app)
    assert (cut(app), panes(app)["reference"]["alt"]) == (
        "The painting, cut out of the frame", "The Harbour at Dusk, Painter One",
    )  # fmt: skip
    assert panes(app)["still"]["alt"] == "Frame at 0:05"
    assert [outline["work"] for outline in panes(app)["outlines"]] == ["T-01"]


def test_a_frame_of_the_strip_shows_its_own_cut_out(bundle: Resources, clip: str) -> None:
    app = visit(bundle, "review")
    evidence = Store(bundle.workspace.database).evidence_list()[0]
    app.session_state[f"frame_of_{clip}"] = evidence.frames[0].sha256
    app.run()
    assert panes(sound(app))["cut_where"] == "Cut out at 0:03"
    assert panes(app)["still"]["alt"] == "Frame at 0:03"


def test_a_click_draws_the_points_that_verified_the_match(
    bundle: Resources, clip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[Path] = []

    def counted(frame: Path, picture: Path, cache: Path) -> object:
        calls.append(cache)
        return found_points(frame, picture, cache)

    monkeypatch.setattr("backends.embedded.paintings.matching_points", counted)
    app = visit(bundle, "review")
    assert calls == []
    asked(app, clip)
    assert "Matching points with The Harbour at Dusk, Painter One" in images(app)
    assert "matching points; lines join 40 of them" in html(app)
    app.run()
    assert calls == [bundle.workspace.features]
    asked(app, clip)  # the same button again
    assert "Matching points with The Harbour at Dusk, Painter One" not in images(app)


def test_a_blind_look_shows_no_cut_out(bundle: Resources, clip: str) -> None:
    bundle.preferences.put(blind=True)
    app = visit(bundle, "review")
    assert (cut(app), panes(app)["cut_where"]) == ("", "")
    assert [outline["work"] for outline in panes(app)["outlines"]] == [""], "and no click tells"
    assert not [button for button in app.button if button.key == f"points_{clip}"]


def test_without_a_reference_picture_a_sentence_says_so(bundle: Resources, clip: str) -> None:
    shutil.rmtree(bundle.workspace.demo / "pictures")
    app = asked(visit(bundle, "review"), clip)
    assert "The matching points need the reference picture" in html(app)
    assert cut(app) == "The painting, cut out of the frame"


def test_without_the_packages_a_sentence_says_what_installs_them(
    bundle: Resources, clip: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmbeddedBackend, "packages", ("no_such_package",))
    app = asked(visit(bundle, "review"), clip)
    assert "needs: python3 start.py" in html(app)
    assert cut(app) == "The painting, cut out of the frame"


def test_pictures_that_agree_no_more_say_so(bundle: Resources, clip: str) -> None:
    cv2.imwrite(str(bundle.workspace.demo / "pictures" / "0.jpg"), painting(2))
    app = asked(visit(bundle, "review"), clip)
    assert AGREE in html(app)
    assert cut(app) == "The painting, cut out of the frame"


def test_a_frame_that_is_gone_says_so(bundle: Resources, clip: str) -> None:
    shutil.rmtree(bundle.workspace.frames)
    app = visit(bundle, "review")
    assert panes(app)["still"] is None
    assert "The file of this frame is gone from the workspace" in panes(app)["still_missing"]
    assert "Analyse the video again" in html(asked(app, clip))
