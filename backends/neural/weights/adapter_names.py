"""Names of an adapter's weights in the layout of older programs.

transformers 4.52 moved the language model of a vision-language model from `model.layers` to
`model.language_model.layers`, and its vision tower from `visual` to `model.visual`. Adapters that
were trained before name their weights as the model did then.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping

_WEIGHT = re.compile(r"(?:base_model\.model\.)?(?P<module>.+)\.lora_(?:A|B|magnitude_vector)\b.*")
_LAYOUTS: tuple[tuple[tuple[str, str], ...], ...] = (
    ((r"^model\.(?=layers\.)", "model.language_model."), (r"^visual\.", "model.visual.")),
    ((r"^language_model\.model\.", "model.language_model."), (r"^visual\.", "model.visual.")),
    ((r"^language_model\.(?=layers\.)", "model.language_model."),),
    ((r"^model\.language_model\.(?=layers\.)", "model."),),
)
"""Beginning of a module's name → how it begins now, for each layout that there was."""


def module_of(weight: str) -> str:
    """The module that a weight of a LoRA belongs to, by its name in the adapter's file."""
    match = _WEIGHT.fullmatch(weight)
    return match["module"] if match else ""


def renaming(weights: Iterable[str], modules: Collection[str]) -> Mapping[str, str] | None:
    """The layout in which the weights have their places among a model's modules.

    Beginning of a name, as a regular expression → what it becomes; empty where the names are those
    of the model, None where no layout makes them so.
    """
    names = {module_of(weight) for weight in weights}
    for layout in ((), *_LAYOUTS):
        if all(renamed(name, dict(layout)) in modules for name in names):
            return dict(layout)
    return None


def renamed(module: str, layout: Mapping[str, str]) -> str:
    """The name of a module under a layout."""
    for pattern, beginning in layout.items():
        module = re.sub(pattern, beginning, module)
    return module
