"""The pdfium functions that are called for single characters and drawn objects, by the shortest way.

ctypes checks each argument against its declared pointer type and lets other threads run during each call, which costs
more than these functions do. Here handles are plain addresses, and the interpreter is held: each takes microseconds.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium

_Call = Callable[..., Any]
_ADDRESS, _INT, _FLOAT = ctypes.c_void_p, ctypes.c_int, ctypes.c_float


def address(handle: Any) -> int:
    """Where a handle or a structure that pdfium shall fill points to."""
    return ctypes.cast(handle, _ADDRESS).value or 0


def _direct(function: Any, result: Any, *arguments: Any) -> _Call:
    call: _Call = ctypes.PYFUNCTYPE(result, *arguments)(address(function))
    return call


character_angle = _direct(pdfium.FPDFText_GetCharAngle, _FLOAT, _ADDRESS, _INT)
text_of = _direct(pdfium.FPDFText_GetText, _INT, _ADDRESS, _INT, _INT, _ADDRESS)
is_generated = _direct(pdfium.FPDFText_IsGenerated, _INT, _ADDRESS, _INT)
loose_box = _direct(pdfium.FPDFText_GetLooseCharBox, _INT, _ADDRESS, _INT, _ADDRESS)
origin_of = _direct(pdfium.FPDFText_GetCharOrigin, _INT, _ADDRESS, _INT, _ADDRESS, _ADDRESS)
unicode_of = _direct(pdfium.FPDFText_GetUnicode, ctypes.c_uint, _ADDRESS, _INT)

object_at = _direct(pdfium.FPDFPage_GetObject, _ADDRESS, _ADDRESS, _INT)
kind_of_object = _direct(pdfium.FPDFPageObj_GetType, _INT, _ADDRESS)
