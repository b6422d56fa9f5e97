"""LoRA adapters, and what they were trained on.

A folder holds peft's `adapter_config.json` and `adapter_model.safetensors`, and our
`cartellino.json`: the form of the frames and the model that it was trained on. On frames of
another form an adapted model answers with chat roles instead of content (seed paper, section
4.3), so a difference is refused until a person insists, and then nothing is identified.
"""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

from backends.base import BackendUnavailable, FormatMismatch
from backends.neural.weights.adapter_names import module_of, renamed, renaming
from backends.neural.weights.checkpoint import PICKLES, Checkpoint, read_json
from backends.neural.weights.digest import digest
from backends.neural.weights.header import BrokenWeights, tensors
from backends.visual_format import VisualFormat
from console import reason

NOTE = "cartellino.json"
CONFIG = "adapter_config.json"
WEIGHTS = "adapter_model.safetensors"
_USED = ("r", "lora_alpha", "target_modules", "exclude_modules", "use_rslora", "use_dora",
          "rank_pattern", "alpha_pattern", "layers_to_transform", "layers_pattern")  # fmt: skip
"""Settings of a LoRA that are used. Any other could name code or files to be loaded."""
_FOR_ALL = frozenset({"r", "lora_alpha", "use_rslora", "use_dora", "rank_pattern", "alpha_pattern"})
"""Those that do not choose modules."""
_IGNORED = ("peft_type", "task_type", "lora_dropout", "base_model_name_or_path", "revision",
            "inference_mode", "peft_version", "auto_mapping", "megatron_core",
            "qalora_group_size")  # fmt: skip
"""Settings that change nothing here."""
_ACCEPTED: dict[str, tuple[Any, ...]] = {"bias": ("none",), "init_lora_weights": (True, "gaussian")}
_LAYER = re.compile(r"(?<!encoder\.)layers\.(\d+)\.")
_QUERY = re.compile(r"(?<!encoder\.)layers\.\d+\.self_attn\.q_proj\.lora_A\.weight$")


@dataclass(frozen=True, slots=True)
class Base:
    """The model that an adapter was trained on."""

    model_type: str
    hidden_size: int
    layers: int
    fingerprint: str

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Base:
        hidden, layers = (
            int(checkpoint.text.get(k, 0)) for k in ("hidden_size", "num_hidden_layers")
        )
        return cls(checkpoint.model_type, hidden, layers, checkpoint.fingerprint)

    def __str__(self) -> str:
        return f"{self.model_type} of width {self.hidden_size} with {self.layers} layers"


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter's folder. Without `cartellino.json`, format and base are unknown (None).

    `shapes` are those of its weights, by peft's names. `fingerprint` has 16 hexadecimal digits.
    """

    folder: Path
    config: Mapping[str, Any]
    shapes: Mapping[str, tuple[int, ...]]
    format: VisualFormat | None
    base: Base | None
    fingerprint: str


def write_format(folder: Path, form: VisualFormat, base: Checkpoint) -> Path:
    """Write beside an adapter on which frames and model it was trained. Raises OSError."""
    note = {"format": asdict(form), "base": asdict(Base.of(base))}
    partial = folder / f"{NOTE}.part"
    partial.write_text(json.dumps(note, indent=1) + "\n", encoding="utf-8")
    return partial.replace(folder / NOTE)


def read(folder: Path) -> Adapter:
    """The adapter in a folder. Raises BackendUnavailable with what to do."""
    if not (folder / CONFIG).is_file():
        raise BackendUnavailable(
            f"{folder} is not an adapter: it has no {CONFIG}. Name the folder that a training "
            "has written."
        )
    config = _settings(folder)
    shapes = _shapes(folder)
    form, base = _note(folder) if (folder / NOTE).is_file() else (None, None)
    fingerprint = digest([folder / CONFIG, folder / WEIGHTS])
    return Adapter(folder, config, shapes, form, base, fingerprint)


def check(
    adapter: Adapter, checkpoint: Checkpoint, form: VisualFormat, despite_format: bool = False
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """`faults` and `messages` of a backend that uses this adapter on this model and these frames.

    Raises BackendUnavailable where it belongs to another model, and unless `despite_format`
    FormatMismatch where it was trained on another or an unknown form of frames.
    """
    here = Base.of(checkpoint)
    _require_base(adapter, here)
    messages = tuple(_other_weights(adapter, here))
    wrong = _mismatch(adapter, form)
    if not wrong:
        return (), messages
    if not despite_format:
        raise FormatMismatch(
            f"{wrong} A model answers nonsense on frames of another form. Set the frames as the "
            "adapter needs them, or do without the adapter; if you insist, allow the other form: "
            "then everything is described and nothing is identified."
        )
    return ("format",), (*messages, f"{wrong} So nothing is identified with it.")


def apply(model: Any, adapter: Adapter) -> None:
    """Put an adapter into a model, in place, frozen. Raises BackendUnavailable.

    `model` is a torch module whose names are those of the model that it was trained on.
    """
    from peft import LoraConfig, PeftModel

    settings, layout = _placed(adapter, [name for name, _ in model.named_modules()])
    config = LoraConfig(**settings, inference_mode=True)
    try:
        with warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter("always")
            PeftModel.from_pretrained(
                model, str(adapter.folder), config=config, key_mapping=dict(layout)
            )
    except (ValueError, RuntimeError, TypeError, KeyError) as error:
        raise BackendUnavailable(_unfit(adapter, str(error).split("\n")[0])) from error
    if missing := [str(w.message) for w in warned if "missing adapter keys" in str(w.message)]:
        raise BackendUnavailable(_unfit(adapter, missing[0][:200]))
    placed = sum(".lora_" in name for name, _ in model.named_parameters())
    if placed != len(adapter.shapes):
        raise BackendUnavailable(
            _unfit(adapter, f"it has {len(adapter.shapes)} weights, {placed} of which have a place")
        )


def _placed(
    adapter: Adapter, modules: Sequence[str]
) -> tuple[Mapping[str, Any], Mapping[str, str]]:
    """The settings of an adapter for a model, and how the names of its weights change.

    Raises BackendUnavailable where the model has no place for them.
    """
    layout = renaming(adapter.shapes, frozenset(modules))
    if layout is None:
        names = sorted(set(map(module_of, adapter.shapes)) - set(modules))
        raise BackendUnavailable(_unfit(adapter, f"which has no {', '.join(names[:2])[:200]}"))
    if not layout:
        return adapter.config, {}
    targets = sorted({renamed(module_of(weight), layout) for weight in adapter.shapes})
    chosen = {"target_modules": targets}  # a pattern for the old names may not fit the new ones
    kept = {name: value for name, value in adapter.config.items() if name in _FOR_ALL}
    return kept | chosen, layout


def _unfit(adapter: Adapter, why: str) -> str:
    return (
        f"The adapter in {adapter.folder} does not fit into this model ({why}). Use it with the "
        "model that it was trained on."
    )


def _settings(folder: Path) -> dict[str, Any]:
    config = read_json(folder / CONFIG)
    if config.get("peft_type") != "LORA":
        raise BackendUnavailable(
            f"{folder} is an adapter of kind {config.get('peft_type')}. Only LoRA can be used."
        )
    settings = {name: config[name] for name in _USED if config.get(name)}
    others = config.keys() - set(_USED) - set(_IGNORED)
    if odd := sorted(n for n in others if config[n] and config[n] not in _ACCEPTED.get(n, ())):
        raise BackendUnavailable(
            f"The adapter in {folder} needs {', '.join(odd)} in {CONFIG}, which is not supported. "
            "Train it as a plain LoRA."
        )
    rank = settings.get("r")
    if type(rank) is not int or rank < 1 or "target_modules" not in settings:
        raise BackendUnavailable(f"{folder / CONFIG} names no rank or no modules. Copy it again.")
    return settings


def _shapes(folder: Path) -> dict[str, tuple[int, ...]]:
    try:
        weights = tensors(folder / WEIGHTS)
    except FileNotFoundError as error:
        pickles = [p.name for p in sorted(folder.iterdir()) if p.suffix in PICKLES]
        raise BackendUnavailable(
            f"The adapter in {folder} is a pickle ({pickles[0]}). Opening a pickle can run any "
            f"program that is hidden in it. Save it as {WEIGHTS}: peft does so by default."
            if pickles
            else f"The adapter in {folder} lacks {WEIGHTS}. Copy the whole folder again."
        ) from error
    except (BrokenWeights, OSError) as error:
        raise BackendUnavailable(f"{folder / WEIGHTS} {reason(error)}. Copy it again.") from error
    return {tensor.name: tensor.shape for tensor in weights}


def _note(folder: Path) -> tuple[VisualFormat, Base]:
    note = read_json(folder / NOTE)
    base = note.get("base")
    kinds = {f.name: str if f.name in ("model_type", "fingerprint") else int for f in fields(Base)}
    try:
        if not isinstance(base, dict) or {k: type(v) for k, v in base.items()} != kinds:
            raise ValueError("the model that it was trained on is missing")
        return VisualFormat.of(note.get("format")), Base(**base)
    except ValueError as error:
        raise BackendUnavailable(
            f"{folder / NOTE} cannot be read ({reason(error)}). Copy it again, or train the "
            "adapter again."
        ) from error


def _require_base(adapter: Adapter, here: Base) -> None:
    there = adapter.base
    if there and str(there) != str(here):
        raise BackendUnavailable(
            f"The adapter in {adapter.folder} was trained on a {there}; this model is a {here}. "
            "Name the model that it was trained on, or do without the adapter."
        )
    widths = {shape[-1] for name, shape in adapter.shapes.items() if _QUERY.search(name)}
    deepest = max((int(m[1]) for n in adapter.shapes if (m := _LAYER.search(n))), default=-1)
    if widths - {here.hidden_size} or deepest >= here.layers:
        raise BackendUnavailable(_unfit(adapter, f"which is a {here}"))


def _other_weights(adapter: Adapter, here: Base) -> Iterator[str]:
    if adapter.base and adapter.base.fingerprint != here.fingerprint:
        yield (
            f"The adapter in {adapter.folder} was trained on other weights of the same shape "
            f"(fingerprint {adapter.base.fingerprint}, here {here.fingerprint}): what it answers "
            "may be worse than what was measured."
        )


def _mismatch(adapter: Adapter, form: VisualFormat) -> str:
    """What keeps the adapter from these frames, as a sentence; empty if nothing does."""
    if adapter.format is None:
        return (
            f"It is unknown on what form of frames the adapter in {adapter.folder} was trained: "
            f"it has no {NOTE}."
        )
    differences = adapter.format.differences(form)
    if not differences:
        return ""
    return f"The adapter in {adapter.folder} was trained on other frames: {'; '.join(differences)}."
