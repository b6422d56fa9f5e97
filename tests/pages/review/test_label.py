"""The label on Review: its picture, its words, and what a curator says that they are."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

import catalogue
from ledger import Ledger
from pages._ui.review import label_marks
from pages._ui.review.review_session import ReviewSession
from pages._ui.shell.resources import Resources
from pages._ui.words import verdicts
from pipeline import AbstentionConfig
from pipeline.analysis.evidence_store import Store
from pipeline.labels import Mark, MarkedLabel, Marks, Said
from pipeline.redecide import Redecider, Skybands
from pipeline.stages.answers import LabelBox, LabelLine, LabelTranscription
from pipeline.types import Evidence
from tests import builders
from tests.ensemble_samples import said
from tests.label_samples import quad
from tests.labels_drawn import labels, titles
from tests.reviewing import introduced, tuning
from tests.visits import html, press, visit

TEXT = "Painter One\nThe Harbour at Dusk\nSeen from the Lighthouse"
ALT = "The label, cut out of the frame"


def clip(folder: Path, start: float = 0.0, **label: Any) -> Evidence:
    """A clip whose label holds a line that its record does not explain."""
    one = builders.evidence(folder, 0, label=TEXT, start=start, sighted=None)
    answer = replace(LabelTranscription(TEXT, "beside"), **label)
    return said(one, "label", parsed=answer)


def placed(folder: Path) -> Evidence:
    """The same with the place of every line."""
    frame = clip(folder).frames[0].sha256
    lines = [LabelLine(0.9, LabelBox(frame, quad(0.4, 0.3 + n / 10, 0.3, 0.05))) for n in range(3)]
    return clip(folder, lines=tuple(lines), boxes=(LabelBox(frame, quad(0.35, 0.25, 0.4, 0.4)),))


def stored(bundle: Resources, *clips: Evidence) -> list[str]:
    loaded = catalogue.load(builders.catalogue_file(bundle.workspace.demo))
    Store(bundle.workspace.database).save(clips[0].clip.video, "r", clips, loaded.sha256)
    return [one.clip.key for one in clips]


def on(words: str, what: Said) -> Marks:
    start = TEXT.index(words)
    return (MarkedLabel(TEXT, (Mark(start, start + len(words), what),)),)


def mark(app: AppTest, key: str, marks: Marks) -> AppTest:
    """As the page does where the browser says that words were chosen."""
    app.session_state["label_marks"] = {**app.session_state["label_marks"], key: marks}
    return app.run()


def pictures(app: AppTest) -> list[str]:
    return [image.alt for part in app.get("image") for image in part.proto.imgs]


def test_the_label_is_shown_where_its_place_is_known(bundle: Resources) -> None:
    stored(bundle, placed(bundle.workspace.frames))
    app = visit(bundle, "review")
    assert ALT in pictures(app)
    (drawn,) = labels(app)
    assert titles(drawn) == "The Harbour at Dusk"
    assert titles(drawn, "unexplained") == "Seen from the Lighthouse"
    assert drawn["note"] == "Drag over words to say what they are."
    assert drawn["undo"] == ""


def test_without_a_place_there_are_the_words_alone(bundle: Resources) -> None:
    stored(bundle, clip(bundle.workspace.frames))
    app = visit(bundle, "review")
    assert ALT not in pictures(app)
    assert titles(labels(app)[0], "artist") == "Painter One"


def test_a_label_without_words_says_so(bundle: Resources) -> None:
    stored(bundle, clip(bundle.workspace.frames, text="", tie="none"))
    app = visit(bundle, "review")
    assert "No wall label could be read." in html(app)
    assert labels(app) == []


def test_a_blind_look_shows_no_words(bundle: Resources) -> None:
    stored(bundle, placed(bundle.workspace.frames))
    bundle.preferences.put(blind=True)
    app = visit(bundle, "review")
    assert (labels(app), ALT in pictures(app)) == ([], False)


def test_a_mark_decides_the_clip_again_and_is_no_moved_slider(bundle: Resources) -> None:
    (key,) = stored(bundle, clip(bundle.workspace.frames))
    app = visit(bundle, "review")
    assert "Not in this catalogue" in html(app)
    mark(app, key, on("The Harbour at Dusk", "title"))
    assert "Read on the label: 0.82 over 0.38" in html(app)
    assert "No decision flips" in html(tuning(app))
    assert labels(app)[0]["note"] == "Marked by hand. A verdict keeps it."
    assert labels(app)[0]["undo"] == "Undo marks"
    mark(app, key, ())
    assert "Not in this catalogue" in html(app)


def test_a_slider_decides_again_with_the_marks(bundle: Resources) -> None:
    """Two clips with one label: the one with the mark flips, the other was never identified."""
    folder = bundle.workspace.frames
    key, _ = stored(bundle, clip(folder), clip(folder, 20.0))
    app = mark(tuning(visit(bundle, "review")), key, on("The Harbour at Dusk", "title"))
    app.sidebar.slider(key="parameter_artist_accept").set_value(0.9).run()
    assert "1 decision flips, none already judged" in html(app)


def test_a_verdict_keeps_the_marks_and_a_later_visit_decides_with_them(bundle: Resources) -> None:
    bundle.preferences.put(going="stay")
    (key,) = stored(bundle, clip(bundle.workspace.frames))
    app = mark(introduced(visit(bundle, "review")), key, on("The Harbour at Dusk", "title"))
    press(app, f"agree_{key}")
    (event,) = bundle.ledger.events()
    assert (event.kind, event.outcome) == ("accept", "accept")
    assert bundle.ledger.frozen(event).marks == on("The Harbour at Dusk", "title")
    assert labels(app)[0]["note"] == "Marked by hand, and kept with the verdict."

    later = introduced(visit(bundle, "review"))
    assert "Read on the label: 0.82 over 0.38" in html(later)
    assert labels(later)[0]["note"] == "Marked by hand, and kept with the verdict."
    press(later, "undo")
    assert bundle.ledger.standing() == {}
    assert "Read on the label: 0.82 over 0.38" in html(later)
    assert labels(later)[0]["note"] == "Marked by hand. A verdict keeps it."
    assert "Not in this catalogue" in html(visit(bundle, "review"))
    assert bundle.ledger.verify().ok


def test_marks_that_are_taken_back_after_a_verdict_stay_away(bundle: Resources) -> None:
    bundle.preferences.put(going="stay")
    (key,) = stored(bundle, clip(bundle.workspace.frames))
    app = mark(introduced(visit(bundle, "review")), key, on("The Harbour at Dusk", "title"))
    press(app, f"reject_{key}")
    mark(app, key, ())
    assert titles(labels(app)[0], "unexplained") == "Seen from the Lighthouse"
    press(app, f"reject_{key}")  # the same verdict, on other words
    assert [bool(bundle.ledger.frozen(e).marks) for e in bundle.ledger.events()] == [False, True]
    press(app, f"reject_{key}")
    assert len(bundle.ledger.events()) == 2


def test_the_ledger_shows_what_was_marked(bundle: Resources) -> None:
    (key,) = stored(bundle, clip(bundle.workspace.frames))
    app = mark(introduced(visit(bundle, "review")), key, on("Seen from", "nothing"))
    press(app, f"defer_{key}")
    (event,) = bundle.ledger.events()
    frozen = bundle.ledger.frozen(event)
    shown = dict(verdicts.details(event, None, frozen.ablations, frozen.marks))
    assert shown["Marked on the label"] == "Nothing: Seen from"
    assert "Marked on the label" not in dict(verdicts.details(event, None, frozen.ablations))


def test_a_label_of_another_painting_counts_where_it_is_marked(bundle: Resources) -> None:
    aside = clip(bundle.workspace.frames, tie="elsewhere", why="it hangs beside another painting")
    (key,) = stored(bundle, aside)
    app = visit(bundle, "review")
    assert "was not used: it hangs beside another painting" in html(app)
    mark(app, key, on("The Harbour at Dusk", "title"))
    assert "The label counts, because you say what its words are." in html(app)
    assert "Read on the label" in html(app)


def test_a_text_that_was_read_anew_has_no_marks(tmp_path: Path) -> None:
    one = clip(tmp_path)
    kept = {
        one.clip.key: (MarkedLabel("Another text", (Mark(0, 7, "title"),)), *on("Dusk", "date"))
    }
    assert label_marks.on_clips([one], kept) == {one.clip.key: on("Dusk", "date")}
    assert label_marks.on_clips([one], {"another clip": on("Dusk", "date")}) == {}


@pytest.mark.parametrize("undone_by", ["undo", "undo_batch"])
def test_what_an_undone_action_kept_is_known(tmp_path: Path, undone_by: str) -> None:
    clips = [clip(tmp_path, start) for start in (0.0, 20.0)]
    marks = {one.clip.key: on("The Harbour at Dusk", "title") for one in clips}
    loaded = catalogue.load(builders.catalogue_file(tmp_path))
    redecider = Redecider(clips, Skybands(catalogue.Index.build(loaded))).marked(marks)
    ledger, settings = Ledger(tmp_path / "l.db"), AbstentionConfig()
    session = ReviewSession(loaded, redecider, ledger, settings, settings)
    if undone_by == "undo":
        session.judge(clips[0].clip.key, "defer", None, "Ada")
    else:
        session.accept_all(list(marks), "Ada")
    again = ReviewSession(loaded, redecider, ledger, settings, settings, kept=ledger.marks())
    kept = again.kept_by(ledger.events()[0])
    assert kept == (dict(list(marks.items())[:1]) if undone_by == "undo" else marks)
