"""A version of a catalogue that was opened, as its description says, and their order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from catalogue.versions.minhash import MinHash
from catalogue.versions.renumbering import Renumbering
from console import reason
from storage import located, parsed, set_aside, structured

_AGAIN = "It is written anew from the works that are stored. A backup has it as it was."


@dataclass(frozen=True, slots=True)
class OpenedVersion:
    """A version that was opened: when, from where, and which version it follows."""

    sha256: str
    file: str
    """Hash of the file alone."""
    path: str
    """Absolute; on disk relative to the workspace where it lies in that."""
    time: str
    """ISO 8601, UTC."""
    works: int
    sketch: MinHash
    """Of its titles."""
    previous: str | None
    moved: Mapping[str, str]
    """Identifier in the previous version → in this one, of the works where the two differ."""
    gone: tuple[str, ...]
    came: tuple[str, ...]
    """Identifiers of works that only the previous, or only this version has."""
    joined: Mapping[str, str] = field(default_factory=dict)
    parted: Mapping[str, str] = field(default_factory=dict)
    """Parts of works that were merged, and of works that were parted: see `Renumbering`."""
    number: int = 0
    """Its place among all versions, from 1, whatever the clock says; 0 for one from before there
    were numbers, which is older than all that have one."""

    @property
    def renumbering(self) -> Renumbering:
        """From the previous version to this one."""
        return Renumbering(self.moved, self.gone, self.came, self.joined, self.parted)


def read_about(path: Path) -> OpenedVersion | None:
    """A version; None if there is no such file, or none that can be read: that is set aside."""
    try:
        version = structured(parsed(path.read_bytes()), OpenedVersion)
        if "\0" in version.path or version.sha256 != path.stem:
            raise ValueError("it describes another version")
        datetime.fromisoformat(version.time)
        return replace(version, path=str(located(version.path, path.parent.parent)))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        set_aside(path, "description of a version of a catalogue", reason(error), _AGAIN)
        return None


def in_order(versions: Mapping[str, OpenedVersion]) -> tuple[OpenedVersion, ...]:
    """The oldest first, each after those that it follows."""
    ordered: dict[str, OpenedVersion] = {}
    for version in sorted(versions.values(), key=lambda version: (version.number, version.time)):
        for sha256 in reversed(ancestry(version.sha256, versions)):
            if sha256 in versions:
                ordered.setdefault(sha256, versions[sha256])
    return tuple(ordered.values())


def ancestry(sha256: str, versions: Mapping[str, OpenedVersion]) -> list[str]:
    """A version and those before it, the first one last."""
    line = [sha256]
    while (last := versions.get(line[-1])) and last.previous and last.previous not in line:
        line.append(last.previous)
    return line
