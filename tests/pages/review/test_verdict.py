"""List, timeline and heading of a judged clip name the work that the verdict is about."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import catalogue
from ledger import Event, Ledger
from ledger.attachment import Attached
from pages._ui.shell.resources import Resources
from pages._ui.words.judged import Judged
from pipeline.analysis.evidence_store import Store
from pipeline.analysis.open_catalogue import opened
from pipeline.types import Candidate, Decision, FieldEvidence, Guard, Outcome
from tests import builders
from tests.ledger_samples import verdict as sample
from tests.reviewing import introduced, tuning
from tests.visits import html, press, sound, visit


@pytest.fixture(scope="module")
def works(tmp_path_factory: pytest.TempPathFactory) -> catalogue.Catalogue:
    return catalogue.load(builders.catalogue_file(tmp_path_factory.mktemp("verdict")))


def event(tmp_path: Path, kind: str) -> Event:
    recorded = Ledger(tmp_path / "l.db").record(sample(kind))
    return replace(recorded, title="Harbour", work=None if kind == "reject" else "T-01")


def decided(
    work: str | None, outcome: Outcome = "accept", guards: tuple[Guard, ...] = ()
) -> Decision:
    none = FieldEvidence(0.0)
    candidates = (Candidate(work, none, none, none, 0.7),) if work else ()
    return Decision("d", outcome, "title" if work else None, candidates, 0.2, (), guards, "h")


LEMONS, HARBOUR = "Still Life with Lemons", "The Harbour at Dusk"


@pytest.mark.parametrize(
    ("kind", "now", "title", "beside"),
    [
        ("accept", decided("T-01"), HARBOUR, ""),
        ("accept", decided("T-02"), HARBOUR, f"now proposed: {LEMONS}"),
        ("accept", decided("T-01", "abstain"), HARBOUR, "now: not visible"),
        ("accept", decided(None, "abstain"), HARBOUR, "now: not visible"),
        ("correct", decided("T-02"), HARBOUR, f"now proposed: {LEMONS}"),
        ("reject", decided("T-01"), f"Rejected: {HARBOUR}", ""),
        ("reject", decided("T-02"), f"Rejected: {HARBOUR}", f"now proposed: {LEMONS}"),
        (
            "accept",
            decided("T-01", "abstain", ("disagreement",)),
            HARBOUR,
            "now: the backends disagree",
        ),
    ],
)
def test_the_work_of_the_verdict_and_the_machine_beside_it(
    works: catalogue.Catalogue, tmp_path: Path, kind: str, now: Decision, title: str, beside: str
) -> None:
    given = event(tmp_path, kind)
    attached = Attached(given, "same", "T-01", {"title": "Harbour"})
    judged = Judged.of(given, attached, now, works)
    assert (judged.title, judged.now) == (title, beside)
    assert judged.named == (None if kind == "reject" else "T-01")


def test_a_work_that_is_gone_is_named_as_it_was(works: catalogue.Catalogue, tmp_path: Path) -> None:
    given = event(tmp_path, "accept")
    gone = Attached(given, "removed", None, {"title": "Harbour", "artist": "One"})
    judged = Judged.of(given, gone, decided("T-02"), works)
    assert (judged.title, judged.named) == ("Harbour", None)
    assert judged.now == f"now proposed: {LEMONS}"
    assert "Harbour, One. This work is no longer in the catalogue." in judged.given
    unnamed = replace(given, kind="reject", work=None, proposed=None, title="", outcome="abstain")
    judged = Judged.of(unnamed, None, decided(None, "abstain"), works)
    assert (judged.title, judged.now) == ("Wrongly not visible", "")


def reviewed(bundle: Resources, folder: Path) -> tuple[list[str], AppTest]:
    """Four clips of one video: the first three judged, the last put off."""
    loaded = opened(builders.catalogue_file(bundle.workspace.demo), bundle.workspace)
    labels = [(work[1], work[2]) for work in builders.WORKS]
    clips = tuple(
        builders.evidence(folder, n, *words, start=10.0 * n, sighted=None)
        for n, words in enumerate(labels)
    )
    Store(bundle.workspace.database).save(clips[0].clip.video, "recipe-1", clips, loaded.sha256)
    keys = [clip.clip.key for clip in clips]
    app = introduced(visit(bundle, "review"))
    press(app, f"agree_{keys[0]}")
    press(app, f"correct_{keys[1]}")
    app.text_input(key="correct_words").set_value("notary").run()
    press(app, "correct_result_T-03")
    press(app, f"reject_{keys[2]}")
    press(app, f"defer_{keys[3]}")
    return keys, app


def at(app: AppTest, key: str) -> str:
    app.session_state["clip"] = key
    return html(sound(app.run()))


def test_the_page_keeps_apart_what_was_judged_and_what_is_proposed(
    bundle: Resources, tmp_path: Path
) -> None:
    keys, app = reviewed(bundle, tmp_path)
    drawn = at(app, keys[0])
    assert "Verdict: accepted" in drawn
    assert "The machine now: identified" in drawn
    assert "Accepted by Ada on" in drawn
    timeline = next(part for part in drawn.split("\n") if "ct-time" in part)
    assert "Portrait of a Notary<small>now proposed: Still Life with Lemons</small>" in timeline
    assert "Rejected: Portrait of a Notary, 0:20 to 0:28" in timeline
    assert "The Harbour at Dusk, accepted, 0:00" in timeline
    assert "not visible" not in timeline
    corrected = at(app, keys[1])
    assert '<h2 class="ct-title">Portrait of a Notary</h2>' in corrected
    assert "Now proposed: Still Life with Lemons." in corrected
    assert "Corrected to" in corrected
    own, other = "Portrait of a Notary</h2>", "Still Life with Lemons</h3>"
    assert corrected.index(own) < corrected.index(other)
    rejected = at(app, keys[2])
    assert '<div class="ct-title">Rejected: Portrait of a Notary</div>' in rejected
    assert "Verdict: rejected" in rejected
    assert "Deferred by Ada" in at(app, keys[3])


def test_a_machine_that_abstains_now_does_not_contradict_the_verdict(
    bundle: Resources, tmp_path: Path
) -> None:
    keys, app = reviewed(bundle, tmp_path)
    at(app, keys[0])
    tuning(app)
    app.sidebar.slider(key="parameter_artist_accept").set_value(1.0).run()
    drawn = html(sound(app))
    assert "Verdict: accepted" in drawn
    assert "The machine now: not visible" in drawn
    assert "Not visible</span>" not in drawn
    timeline = next(part for part in drawn.split("\n") if "ct-time" in part)
    assert "The Harbour at Dusk<small>now: not visible</small>" in timeline
    assert "nearest: The Harbour at Dusk)" not in timeline


def test_a_verdict_on_a_work_that_is_gone_is_no_abstention(
    bundle: Resources, tmp_path: Path
) -> None:
    keys, _ = reviewed(bundle, tmp_path)
    path = bundle.workspace.demo / "catalogue.csv"
    lines = [line for line in path.read_text().splitlines() if not line.startswith("T-01")]
    path.write_text("\n".join(lines))
    os.utime(path, ns=(1, path.stat().st_mtime_ns + 10**9))
    timeline = next(
        part for part in at(visit(bundle, "review"), keys[0]).split("\n") if "ct-time" in part
    )
    first = timeline.split("ct-row")[1]
    assert "The Harbour at Dusk, accepted" in first
    assert "ct-good" in first
