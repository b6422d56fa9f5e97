"""The versions of a catalogue that were opened, so that no verdict loses the record it is about.

A folder holds, for each version, its works as they were (`….jsonl.gz`, a line a work) and which
version it follows, with the works that got another identifier, went or came (`….json`). A verdict
names a work of one version; `Versions.follow` says which work that is in another, and
`Versions.records` what was said about it then, whether or not it is still there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from catalogue.normalise import normalise
from catalogue.records import Catalogue
from catalogue.versions.compare import Description, Version, compare
from catalogue.versions.files import VersionFiles
from catalogue.versions.minhash import Sketch, held, in_common, is_part, sketch
from catalogue.versions.renumbering import Called, Way, decided, straight
from storage.paths import located, stored

_RELATED, _RENEWED = 0.5, 0.2
"""Share of titles that both must have: of any two files, and of the same file at two times."""


@dataclass(frozen=True, slots=True)
class Opened:
    """One version that was opened: when, from where, and what it follows."""

    sha256: str
    file: str
    """Hash of the file alone."""
    path: str
    """Absolute; on disk relative to the workspace where it lies in that."""
    time: str
    """ISO 8601, UTC."""
    works: int
    sketch: Sketch
    previous: str | None
    moved: Mapping[str, str]
    """Identifier in the previous version → in this one, where it is another."""
    gone: tuple[str, ...]
    came: tuple[str, ...]
    """Identifiers of works that only the previous, or only this version has."""

    @property
    def way(self) -> Way:
        """From the previous version to this one."""
        return Way(self.moved, self.gone, self.came)


class Versions:
    """The versions in a folder, which is made when the first is adopted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._files = VersionFiles(folder)

    def adopt(self, catalogue: Catalogue, previous: str | None = None) -> Opened:
        """Keep a catalogue's works, and find the version that it follows.

        That is `previous`, else the last version opened that is the same file under another
        mapping, has most titles in common with it, or is a part of it or the whole that it is a
        part of. A version that is known is left as it is.

        Raises UnreadableCatalogue where the folder cannot be written.
        """
        if known := self.find(catalogue.sha256):
            return known
        titles = {normalise(work.title) for work in catalogue.works}
        drawn = sketch(titles)
        previous = previous or self._previous(catalogue, titles, drawn)
        way = self._compared(previous, catalogue) if previous else None
        opened = Opened(
            sha256=catalogue.sha256, file=catalogue.file_sha256,
            path=str(catalogue.path.absolute()), time=datetime.now(UTC).isoformat(),
            works=len(catalogue), sketch=drawn,
            previous=previous if way else None, **asdict(way or Way({}, (), ())),
        )  # fmt: skip
        self._files.keep_works(catalogue)
        kept = asdict(opened) | {"path": stored(catalogue.path, self.folder.parent)}
        self._files.keep(self._files.about(catalogue.sha256), kept)
        return opened

    def find(self, sha256: str) -> Opened | None:
        """A version by the hash of its catalogue; None where it was never opened."""
        return _read_about(self._files.about(sha256))

    def all(self) -> tuple[Opened, ...]:
        """All versions of all catalogues, the oldest first."""
        found = filter(None, map(_read_about, self.folder.glob("*.json")))
        return tuple(sorted(found, key=lambda one: one.time))

    def family(self, sha256: str) -> tuple[str, ...]:
        """All versions of the catalogue that one belongs to, itself first, then the newest."""
        known = {one.sha256: one for one in self.all()}
        root = _line(sha256, known)[-1]
        others = [one for one in reversed(known) if _line(one, known)[-1] == root]
        return (sha256, *(one for one in others if one != sha256))

    def newest(self, sha256: str) -> str | None:
        """The newest version that is kept of the catalogue that one belongs to; None without."""
        found = [one for name in self.family(sha256) if (one := self.find(name))]
        kept = [one for one in found if self._files.works(one.sha256).exists()]
        last = max(kept, key=lambda one: one.time, default=None)
        return last.sha256 if last else None

    def follow(self, work: str, since: str, now: str) -> str | None:
        """The identifier in version `now` of a work of version `since`.

        None where it is not in it any more (or not yet), or the two are of different catalogues.
        """
        return self.follow_all([work], since, now)[work]

    def follow_all(self, works: Iterable[str], since: str, now: str) -> dict[str, str | None]:
        """`follow` for many works of one version.

        It is what comparing the two versions says, and where that does not find a work, what the
        versions between them say. Raises UnreadableCatalogue.
        """
        known = {one.sha256: one for one in self.all()}
        walked = _walked(works, since, now, known)
        if walked is None:
            return dict.fromkeys(works)
        if _neighbours(since, now, known) or self._unaltered(walked, since, now):
            return walked
        ends = sorted((since, now), key=lambda one: known[one].time if one in known else "")
        way = straight(self._files, *ends)
        if way is None:
            return walked
        called = way.downward(), way.upward()
        return decided(walked, *(called if ends[0] == since else called[::-1]))

    def _unaltered(self, walked: Mapping[str, str | None], since: str, now: str) -> bool:
        """Whether all works are under their identifiers as they were: any comparison says so."""
        if any(work != at for work, at in walked.items()):
            return False
        then, today = self.records(since, walked), self.records(now, walked)
        return all(work in then and then[work] == today.get(work) for work in walked)

    def records(self, sha256: str, works: Iterable[str]) -> Mapping[str, Description]:
        """What a version said about some of its works: field or column → text."""
        return self._files.records(sha256, works)

    def version(self, sha256: str) -> Version:
        """A version to compare with, as it was kept."""
        return self._files.version(sha256)

    def _previous(self, catalogue: Catalogue, titles: set[str], drawn: Sketch) -> str | None:
        name = str(catalogue.path.absolute())
        likely = sorted(self.all(), key=lambda one: (one.path == name, one.time), reverse=True)
        for one in likely:
            if one.file == catalogue.file_sha256 or self._related(one, name, titles, drawn):
                return one.sha256
        return None

    def _related(self, one: Opened, name: str, titles: set[str], drawn: Sketch) -> bool:
        if in_common(one.sketch, drawn) >= (_RENEWED if one.path == name else _RELATED):
            return True
        part = held(one.sketch, drawn)
        return is_part(self._files.titles(one.sha256), titles) if part is None else part

    def _compared(self, previous: str, catalogue: Catalogue) -> Way | None:
        old = self.version(previous)
        return Way.of(compare(old, Version.of(catalogue))) if old.identities else None


def _read_about(path: Path) -> Opened | None:
    """A version; None where there is none, or what is said about it is damaged."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        tuples = {name: tuple(values[name]) for name in ("sketch", "gone", "came")}
        place = str(located(values["path"], path.parent.parent))
        return Opened(**{**values, **tuples, "path": place})
    except (OSError, ValueError, TypeError, KeyError):
        return None


def _line(sha256: str, known: Mapping[str, Opened]) -> list[str]:
    """A version and those before it, the first one last."""
    found = [sha256]
    while (one := known.get(found[-1])) and one.previous and one.previous not in found:
        found.append(one.previous)
    return found


def _neighbours(one: str, other: str, known: Mapping[str, Opened]) -> bool:
    """Whether two versions are one, or the one follows the other: then they were compared."""
    follows = ((known[a].previous, b) for a, b in ((one, other), (other, one)) if a in known)
    return one == other or any(previous == version for previous, version in follows)


def _walked(
    works: Iterable[str], since: str, now: str, known: Mapping[str, Opened]
) -> dict[str, str | None] | None:
    """Where works are, version by version; None where the two are of different catalogues."""
    up, down = _line(since, known), _line(now, known)
    common = next((one for one in up if one in down), None)
    if common is None:
        return None
    steps: list[Called] = [
        *(known[one].way.upward() for one in up[: up.index(common)]),
        *(known[one].way.downward() for one in reversed(down[: down.index(common)])),
    ]
    found: dict[str, str | None] = {}
    for work in works:
        at: str | None = work
        for step in steps:
            at = step(at) if at is not None else None
        found[work] = at
    return found
