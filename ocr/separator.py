"""Finds the code of a separator sheet on a page; other pages cost a glance.

Runs in the confined child. The sheet shows one code, wide as a third of the paper and more: nothing
else on records is half dark over such a square, so only such a page is searched.
"""

import cv2
import numpy as np

from ocr.pixels import Pixels
from ocr.sheet_code import read_code

GLANCE_PIXELS = 250
"""Samples across the shorter side of the page."""
INK_DEPTH = 25
"""Grey levels below the paper's own; toner runs low."""
CELL, SQUARE = 31, 61
"""Samples: every cell within some square has to be half dark; the code itself has 100 and more."""
HALF_DARK = (0.28, 0.72)
SIDES = (700, 1000, 1400, 500)
"""Pixels across the shorter side at which the code is looked for."""
LEAST_SHARE = 0.25
"""Of the page's shorter side: a smaller code belongs to a document."""


def find_separator(grey: Pixels) -> str | None:
    """The sheet's code where the ``(height, width)`` page is one, turned any way."""
    return _decoded(grey) if _may_be_sheet(grey) else None


def _may_be_sheet(grey: Pixels) -> bool:
    step = max(1, round(min(grey.shape) / GLANCE_PIXELS))
    seen = np.ascontiguousarray(grey[::step, ::step])
    if min(seen.shape) < SQUARE:
        return False
    dark = (seen < max(float(np.median(seen)) - INK_DEPTH, 1)).astype(np.float32)
    share = cv2.boxFilter(dark, -1, (CELL, CELL), borderType=cv2.BORDER_CONSTANT)
    fitting = cv2.inRange(share, HALF_DARK[0], HALF_DARK[1])
    reach = SQUARE - CELL
    whole = cv2.erode(fitting, np.ones((reach, reach), np.uint8))
    return bool(whole[reach:-reach, reach:-reach].any())


def _decoded(grey: Pixels) -> str | None:
    detectors = (cv2.QRCodeDetector(), cv2.QRCodeDetectorAruco())
    for side in SIDES:
        scale = side / min(grey.shape)
        if scale > 1:
            continue
        small = np.asarray(
            cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
        for picture in (small, _levelled(small)):
            for detector in detectors:
                found = _read(detector, picture)
                if found is not None:
                    return found
    return None


def _levelled(small: Pixels) -> Pixels:
    """Black and white without single specks."""
    calm = cv2.medianBlur(small, 3)
    _, levelled = cv2.threshold(calm, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return np.asarray(levelled, np.uint8)


def _read(detector: cv2.QRCodeDetector | cv2.QRCodeDetectorAruco, picture: Pixels) -> str | None:
    try:
        written, corners, _ = detector.detectAndDecode(picture)
    except (cv2.error, UnicodeDecodeError):
        return None
    if not written:
        return None
    side = float(np.sqrt(cv2.contourArea(np.asarray(corners, np.float32).reshape(-1, 2))))
    return read_code(written) if side >= LEAST_SHARE * min(picture.shape) else None
