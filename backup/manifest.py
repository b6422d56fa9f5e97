"""What a backup says about itself: every file with its hash, and the head of the ledger."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from backup.errors import BackupError
from storage import DocumentSchema, NewerData, strict

MANIFEST = "manifest.json"
"""Name of the file in the backup that holds it. No file of a workspace is called that."""
_SCHEMA = DocumentSchema("backup")
_PROJECT = Path(__file__).resolve().parent.parent / "pyproject.toml"


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the workspace: its SHA-256 in hexadecimal, and its bytes."""

    sha256: str
    size: int
    database: bool = False


@dataclass(frozen=True, slots=True)
class LedgerState:
    """What `ledger verify` says: events, head of the chain, and problems, none if intact."""

    events: int
    head: str
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Of a backup made at `time` (ISO 8601, UTC) by `version` of Cartellino."""

    version: str
    time: str
    ledger: LedgerState
    members: Mapping[str, Member]
    """By name: the path in the workspace, with slashes."""

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(member.size for member in self.members.values())

    def to_json(self) -> str:
        return json.dumps(_SCHEMA.stamped(asdict(self)), indent=1)

    @classmethod
    def from_json(cls, text: bytes) -> Manifest:
        """Raises BackupError for what is no manifest, NewerData for a newer version's."""
        try:
            values = _SCHEMA.current(json.loads(text))
            manifest = _manifest(values)
        except strict.MISFITS as error:
            raise BackupError(
                f"The manifest of this backup is damaged ({error}). Use another copy of it."
            ) from error
        if _numbers(manifest.version) > _numbers(program_version()):
            raise NewerData(
                f"Cartellino {manifest.version} made this backup, and this is "
                f"{program_version()}. Update Cartellino to restore it; nothing was changed."
            )
        return manifest


def program_version() -> str:
    """Of this program, such as 0.2.0."""
    return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, re.findall(r"\d+", version)))


def _manifest(values: dict[str, Any]) -> Manifest:
    ledger = values["ledger"]
    members = {name: Member(**member) for name, member in values["members"].items()}
    for name, member in members.items():
        if not re.fullmatch("[0-9a-f]{64}", member.sha256) or not _size(member.size):
            raise ValueError(f"no hash or size of {name}")
    if not re.fullmatch(r"\d+(\.\d+)*", values["version"]):
        raise ValueError("no version")
    problems = tuple(map(str, ledger["problems"]))
    state = LedgerState(int(ledger["events"]), str(ledger["head"]), problems)
    return Manifest(str(values["version"]), str(values["time"]), state, members)


def _size(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
