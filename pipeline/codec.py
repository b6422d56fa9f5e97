"""JSON for the values of `pipeline.types`: exact round trips, unknown keys refused.

A stage's answer stands in its output as JSON text, as it did before answers had types; so evidence
of every version is read.
"""

from __future__ import annotations

import json
from typing import Any, TypeVar

from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

from pipeline.stages.answers import (
    ANSWERS,
    Description,
    LabelFields,
    LabelTranscription,
    StageAnswer,
    VisualAnswer,
)
from pipeline.types import FieldEvidence, Reason, Sighting, StageOutput
from storage import parsed, strict

T = TypeVar("T")

_converter = strict.converter()


def built(values: Any, kind: type[T]) -> T:
    """The value that `plain` took apart. Raises one of `strict.MISFITS` on anything else."""
    return _converter.structure(values, kind)


def dumps(value: Any) -> str:
    """The JSON text of a value of `pipeline.types`."""
    return json.dumps(plain(value), ensure_ascii=False)


def loads(text: str | bytes, kind: type[T]) -> T:
    """The value that `dumps` wrote. Raises ValueError on anything else."""
    values = parsed(text)
    try:
        return _converter.structure(values, kind)
    except strict.MISFITS as error:
        raise ValueError(strict.why(error)) from error


def plain(value: Any) -> Any:
    """The value as dictionaries, lists, numbers and strings."""
    return _converter.unstructure(value)


def answer_text(answer: StageAnswer | None) -> str:
    """A stage's answer as the JSON text that is stored."""
    return json.dumps(plain(answer), ensure_ascii=False)


def answer_of(stage: str, text: str) -> StageAnswer | None:
    """The answer that `answer_text`, or an earlier version, wrote for a stage.

    None where the stage failed, and for a stage that is not asked any more. Raises one of
    `strict.MISFITS` on anything else.
    """
    value = parsed(text) if text else None
    kind = ANSWERS.get(stage)
    if value is None or kind is None:
        return None
    if not isinstance(value, dict):
        raise ValueError(f"The answer of stage {stage!r} is no JSON object.")
    return _converter.structure(value, kind)


def _label(answer: LabelTranscription) -> dict[str, Any]:
    """In the format of earlier versions, although `legible` follows from the text."""
    boxes = [plain(box) for box in answer.boxes]
    words = {"text": answer.text, "legible": answer.legible}
    label = {**words, "tie": answer.tie, "why": answer.why, "boxes": boxes}
    later = {"lines": answer.lines, "codes": answer.codes}
    return label | {name: plain(parts) for name, parts in later.items() if parts}


def _label_of(value: dict[str, Any], kind: type[LabelTranscription]) -> LabelTranscription:
    return _read_label({key: part for key, part in value.items() if key != "legible"}, kind)


def _output_of(value: dict[str, Any], kind: type[StageOutput]) -> StageOutput:
    parsed = answer_of(value.get("stage", ""), value.get("parsed", ""))
    return _read_output({**value, "parsed": parsed}, kind)


_read_label = make_dict_structure_fn(LabelTranscription, _converter, _cattrs_forbid_extra_keys=True)
_converter.register_structure_hook(LabelTranscription, _label_of)
_converter.register_unstructure_hook(LabelTranscription, _label)
# What came in later is left out where it says nothing: so documents of earlier versions stay as
# they are, and their hashes hold.
for _kind, _later in {
    Description: ("genre",),
    LabelFields: ("date", "confidences"),
    VisualAnswer: ("work", "confidences"),
    Sighting: ("confidence", "coverage", "picture"),
    FieldEvidence: ("confidence", "source"),
    Reason: ("what", "read", "recorded"),
}.items():
    _omitted: dict[str, Any] = {name: override(omit_if_default=True) for name in _later}
    _hook: Any = make_dict_unstructure_fn(_kind, _converter, **_omitted)
    _converter.register_unstructure_hook(_kind, _hook)
_read_output = make_dict_structure_fn(
    StageOutput, _converter, _cattrs_forbid_extra_keys=True,
    parsed=override(struct_hook=lambda answer, _: answer),
)  # fmt: skip
_converter.register_structure_hook(StageOutput, _output_of)
_converter.register_unstructure_hook(
    StageOutput,
    make_dict_unstructure_fn(
        StageOutput,
        _converter,
        parsed=override(unstruct_hook=answer_text),
        probability=override(omit_if_default=True),
    ),
)
