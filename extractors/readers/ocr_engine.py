"""The recognition engine: rapidocr with the models inside its wheel, one per process, one thread."""

from __future__ import annotations

import importlib.util
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_MODELS = {
    "Det.model_path": "PP-OCRv6_det_small.onnx",
    "Rec.model_path": "PP-OCRv6_rec_small.onnx",
    "Cls.model_path": "ch_ppocr_mobile_v2.0_cls_mobile.onnx",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What was recognised in one cut-out."""

    text: str
    confidence: float  # 0..1, mean over its characters


@cache
def is_installed() -> bool:
    """The extra `ocr` is there: rapidocr, its engine and the image library under it."""
    return all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime", "cv2"))


def _packaged_models() -> dict[str, str]:
    """Paths of the models in the wheel; a model that is missing there would be fetched, so all are named."""
    spec = importlib.util.find_spec("rapidocr")
    folder = Path(spec.origin).parent / "models" if spec and spec.origin else Path()
    found = {key: folder / name for key, name in _MODELS.items()}
    if all(path.is_file() for path in found.values()):
        return {key: str(path) for key, path in found.items()}
    # Another release packages other models; they have the same roles in their names.
    roles = {"Det.model_path": "*det*.onnx", "Rec.model_path": "*rec*.onnx", "Cls.model_path": "*cls*.onnx"}
    for key, pattern in roles.items():
        candidates = sorted(folder.glob(pattern))
        if not candidates:
            raise FileNotFoundError(f"rapidocr: {pattern}")
        found[key] = candidates[-1]
    return {key: str(path) for key, path in found.items()}


@cache
def _engine() -> Any:
    """Made once per process. onnxruntime 1.3x reports its use to its maker unless told otherwise before it is loaded."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            **_packaged_models(),
            "Global.log_level": "critical",
            "Global.max_side_len": 4000,
            "Global.text_score": 0.0,
            "EngineConfig.onnxruntime.intra_op_num_threads": 1,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            "Det.limit_side_len": 1440,
            "Det.limit_type": "max",
        }
    )


def find_boxes(pixels: Pixels) -> list[NDArray[np.float32]]:
    """Quadrilaterals of text, four (x, y) corners each, clockwise from the upper left, in pixels."""
    output = _engine()(pixels, use_det=True, use_cls=False, use_rec=False)
    boxes = getattr(output, "boxes", None)
    return [] if boxes is None else [np.asarray(b, dtype=np.float32) for b in boxes]


def recognise_line(pixels: Pixels) -> Reading:
    """The text of a cut-out with one line, upright."""
    output = _engine()(pixels, use_det=False, use_cls=False, use_rec=True)
    texts = getattr(output, "txts", None)
    return Reading(texts[0], float(output.scores[0])) if texts else Reading("", 0.0)


def is_upside_down(pixels: Pixels) -> bool:
    """Whether a cut-out with one line stands on its head."""
    output = _engine()(pixels, use_det=False, use_cls=True, use_rec=False)
    results = getattr(output, "cls_res", None) or ()
    return any(label == "180" and float(score) > 0.6 for label, score in results[:1])
