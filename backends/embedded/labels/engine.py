"""How the OCR engine is set up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from backends.base import BackendUnavailable

THREADS = 2


def parameters(package: Path) -> dict[str, Any]:
    """Settings of rapidocr. Naming the wheel's own files keeps it from looking for downloads."""
    models = package / "models"
    paths = {}
    for part, pattern in (("Det", "*_det_*.onnx"), ("Rec", "*_rec_*.onnx")):
        paths[f"{part}.model_path"] = str(next(models.glob(pattern), ""))
    if not all(paths.values()):
        raise BackendUnavailable(
            f"rapidocr has no models in {models}: pip install --force-reinstall rapidocr"
        )
    return paths | {
        "Global.log_level": "critical",
        "Global.use_cls": False,
        "Det.limit_type": "max",
        "Det.limit_side_len": 1280,
        "EngineConfig.onnxruntime.intra_op_num_threads": THREADS,
        "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    }
