"""A workspace of version 0.1 opens where it was copied to, and nothing in it is lost."""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlite_utils import Database

from catalogue.loading.cache import indexed
from catalogue.loading.saved_mappings import SavedMappings
from jobs import Jobs
from ledger import Ledger, migrations
from pages._ui.settings import profiles
from pages._ui.shell.preferences import Preferences
from pipeline.analysis.evidence_store import Store
from pipeline.decision.config import AbstentionConfig, Guards
from pipeline.decision.decide import decide
from pipeline.decision.signals import signals
from storage.workspace import Workspace
from tests.idle import Idle
from tests.places import ROOT

FIXTURE = ROOT / "tests" / "fixtures" / "workspace_0_1"
HEAD = "sha256/1:c80a966863fa52951e23f986f0e18d7a29c0a930f64cec82107d02c54a269e65"
CATALOGUE = "7bd9d6f0ccf7b8b4c9929eb9d2accd0a3493cb3764d435cf0b50cfb1252d0b26"
WALK = "c213f8d72bdf24ab:0-9000:CD.01"
HARBOUR = "7119eaa1ce7b66d1:0-0:CD.01"
HILLS = "8d66d969a500f3dd:0-0:CD.03"
LATE = "af53bc898294b9d4:0-0:CD.01"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return Workspace(shutil.copytree(FIXTURE, tmp_path / "workspace"))


def test_all_evidence_is_there_and_decided_as_before(workspace: Workspace) -> None:
    stored = Store(workspace.database).everything(CATALOGUE)
    assert stored.set_aside == ()
    prepared = indexed(workspace.demo / "catalogue.csv", workspace.mappings, workspace.prepared)
    assert prepared.catalogue.sha256 == CATALOGUE
    config = AbstentionConfig()
    decisions = {
        evidence.clip.key: decide(
            signals(evidence, prepared.index, config), prepared.index, config, Guards()
        )
        for evidence in stored.evidence
    }
    works = {key: (d.outcome, d.candidates[0].work) for key, d in decisions.items()}
    assert works == {
        WALK: ("accept", "CD.01"), HARBOUR: ("accept", "CD.01"),
        HILLS: ("accept", "CD.03"), LATE: ("accept", "CD.01"),
    }  # fmt: skip


def test_frames_and_uploads_are_those_of_the_copy(workspace: Workspace) -> None:
    evidence = Store(workspace.database).evidence_list()
    frames = [frame for clip in evidence for frame in clip.frames]
    assert len(frames) == 11
    for frame in frames:
        assert frame.path == workspace.frames / f"{frame.sha256}.jpg"
        assert hashlib.sha256(frame.path.read_bytes()).hexdigest() == frame.sha256
    media = {clip.clip.key: clip.clip.video.path for clip in evidence}
    assert media[WALK] == workspace.uploads / "walk.mp4"
    assert media[HILLS] == Path("/srv/cartellino/photographs/hills.jpg")


def test_the_rows_are_rewritten_once(workspace: Workspace) -> None:
    store = Store(workspace.database)
    before, state = store.evidence_list(), store.state()
    with sqlite3.connect(workspace.database) as connection:
        bodies = [json.loads(row[0]) for row in connection.execute("SELECT body FROM evidence")]
    connection.close()
    assert [body["schema"] for body in bodies] == [3] * 4
    assert "/srv/cartellino/workspace" not in json.dumps(bodies)
    assert (store.evidence_list(), store.state()) == (before, state)


def test_every_verdict_stands_and_the_chain_is_proved(workspace: Workspace) -> None:
    Store(workspace.database).evidence_list()  # which brings the file up to date
    ledger = Ledger(workspace.database)
    proof = ledger.verify(HEAD)
    assert (proof.problems, proof.events, proof.head, proof.added) == ((), 11, HEAD, 0)
    standing = {key: (event.kind, event.work) for key, event in ledger.standing().items()}
    assert standing == {
        WALK: ("accept", "CD.01"), HARBOUR: ("correct", "CD.03"),
        HILLS: ("accept", "CD.03"), LATE: ("accept", "CD.01"),
    }  # fmt: skip
    for event in ledger.events():
        frozen = ledger.frozen(event)
        assert frozen.decision.config == event.config
        assert all(frame.path.is_file() for frame in frozen.evidence.frames)


def test_the_chain_goes_on(workspace: Workspace) -> None:
    ledger = Ledger(workspace.database)
    ledger.undo(HARBOUR, "Ada")
    ledger.undo(WALK, "Ada")
    assert {key: event.kind for key, event in ledger.standing().items()} == {
        HILLS: "accept", LATE: "accept", WALK: "defer",
    }  # fmt: skip
    proof = ledger.verify(HEAD)
    assert (proof.problems, proof.events, proof.added) == ((), 13, 2)
    forms = [event.hash.partition(":")[0] for event in ledger.events()]
    assert forms == ["sha256/2"] * 2 + ["sha256/1"] * 11


def test_a_region_that_was_forced_into_an_old_event_is_found(workspace: Workspace) -> None:
    ledger = Ledger(workspace.database)
    ledger.undo(HARBOUR, "Ada")
    db = Database(workspace.database)
    db.execute("DROP TRIGGER ledger_event_no_update")
    db.execute("UPDATE ledger_event SET region = 'x' WHERE number = 3")
    db.execute(migrations.TRIGGERS["ledger_event_no_update"])
    db.close()
    [problem] = ledger.verify().problems
    assert (problem.number, "its fields do not match its hash" in problem.message) == (3, True)


def test_jobs_profiles_mappings_and_preferences_are_read(workspace: Workspace) -> None:
    jobs = Jobs(workspace, Idle(workspace)).recent()
    assert [job.state for job in jobs] == ["queued", "cancelled", "done"]
    assert [path.name for path in jobs[-1].payload.media] == [
        "walk.mp4", "harbour.jpg", "hills.jpg", "late.jpg",
    ]  # fmt: skip
    assert profiles.load(workspace.profiles, "Careful").title_accept == 0.6
    [mapping] = SavedMappings(workspace.mappings).every()
    assert mapping.file_name == "catalogue.csv"
    desk = Preferences(workspace.root / "desk.json")
    assert (desk.get("reviewer"), desk.place(CATALOGUE)) == ("Ada", HARBOUR)


def test_an_older_program_refuses_the_ledger_once_this_one_wrote_to_it(
    workspace: Workspace,
) -> None:
    """0.1 takes the highest number in `ledger_migration` for the form of the file."""
    Ledger(workspace.database).undo(HARBOUR, "Ada")
    db = Database(workspace.database)
    assert [row[0] for row in db.execute("SELECT max(number) FROM ledger_migration")] == [
        len(migrations.MIGRATIONS)
    ]
    db.close()
