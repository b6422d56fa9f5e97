"""What verdicts teach: a catalogue without pictures, before and after a first walk was judged.

Every room of the demonstration is filmed a second time, on another path and with other light, as a
later visit would be: once with its wall labels, and once without any. The catalogue's pictures are
taken away. The second walks are analysed with nothing taught; then the first walks, and the clips
that the machine identified rightly there are accepted and their paintings made reference pictures,
as on the page Review; then the second walks again.
"""

from __future__ import annotations

import argparse
import csv
import io
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path

import catalogue
from backends import Choice, ModelBackend, Quad
from benchmark.scoring.attribution import Medium, identified, read_truth
from demo import build, film_again
from imaging import straightened
from ledger import Ledger, Verdict, teach
from pipeline import AbstentionConfig, Clip, Evidence, decide, signals
from pipeline.analysis import analyse, main_painting, prepared, spread
from storage import Workspace

TRIED = 5
"""Frames of a clip in which its painting is looked for, as on the page."""
_QUALITY = 86


@dataclass(frozen=True, slots=True)
class Count:
    """Clips of a walk: in all, identified rightly, and as a work that is not in view."""

    clips: int
    right: int
    wrong: int

    def __add__(self, other: Count) -> Count:
        return Count(self.clips + other.clips, self.right + other.right, self.wrong + other.wrong)

    def __str__(self) -> str:
        return f"{self.right} of {self.clips} clips identified rightly, {self.wrong} wrongly"


@dataclass(frozen=True)
class Gallery:
    """A catalogue without pictures, and the workspace in which walks past its works are judged."""

    works: catalogue.Catalogue
    index: catalogue.Index
    workspace: Workspace

    def backend(self) -> ModelBackend:
        """The embedded backend, with what was taught by now."""
        warn = partial(print, file=sys.stderr)
        return prepared(Choice("embedded"), self.works, self.workspace, warn)

    def analysed(self, walk: Medium, backend: ModelBackend) -> tuple[Evidence, ...]:
        return analyse(walk.path, backend, self.works, self.workspace)

    def count(self, walk: Medium, backend: ModelBackend) -> Count:
        """How well the clips of a walk are identified."""
        evidence = self.analysed(walk, backend)
        named = identified(evidence, self.index)
        right = sum(in_view(walk, clip, work) for clip, work in named)
        for clip, work in named:
            if not in_view(walk, clip, work):
                print(f"  wrong: {work} in {walk.path.name}, {clip.start:.1f} to {clip.end:.1f} s")
        return Count(len(evidence), right, len(named) - right)

    def teach_from(self, walk: Medium, backend: ModelBackend) -> tuple[str, ...]:
        """Accept what is rightly identified in a walk and teach its paintings; their works."""
        ledger, taught = Ledger(self.workspace.database), []
        for evidence in self.analysed(walk, backend):
            for clip, work in identified((evidence,), self.index):
                if in_view(walk, clip, work) and self._teach(ledger, evidence, work):
                    taught.append(work)
        return tuple(taught)

    def _teach(self, ledger: Ledger, evidence: Evidence, work: str) -> bool:
        accepted = self._verdict(evidence, work)
        ledger.record(accepted)
        painting = main_painting(evidence, spread(evidence.frames, TRIED), lambda f: hung(f.path))
        if painting is None:
            return False
        frame, quad = painting
        image, jpeg = straightened(frame.path, quad), io.BytesIO()
        assert image is not None, "outlined just now"
        image.save(jpeg, "JPEG", quality=_QUALITY)
        teach(ledger, replace(accepted, kind="reference"), frame, quad, jpeg.getvalue())
        return True

    def _verdict(self, evidence: Evidence, work: str) -> Verdict:
        config, record = AbstentionConfig(), self.works.by_identifier[work]
        decision = decide(signals(evidence, self.index, config), self.index)
        return Verdict(
            "accept", work, evidence, decision, config, self.works.sha256, "", "benchmark",
            title=record.title, artist=record.artist,
        )  # fmt: skip


@cache
def hung(frame: Path) -> tuple[Quad, ...]:
    """The outlines of paintings in a frame."""
    from backends.embedded.paintings import decode, find_outlines

    return find_outlines(decode(frame))


def in_view(walk: Medium, clip: Clip, work: str) -> bool:
    """Whether a work is in view at some moment of a clip."""
    return any(
        work in works and start < clip.end and clip.start < end
        for start, end, works in walk.intervals
    )


def without_pictures(source: Path, target: Path) -> Path:
    """A copy of a catalogue's table without its column of pictures."""
    with source.open(encoding="utf-8", newline="") as file:
        rows = [*csv.DictReader(file)]
    columns = [name for name in rows[0] if name != "picture"]
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return target


def measure(gallery: Gallery, first: Sequence[Medium], again: Sequence[Medium]) -> None:
    """Print what is identified in the second walks before and after the first ones were judged."""
    nothing = Count(0, 0, 0)
    backend = gallery.backend()
    before = {walk.path: gallery.count(walk, backend) for walk in again}
    own = sum((gallery.count(walk, backend) for walk in first), nothing)
    print(f"first walks, nothing taught          {own}")
    taught = [work for walk in first for work in gallery.teach_from(walk, backend)]
    print(f"paintings taught                     {len(taught)}, of {len({*taught})} works")
    backend.close()
    backend = gallery.backend()
    for name in ("labelled", "bare"):
        walks = [walk for walk in again if walk.path.parent.name == name]
        untaught = sum((before[walk.path] for walk in walks), nothing)
        after = sum((gallery.count(walk, backend) for walk in walks), nothing)
        print(f"second walks, {name:<8} nothing taught {untaught}")
        print(f"second walks, {name:<8} taught         {after}")
    own = sum((gallery.count(walk, backend) for walk in first), nothing)
    print(f"first walks, taught from themselves  {own}")
    backend.close()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmark taught", description=__doc__)
    parser.add_argument(
        "--demo", type=Path, help="folder of the demonstration; painted where it is missing"
    )
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        pictured = build(options.demo or root / "demo")
        again = [
            walk
            for name, labels in (("labelled", True), ("bare", False))
            for walk in read_truth(film_again(root / name, labels))
        ]
        works = catalogue.load(without_pictures(pictured, root / "catalogue.csv"))
        gallery = Gallery(works, catalogue.Index.build(works), Workspace(root / "workspace"))
        measure(gallery, read_truth(pictured.parent / "truth.json"), again)
    return 0


if __name__ == "__main__":
    sys.exit(main())
