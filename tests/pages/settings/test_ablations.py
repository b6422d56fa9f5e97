"""Ablations on the review page, and in what a verdict records."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import catalogue
from pages._ui.shell.resources import Resources
from pages._ui.words import verdicts
from pipeline.analysis.evidence_store import Store
from pipeline.decision import ABLATIONS, Ablations
from pipeline.types import Evidence
from tests import builders
from tests.ensemble_samples import HARBOUR, member
from tests.reviewing import introduced, tuning
from tests.visits import html, press, sound, visit

SWITCH = "ablation_probabilities"


def unlikely(folder: Path) -> Evidence:
    """What a model read, of whose words it was not sure."""
    sure = member(folder, "qwen2-vl", HARBOUR)
    return replace(sure, outputs=tuple(replace(o, probability=0.2) for o in sure.outputs))


def stored(bundle: Resources, folder: Path) -> str:
    clip = unlikely(folder)
    loaded = catalogue.load(builders.catalogue_file(bundle.workspace.demo))
    Store(bundle.workspace.database).save(clip.clip.video, "r", (clip,), loaded.sha256)
    return clip.clip.key


def test_a_switch_decides_every_clip_again_and_says_what_it_does(
    bundle: Resources, tmp_path: Path
) -> None:
    stored(bundle, tmp_path)
    app = tuning(visit(bundle, "review"))
    assert not app.sidebar.toggle(key=SWITCH).value
    assert "No decision flips" in html(app)
    assert ABLATIONS[0].help in html(app).replace("&#x27;", "'")
    app.sidebar.toggle(key=SWITCH).set_value(True).run()
    assert "1 decision flips" in html(sound(app))
    app.switch_page("pages/catalogue.py").run()
    sound(app.switch_page("pages/review.py").run())
    assert app.sidebar.toggle(key=SWITCH).value
    next(b for b in app.button if b.label == "Reset").click().run()
    assert not app.sidebar.toggle(key=SWITCH).value
    assert "No decision flips" in html(sound(app))


def test_a_verdict_records_what_was_switched_on(bundle: Resources, tmp_path: Path) -> None:
    key = stored(bundle, tmp_path)
    app = tuning(introduced(visit(bundle, "review")))
    app.sidebar.toggle(key=SWITCH).set_value(True).run()
    press(app, f"reject_{key}")
    (event,) = bundle.ledger.events()
    frozen = bundle.ledger.frozen(event)
    assert frozen.ablations == Ablations(probabilities=True)
    assert frozen.decision.outcome == event.outcome == "abstain"
    shown = dict(verdicts.details(event, None, frozen.ablations))
    assert shown["Ablations"] == ABLATIONS[0].label
    assert "Ablations" not in dict(verdicts.details(event, None, Ablations()))
    assert not bundle.ledger.verify().problems
