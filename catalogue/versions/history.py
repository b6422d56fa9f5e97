"""The versions of a catalogue that were opened: no verdict loses the record that it is about.

A folder holds the works of each version as they were (`….jsonl.gz`, one line a work), and a
description of the version (`….json`): which version it follows, and which works were renumbered,
removed and added. A verdict names a work of one version. `Versions.follow` finds that work in
another version, and `Versions.records` its record at the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from catalogue.errors import UnreadableCatalogue
from catalogue.normalise import normalise
from catalogue.records import Catalogue
from catalogue.versions.compare import Description, Version, compare
from catalogue.versions.files import WORKS, VersionFiles
from catalogue.versions.minhash import MinHash, is_part, is_part_by_hashes, minhash, similarity
from catalogue.versions.opened import OpenedVersion, ancestry, in_order, read_about
from catalogue.versions.renumbering import Lookup, Renumbering, direct_renumbering
from storage import stored as relative

_RELATED, _RENEWED = 0.5, 0.2
"""Share of titles in common: of any two files, and of the same file at two times."""


class Versions:
    """The versions in a folder. The first one that is adopted creates the folder.

    A file of a version that is damaged is set aside, and counts as missing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = VersionFiles(folder)

    def adopt(self, catalogue: Catalogue, previous: str | None = None) -> OpenedVersion:
        """Store a catalogue's works, and find the version that it follows.

        That is `previous`, else the last opened version that is the same file under another
        mapping, shares enough titles with it, contains it, or is contained in it. A version that
        is stored already stays as it is; works that are missing are stored again.

        Raises UnreadableCatalogue if the folder cannot be written.
        """
        if stored := self.find(catalogue.sha256):
            if not self._files.works(catalogue.sha256).exists():
                self._files.save_works(catalogue)
            return stored
        titles = {normalise(work.title) for work in catalogue.works}
        sketch = minhash(titles)
        previous = previous or self._previous(catalogue, titles, sketch)
        renumbering = self._compared(previous, catalogue) if previous else None
        opened = OpenedVersion(
            sha256=catalogue.sha256, file=catalogue.file_sha256,
            path=str(catalogue.path.absolute()), time=datetime.now(UTC).isoformat(),
            works=len(catalogue), sketch=sketch, previous=previous if renumbering else None,
            number=1 + max((version.number for version in self.all()), default=0),
            **asdict(renumbering or Renumbering({}, (), ())),
        )  # fmt: skip
        self._files.save_works(catalogue)
        portable = asdict(opened) | {"path": relative(catalogue.path, self.folder.parent)}
        self._files.save(self._files.about(catalogue.sha256), portable)
        return opened

    def find(self, sha256: str) -> OpenedVersion | None:
        """A version by the hash of its catalogue; None if it was never opened."""
        return read_about(self._files.about(sha256)) or self._described(sha256)

    def all(self) -> tuple[OpenedVersion, ...]:
        """All versions of all catalogues, the oldest first: by number, then by time.

        A version comes after the one that it follows, for a clock may be set back.
        """
        described = filter(None, map(read_about, self.folder.glob("*.json")))
        versions = {version.sha256: version for version in described}
        for works in self.folder.glob(f"*{WORKS}"):
            sha256 = works.name.removesuffix(WORKS)
            if sha256 not in versions and (version := self._described(sha256)):
                versions[sha256] = version
        return in_order(versions)

    def _described(self, sha256: str) -> OpenedVersion | None:
        """A version described anew by its works, after its description was damaged or lost.

        It follows the last version before it that shares enough titles. None without works.
        """
        works = self._files.works(sha256)
        titles = self._files.titles(sha256)
        if not titles:
            return None
        sketch, time = minhash(titles), works.stat().st_mtime
        described = filter(None, map(read_about, self.folder.glob("*.json")))
        moment = datetime.fromtimestamp(time, UTC).isoformat()
        earlier = [version for version in described if version.time < moment]
        before = [v for v in earlier if similarity(v.sketch, sketch) >= _RELATED]
        last = max(before, key=lambda version: version.time, default=None)
        this = self.version(sha256)
        follows = Renumbering({}, (), ())
        if last and (old := self.version(last.sha256)).keys:
            follows = Renumbering.of(compare(old, this))
        version = OpenedVersion(
            sha256, "", "", moment, len(this.keys), sketch, last.sha256 if last else None,
            number=max((version.number for version in earlier), default=0), **asdict(follows),
        )  # fmt: skip
        with suppress(UnreadableCatalogue):  # the next call describes it again
            self._files.save(self._files.about(sha256), asdict(version))
        return version

    def family(self, sha256: str) -> tuple[str, ...]:
        """A version and all others of the same catalogue, itself first, then the newest."""
        versions = self._by_hash()
        root = ancestry(sha256, versions)[-1]
        family = [other for other in reversed(versions) if ancestry(other, versions)[-1] == root]
        return (sha256, *(other for other in family if other != sha256))

    def newest(self, sha256: str) -> str | None:
        """The newest version of the same catalogue whose works are stored, itself included."""
        family = {*self.family(sha256)}
        newest_first = (version.sha256 for version in reversed(self.all()))
        stored = (v for v in newest_first if v in family and self._files.works(v).exists())
        return next(stored, None)

    def follow(self, work: str, since: str, now: str) -> str | None:
        """The identifier in version `now` of a work of version `since`.

        None if `now` lacks the work, or the two versions are of different catalogues.
        """
        return self.follow_all([work], since, now)[work]

    def follow_all(self, works: Iterable[str], since: str, now: str) -> dict[str, str | None]:
        """`follow` for many works of one version.

        Works are first followed version by version. A version in between may lack a work, or give
        its identifier to another. So unless every work is unaltered, the two versions are compared
        directly, and that comparison wins.
        """
        versions = self._by_hash()
        steps = _steps(since, now, versions)
        if steps is None:
            return dict.fromkeys(works)
        followed = {work: _follow(work, steps) for work in works}
        if len(steps) < 2 or self._unaltered(followed, since, now):
            return followed
        places = {sha256: place for place, sha256 in enumerate(versions)}
        old, new = sorted((since, now), key=lambda end: places.get(end, -1))
        direct = direct_renumbering(self._files, old, new)
        if direct is None:
            return followed
        there, back = direct.forward(), direct.backward()
        if old != since:
            there, back = back, there
        return {work: _settled(there(work), step_by_step, back)
                for work, step_by_step in followed.items()}  # fmt: skip

    def _by_hash(self) -> dict[str, OpenedVersion]:
        return {version.sha256: version for version in self.all()}

    def _unaltered(self, followed: Mapping[str, str | None], since: str, now: str) -> bool:
        """Whether identifier and record of every work are unchanged; comparing is then needless."""
        if any(work != identifier for work, identifier in followed.items()):
            return False
        before, after = self.records(since, followed), self.records(now, followed)
        return all(work in before and before[work] == after.get(work) for work in followed)

    def shared_numbers(self, sha256: str) -> frozenset[str]:
        """The numbers that works of different titles share in a version, as they are written."""
        return self._files.shared_numbers(sha256)

    def records(self, sha256: str, works: Iterable[str]) -> Mapping[str, Description]:
        """The descriptions of some works of a version: field or column → text."""
        return self._files.records(sha256, works)

    def version(self, sha256: str) -> Version:
        """A stored version, to compare with."""
        return self._files.version(sha256)

    def _previous(self, catalogue: Catalogue, titles: set[str], sketch: MinHash) -> str | None:
        path = str(catalogue.path.absolute())
        latest_first = reversed(self.all())
        for version in sorted(latest_first, key=lambda version: version.path != path):
            same_file = version.file == catalogue.file_sha256
            if same_file or self._related(version, path, titles, sketch):
                return version.sha256
        return None

    def _related(
        self, version: OpenedVersion, path: str, titles: set[str], sketch: MinHash
    ) -> bool:
        least = _RENEWED if version.path == path else _RELATED
        if similarity(version.sketch, sketch) >= least:
            return True
        by_hashes = is_part_by_hashes(version.sketch, sketch)
        if by_hashes is None:
            return is_part(self._files.titles(version.sha256), titles)
        return by_hashes

    def _compared(self, previous: str, catalogue: Catalogue) -> Renumbering | None:
        old = self.version(previous)
        return Renumbering.of(compare(old, Version.of(catalogue))) if old.keys else None


def _steps(since: str, now: str, versions: Mapping[str, OpenedVersion]) -> list[Lookup] | None:
    """The steps from one version to another, through their last common ancestor.

    None if the two are of different catalogues.
    """
    up, down = ancestry(since, versions), ancestry(now, versions)
    common = next((version for version in up if version in down), None)
    if common is None:
        return None
    back = up[: up.index(common)]
    forward = reversed(down[: down.index(common)])
    return [
        *(versions[version].renumbering.backward() for version in back),
        *(versions[version].renumbering.forward() for version in forward),
    ]


def _follow(work: str, steps: Sequence[Lookup]) -> str | None:
    identifier: str | None = work
    for step in steps:
        identifier = step(identifier) if identifier is not None else None
    return identifier


def _settled(direct: str | None, step_by_step: str | None, back: Lookup) -> str | None:
    """The identifier that the direct comparison gives, else the one found step by step.

    Each version in between may have changed little, so the steps can find a work that the direct
    comparison does not. Their outcome is ignored if that comparison gives it to another work.
    """
    if direct is None and step_by_step is not None and back(step_by_step) is None:
        return step_by_step
    return direct
