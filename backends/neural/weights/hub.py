"""Fetching a model from the hub: the one place that connects, because a person asked for it.

The download runs in a process of its own, because this one's environment keeps everything offline.
Only data is fetched, weights as safetensors and text: never a pickle, never a program.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from backends.base import BackendUnavailable
from backends.neural.memory.available import GIB
from backends.neural.weights import checkpoint
from backends.neural.weights.checkpoint import Checkpoint

DATA = ("*.safetensors", "*.json", "*.txt", "*.jinja")
_NAME = re.compile(r"[\w.-]+/[\w.-]+")
_ONLINE = {"HF_HUB_OFFLINE": "0", "TRANSFORMERS_OFFLINE": "0", "HF_HUB_DISABLE_TELEMETRY": "1"}
_REFUSED = 3


def fetch(hub_id: str, folder: Path, model_types: Sequence[str]) -> Checkpoint:
    """Download a model into `folder`, or what of it is not there yet, and open it.

    Its config comes first, so that gigabytes of a model that no backend takes are never fetched.
    Raises BackendUnavailable.
    """
    if not _NAME.fullmatch(hub_id):
        raise BackendUnavailable(
            f"{hub_id!r} is not the name of a model on the hub: it looks like OWNER/MODEL."
        )
    if folder.exists() and not folder.is_dir():
        raise BackendUnavailable(f"{folder} is a file. Name a folder with --to.")
    _download(hub_id, folder, checkpoint.CONFIG)
    checkpoint.read_config(folder, model_types)
    _download(hub_id, folder, *DATA)
    return checkpoint.read(folder, model_types)


def _download(hub_id: str, folder: Path, *patterns: str) -> None:
    command = [sys.executable, "-m", __name__, hub_id, str(folder), *patterns]
    root = Path(__file__).resolve().parents[3]
    path = os.pathsep.join(filter(None, [str(root), os.environ.get("PYTHONPATH")]))
    environment = {**os.environ, **_ONLINE, "PYTHONPATH": path}
    process = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True)
    if process.returncode == _REFUSED:
        raise BackendUnavailable(process.stdout.strip())
    if process.returncode:
        raise BackendUnavailable(f"The download of {hub_id} broke off. Start it again: it goes on.")


def main(arguments: Sequence[str]) -> int:
    """Download and return 0, or print why that cannot be done and return 3."""
    hub_id, folder, *patterns = arguments
    from huggingface_hub import snapshot_download

    try:
        files = snapshot_download(hub_id, local_dir=folder, allow_patterns=patterns, dry_run=True)
        _require(hub_id, Path(folder), patterns, {f.filename: f.file_size or 0 for f in files})
        snapshot_download(hub_id, local_dir=folder, allow_patterns=patterns)
    except Exception as error:  # the network and its libraries fail in every way
        print(_why(hub_id, error))
        return _REFUSED
    return 0


def _why(hub_id: str, error: Exception) -> str:
    from huggingface_hub import errors

    if isinstance(error, BackendUnavailable):
        return str(error)
    cause = error.__cause__ or error  # a dry run wraps what happened
    if isinstance(cause, errors.GatedRepoError):
        return (
            f"{hub_id} is open only to those whom its makers let in. Ask for access on the hub, "
            "and run 'hf auth login'."
        )
    if isinstance(cause, errors.RepositoryNotFoundError):
        return f"There is no model {hub_id} on the hub, or it is private. Look its name up again."
    message = str(cause).strip().split("\n")[0][:200]
    return (
        f"The hub cannot be reached ({type(cause).__name__}: {message}). Connect this machine "
        "while it downloads, or fetch the folder on another one and copy it here."
    )


def _require(hub_id: str, folder: Path, patterns: Sequence[str], files: Mapping[str, int]) -> None:
    if patterns == [*DATA] and not any(name.endswith(".safetensors") for name in files):
        raise BackendUnavailable(
            f"{hub_id} has no safetensors, only weights that could hold programs. Look for another "
            "copy of the model that has them."
        )
    present = sum((folder / n).stat().st_size for n in files if (folder / n).is_file())
    needed = sum(files.values()) - present
    existing = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    free = shutil.disk_usage(existing).free
    if needed > free:
        raise BackendUnavailable(
            f"{hub_id} takes {needed / GIB:.1f} GiB more, and {folder} has {free / GIB:.1f} GiB "
            "free. Free space there, or name a folder on another disk."
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
