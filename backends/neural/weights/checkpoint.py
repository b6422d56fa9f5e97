"""Opens a folder of weights: what is in it, and whether a backend can use it.

Only `config.json` and the headers of the weights are read, so this takes milliseconds whatever
the size, and nothing in the folder is ever run: a pickle could hold any program, so it is refused.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from backends.base import BackendUnavailable
from backends.neural.weights.copyable import python
from backends.neural.weights.digest import digest
from backends.neural.weights.header import BrokenWeights, Tensor, tensors
from backends.visual_format import VisualFormat
from console import reason

TOKENIZER = ("tokenizer.json", "vocab.json")
"""Files of a tokenizer: one of them has to be there."""
PICKLES = (".bin", ".pt", ".pth", ".ckpt", ".pkl")
CONFIG = "config.json"
INDEX = "model.safetensors.index.json"
SINGLE = "model.safetensors"
TRAINING = "training.json"
"""Where training notes what a model was trained for; only models of our own have it."""
_LONGEST_TEXT = 64 * 2**20
PROCESSORS = (
    "preprocessor_config.json", "processor_config.json", "video_preprocessor_config.json",
)  # fmt: skip
"""Files that may say how frames are turned into pixels, the one that counts first."""
_BESIDE = ("tokenizer.json", "vocab.json", "merges.txt", "tokenizer_config.json",
             "added_tokens.json", "chat_template.json", "chat_template.jinja",
             *PROCESSORS)  # fmt: skip
_NUMBERED = re.compile(r"-(\d{5})-of-(\d{5})\.safetensors$")
_HUB = re.compile(r"[\w.-]+/[\w.-]+")


@dataclass(frozen=True)
class Checkpoint:
    """A model's folder, whole as far as names and sizes tell. `files` hold the weights."""

    folder: Path
    config: Mapping[str, Any]
    files: tuple[Path, ...]
    tensors: Mapping[str, Tensor]

    @property
    def model_type(self) -> str:
        return str(self.config["model_type"])

    @property
    def architecture(self) -> str:
        """The model's class, as its config names it; the model type if it names none."""
        named = self.config.get("architectures")
        return str(named[0]) if isinstance(named, list) and named else self.model_type

    @property
    def text(self) -> Mapping[str, Any]:
        """Config of the language model: older files have it at the top level."""
        return _mapping(self.config.get("text_config")) or self.config

    @property
    def vision(self) -> Mapping[str, Any]:
        """Config of the vision tower; empty where there is none."""
        return _mapping(self.config.get("vision_config"))

    @property
    def parameters(self) -> int:
        return sum(tensor.elements for tensor in self.tensors.values())

    @property
    def bytes(self) -> int:
        return sum(tensor.bytes for tensor in self.tensors.values())

    @cached_property
    def questions(self) -> str:
        """Version of the questions that it was trained for; empty where its folder notes none."""
        try:
            return str(read_json(self.folder / TRAINING).get("prompts", ""))
        except BackendUnavailable:
            return ""

    @cached_property
    def fingerprint(self) -> str:
        """16 hexadecimal digits of config, preprocessing, tokenizer and weights."""
        beside = [self.folder / name for name in (CONFIG, *_BESIDE)]
        return digest([*filter(Path.is_file, beside), *self.files])


def read(folder: Path | None, model_types: Sequence[str] = ()) -> Checkpoint:
    """The checkpoint in `folder`, if its model type is one of `model_types` (none: any).

    Raises BackendUnavailable with what to do.
    """
    folder, config = read_config(folder, model_types)
    files = _weights(folder)
    checkpoint = Checkpoint(folder, config, files, _whole(folder, files))
    if not any((folder / name).is_file() for name in TOKENIZER):
        raise BackendUnavailable(
            f"{folder} lacks {' or '.join(TOKENIZER)}. Copy it there from the same model."
        )
    return checkpoint


def read_config(
    folder: Path | None, model_types: Sequence[str] = ()
) -> tuple[Path, dict[str, Any]]:
    """The folder and its config.json, the weights aside. Raises BackendUnavailable as `read`."""
    folder = _model_folder(folder)
    config = _config(folder)
    _require_type(folder, config, model_types)
    return folder, config


def refuse_missing(checkpoint: Checkpoint, missing: Iterable[str]) -> None:
    """Raises BackendUnavailable if weights of the model are missing from the checkpoint."""
    names = sorted(missing)
    if names:
        raise BackendUnavailable(
            f"{checkpoint.folder} is half a checkpoint: {len(names)} weights are missing, such as "
            f"{names[0]}. Copy the whole folder again."
        )


def identity(checkpoint: Checkpoint, quantise: bool, form: VisualFormat, adapter: str = "") -> str:
    """16 hexadecimal digits of all that a model's answers depend on except the question.

    `adapter` is the fingerprint of an adapter.
    """
    text = json.dumps([checkpoint.fingerprint, quantise, form.fingerprint, adapter])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def read_json(path: Path) -> dict[str, Any]:
    """An object out of a JSON file. Raises BackendUnavailable."""
    try:
        if path.stat().st_size > _LONGEST_TEXT:
            raise ValueError(f"it is over {_LONGEST_TEXT:,} bytes long")
        value: Any = json.loads(path.read_text(encoding="utf-8"))
        if not isinstance(value, dict):
            raise ValueError("it is no JSON object")
    except (OSError, ValueError, RecursionError) as error:
        raise BackendUnavailable(
            f"{path} cannot be read ({reason(error)}). Copy it again."
        ) from error
    return value


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _model_folder(folder: Path | None) -> Path:
    if folder is None:
        raise BackendUnavailable("No weights were named. Name their folder with --model FOLDER.")
    if folder.is_file():
        raise BackendUnavailable(
            f"{folder} is a file. Name the folder with {CONFIG} and the weights in it."
        )
    if not folder.is_dir():
        raise BackendUnavailable(_not_there(folder))
    if not (folder / CONFIG).is_file():
        raise BackendUnavailable(_not_a_model(folder))
    return folder


def _not_there(folder: Path) -> str:
    if _HUB.fullmatch(folder.as_posix()):
        return (
            f"There is no folder {folder}. If that is the name of a model on the hub, download it "
            f"first: python -m backends fetch NAME {folder.as_posix()} --to FOLDER"
        )
    return f"There is no folder {folder}. Name the folder that holds the model."


def _not_a_model(folder: Path) -> str:
    if (folder / "adapter_config.json").is_file():
        return (
            f"{folder} is an adapter, not a model. Name it as the adapter, and the model that it "
            "was trained on as the model."
        )
    inner = sorted([*folder.glob(f"*/{CONFIG}"), *folder.glob(f"snapshots/*/{CONFIG}")])
    if inner:
        return f"{folder} is not a model, but {inner[0].parent} is one: name that folder."
    names = ", ".join(sorted(path.name for path in folder.iterdir())[:5]) or "nothing"
    return (
        f"{folder} is not a model: it has no {CONFIG} (it holds {names}). Name the folder that "
        "holds the model."
    )


def _config(folder: Path) -> dict[str, Any]:
    config = read_json(folder / CONFIG)
    if not isinstance(config.get("model_type"), str):
        raise BackendUnavailable(
            f"{folder} is not a model that can be used: its {CONFIG} names no model_type."
        )
    quantised = _mapping(config.get("quantization_config"))
    if quantised:
        raise BackendUnavailable(
            f"The weights in {folder} are quantised already ({quantised.get('quant_method')}). "
            "Use the model's full weights: --quantise brings them to 4 bits while they load."
        )
    return config


def _require_type(folder: Path, config: Mapping[str, Any], model_types: Sequence[str]) -> None:
    from backends import taking  # the package's discovery imports the backends that import this

    model_type = config["model_type"]
    if not model_types or model_type in model_types:
        return
    others = taking(model_type)
    cure = f"Use it with --backend {others[0]}" if others else "No backend here takes it"
    raise BackendUnavailable(
        f"{folder} holds a model of type {model_type!r}; this backend takes "
        f"{', '.join(model_types)}. {cure}."
    )


def _weights(folder: Path) -> tuple[Path, ...]:
    if (folder / INDEX).is_file():
        return _indexed(folder)
    if (folder / SINGLE).is_file():
        return (folder / SINGLE,)
    if any(_NUMBERED.search(path.name) for path in folder.iterdir()):
        raise BackendUnavailable(_half(folder, [f"{INDEX} is missing"]))
    pickles = sorted(path.name for path in folder.iterdir() if path.suffix in PICKLES)
    if pickles:
        raise BackendUnavailable(_pickled(folder, pickles))
    raise BackendUnavailable(_half(folder, [f"{SINGLE} is missing"]))


def _indexed(folder: Path) -> tuple[Path, ...]:
    shards = _mapping(read_json(folder / INDEX).get("weight_map"))
    names = sorted({str(name) for name in shards.values()})
    if not names or any(Path(name).name != name for name in names):
        raise BackendUnavailable(
            f"{folder / INDEX} does not name files of this folder. Copy the whole folder again."
        )
    return tuple(folder / name for name in names)


def _whole(folder: Path, files: Sequence[Path]) -> dict[str, Tensor]:
    weights: dict[str, Tensor] = {}
    wrong: list[str] = []
    for path in files:
        try:
            weights |= {tensor.name: tensor for tensor in tensors(path)}
        except FileNotFoundError:
            wrong.append(f"{path.name} is missing")
        except (BrokenWeights, OSError) as error:
            wrong.append(f"{path.name} {reason(error)}")
    if not wrong and (folder / INDEX).is_file():
        listed = _mapping(read_json(folder / INDEX).get("weight_map"))
        wrong += [f"{name} is in none of its files" for name in sorted(set(listed) - set(weights))]
    if wrong:
        raise BackendUnavailable(_half(folder, wrong))
    return weights


def _half(folder: Path, wrong: Sequence[str]) -> str:
    more = f"; and {len(wrong) - 5} more" if len(wrong) > 5 else ""
    return (
        f"{folder} is half a checkpoint: {'; '.join(wrong[:5])}{more}. Copy these files again "
        "from where the model came from."
    )


def _pickled(folder: Path, names: Sequence[str]) -> str:
    """What is wrong, and on a line of its own the command that a person may copy."""
    files = " ".join(f'"{folder.absolute() / name}"' for name in (SINGLE, *names))
    return (
        f"The weights in {folder} are pickles ({', '.join(names[:3])}). Opening a pickle can run "
        "any program that is hidden in it, so only safetensors are read. Fetch the model's "
        "safetensors; or, if you trust where it came from, convert it once on a machine without "
        "anything to lose, in Cartellino's folder:\n"
        f'{python()} -c "import sys, torch; from safetensors.torch import save_file; '
        "save_file({k: v.clone() for f in sys.argv[2:] for k, v in "
        f"torch.load(f, weights_only=True).items()}}, sys.argv[1], {{'format': 'pt'}})\" {files}"
    )
