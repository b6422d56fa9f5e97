"""Evidence in the database: versions, paths that move, and what is damaged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pipeline import codec, documents
from pipeline.decision.config import AbstentionConfig
from pipeline.types import Decision, Evidence, Video
from storage.errors import NewerData
from tests.ledger_samples import decision, evidence, sha


def in_workspace(root: Path) -> Evidence:
    """Evidence whose medium and frames lie in a workspace, with a member of its own."""
    said = evidence()
    [frame] = said.frames
    frames = (replace(frame, path=root / "frames" / f"{frame.sha256}.jpg"),)
    video = replace(said.clip.video, path=root / "uploads" / "walk.mp4")
    said = replace(said, clip=replace(said.clip, video=video), frames=frames)
    return replace(said, members=(said,))


def as_in_0_1(value: Evidence) -> str:
    return codec.dumps(value)


def test_evidence_moves_with_its_workspace(tmp_path: Path) -> None:
    text = documents.dumps(in_workspace(tmp_path / "old"), tmp_path / "old")
    assert str(tmp_path) not in text
    moved = documents.loads(text, Evidence, tmp_path / "new")
    assert moved == in_workspace(tmp_path / "new")


def test_evidence_of_version_0_1_is_found_in_a_workspace_that_was_moved(tmp_path: Path) -> None:
    new = tmp_path / "new"
    (new / "uploads").mkdir(parents=True)
    (new / "uploads" / "walk.mp4").write_bytes(b"film")
    old = as_in_0_1(in_workspace(Path("/gone/workspace")))
    assert documents.loads(old, Evidence, new) == in_workspace(new)
    windows = old.replace("/gone/workspace/uploads/", r"C:\\ws\\uploads\\")
    windows = windows.replace("/gone/workspace/frames/", r"C:\\ws\\frames\\")
    assert documents.loads(windows, Evidence, new) == in_workspace(new)


def test_an_upload_of_another_size_is_another_file(tmp_path: Path) -> None:
    for folder, content in (("old", b"film"), ("new", b"another film"), ("copy", b"FILM")):
        (tmp_path / folder / "uploads").mkdir(parents=True)
        (tmp_path / folder / "uploads" / "walk.mp4").write_bytes(content)
    video = Video(tmp_path / "old" / "uploads" / "walk.mp4", sha("v"), 1.0)
    assert documents.loads(codec.dumps(video), Video, tmp_path / "new") == video
    copied = documents.loads(codec.dumps(video), Video, tmp_path / "copy")
    assert copied.path == tmp_path / "copy" / "uploads" / "walk.mp4"


def test_a_video_outside_of_the_workspace_stays_where_it_is(tmp_path: Path) -> None:
    said = evidence()
    text = documents.dumps(said, tmp_path)
    assert documents.loads(text, Evidence, tmp_path).clip.video.path == said.clip.video.path
    uploads = Video(Path("/elsewhere/uploads/walk.mp4"), sha("v"), 1.0)
    assert documents.loads(codec.dumps(uploads), Video, tmp_path) == uploads


def test_evidence_of_version_0_1_is_brought_up_to_date_once(tmp_path: Path) -> None:
    old = as_in_0_1(in_workspace(tmp_path))
    new = documents.updated(old, Evidence, tmp_path)
    assert json.loads(new)["schema"] == 3
    assert json.loads(new) == json.loads(documents.dumps(in_workspace(tmp_path), tmp_path))
    assert documents.updated(new, Evidence, tmp_path) == new


def test_a_decision_round_trips(tmp_path: Path) -> None:
    given = decision(AbstentionConfig())
    text = documents.dumps(given, tmp_path)
    assert json.loads(text)["schema"] == 2
    assert documents.loads(text, Decision, tmp_path) == given


def test_a_newer_document_is_refused(tmp_path: Path) -> None:
    values = documents.store(evidence(), tmp_path) | {"schema": 4}
    with pytest.raises(NewerData, match="evidence"):
        documents.restore(values, Evidence, tmp_path)


def damaged(change: Callable[[dict[str, Any]], object]) -> str:
    values = codec.plain(evidence())
    change(values)
    return json.dumps(values)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (damaged(lambda v: v.update(colour="red")), "colour"),
        (damaged(lambda v: v.pop("backend")), "backend"),
        (damaged(lambda v: v.pop("clip")), "clip"),
        (damaged(lambda v: v["clip"].pop("video")), "video"),
        (damaged(lambda v: v["frames"][0].update(time_base="1/0")), "1, 0"),
        (damaged(lambda v: v.update(frames=7)), "int"),
        ('{"clip": ', "Expecting value"),
        (b"\xff\xfe\xfd", "decode"),
        ("[" * 100_000, "nested"),
        ("null", "no JSON object"),
    ],
)  # fmt: skip
def test_what_is_damaged_says_where(text: str, why: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=why):
        documents.loads(text, Evidence, tmp_path)
