"""Every column of every table and every stored file is damaged in turn, and all else is shown."""

from __future__ import annotations

import itertools
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmark.faults import damage
from benchmark.faults.damages import Damage, copied
from benchmark.faults.verdicts import evidence
from catalogue.loading import SavedMappings
from catalogue.versions import Versions
from console import CartellinoError
from jobs import Jobs
from ledger import Ledger
from pages._ui.shell.preferences import Preferences
from pipeline.analysis import Store, analysis, indexed
from storage import Workspace

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="links files"),
]
CLIPS = 4


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with something of everything that is stored."""
    workspace = Workspace(tmp_path_factory.mktemp("whole"))
    walks = workspace.demo / "walks"
    walks.mkdir(parents=True)
    (walks / "walk.mp4").write_bytes(b"a video")
    (workspace.demo / "truth.json").write_text("[]")
    catalogue = workspace.demo / "catalogue.csv"
    catalogue.write_text("number,title,artist\nW-1,Minerva,Lavinia Fontana\nW-2,Flora,Ada Brook\n")
    store = Store(workspace.database)
    sha256 = indexed(catalogue, workspace).catalogue.sha256
    for number in range(CLIPS):
        of_clip = evidence(number, f"Lavinia Fontana {number}")
        store.save(of_clip.clip.video, of_clip.recipe, (of_clip,), sha256)
    Jobs(workspace, damage.Idle()).submit(analysis([walks / "walk.mp4"], catalogue))
    damage.settle(workspace, catalogue)
    return workspace.root


@pytest.fixture
def damages(whole: Path) -> list[Damage]:
    return list(damage.every(whole, keys=False))


def read(root: Path) -> Iterator[object]:
    """All that the pages read of a workspace; what cannot be read is an error for people."""
    workspace = Workspace(root)
    readers = (
        lambda: Store(workspace.database).everything(),
        lambda: list(Ledger(workspace.database).events()),
        lambda: Ledger(workspace.database).verify(),
        lambda: Jobs(workspace, damage.Idle()).newest(),
        lambda: list(SavedMappings(workspace.mappings).every()),
        lambda: Versions(workspace.catalogues).all(),
        lambda: Preferences(root / "desk.json").get("catalogue"),
    )
    for reader in readers:
        try:
            yield reader()
        except CartellinoError as error:
            yield str(error)


def test_whatever_is_damaged_every_reader_answers_or_says_why(
    whole: Path, damages: list[Damage], tmp_path: Path
) -> None:
    assert len(damages) >= 200
    failed = []
    for number, harm in enumerate(damages):
        root = copied(whole, tmp_path / str(number))
        harm.do(root)
        try:
            answers = list(read(root))
        except Exception as error:
            failed.append(f"{harm}: {error!r}"[:300])
        else:
            stored = answers[0]
            if harm.place.startswith("cartellino.db evidence") and not isinstance(stored, str):
                assert len(stored.evidence) >= CLIPS - 1, harm  # type: ignore[attr-defined]
        shutil.rmtree(root)
    assert not failed, "\n".join(failed)


def test_whatever_is_damaged_pages_are_drawn(
    whole: Path, damages: list[Damage], tmp_path: Path
) -> None:
    by_place: dict[str, list[Damage]] = {}
    for harm in damages:
        by_place.setdefault(harm.place, []).append(harm)
    ways = itertools.count()
    one_each = [harms[next(ways) % len(harms)] for harms in by_place.values()]
    tallies = damage.suffer(whole, one_each[::3], tmp_path)  # a page takes half a second to draw
    wrong = {
        name: (tally.undrawn, tally.tracebacks, tally.lost)
        for name, tally in tallies.items()
        if not tally.sound
    }
    assert not wrong
