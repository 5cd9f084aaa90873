"""What time, handling and the scanner do to a clean page."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from samples.sheet import Pixels

PAPER_YELLOW = np.array([246, 232, 196], dtype=np.float64)
BLOTCH_GRID = (11, 8)
BITONAL_THRESHOLD = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """How a document was kept and scanned.

    ``skew`` is the largest angle in degrees, ``yellow`` and ``fade`` run from 0 to 1, ``noise`` is
    the standard deviation of grey levels, ``blur`` a radius in pixels at 200 dpi, ``quality`` the
    JPEG quality. ``upside_down`` and ``sideways`` list pages, counted from 1.
    """

    dpi: int = 200
    mode: str = "grey"
    skew: float = 0.5
    yellow: float = 0.0
    fade: float = 0.0
    noise: float = 2.0
    blur: float = 0.4
    quality: int = 60
    upside_down: tuple[int, ...] = ()
    sideways: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """How the scan must be turned to stand upright, in degrees clockwise."""

    rotation_degrees: int
    skew_degrees: float


def age(page: Pixels, scan: Scan, number: int, rng: np.random.Generator) -> tuple[Pixels, Turn]:
    """The page as the scanner saw it, and how to turn it back.

    Returns:
        ``(height, width, 3)`` uint8 in the scan's orientation; two-valued when it is bitonal.
    """
    aged = page.astype(np.float64)
    aged = 255 - (255 - aged) * (1 - scan.fade * _blotches(page, rng))
    paper = 255 - (255 - PAPER_YELLOW) * scan.yellow
    aged = aged * paper / 255 * (1 - 0.05 * scan.yellow * _blotches(page, rng))
    angle = round(float(rng.uniform(-scan.skew, scan.skew)), 2) if scan.skew else 0.0
    aged = _skewed(aged, angle, paper)
    aged = _blurred(aged, scan.blur * scan.dpi / 200)
    grain = rng.normal(0, scan.noise, page.shape[:2])[..., None] if scan.noise else 0.0
    finished = np.clip(aged + grain, 0, 255).astype(np.uint8)
    if scan.mode == "bitonal":
        finished = _bitonal(finished, rng)
    quarter_turns = _quarter_turns(scan, number)
    turn = Turn(rotation_degrees=quarter_turns * 90, skew_degrees=angle)
    return np.ascontiguousarray(np.rot90(finished, quarter_turns)), turn


def _blotches(page: Pixels, rng: np.random.Generator) -> NDArray[np.float64]:
    """A slow field from 0.6 to 1 over the page: ink and paper never age evenly."""
    coarse = rng.uniform(0.6, 1.0, BLOTCH_GRID)
    height, width = page.shape[:2]
    field = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    return np.clip(np.asarray(field, dtype=np.float64), 0.6, 1.0)[..., None]


def _blurred(page: NDArray[np.float64], radius: float) -> NDArray[np.float64]:
    if radius <= 0:
        return page
    return np.asarray(cv2.GaussianBlur(page, (0, 0), radius), dtype=np.float64)


def _skewed(
    page: NDArray[np.float64], angle: float, paper: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Turned anticlockwise, so that a clockwise turn by ``angle`` degrees makes it straight."""
    height, width = page.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    border = tuple(float(level) for level in paper)
    turned = cv2.warpAffine(
        page, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=border
    )
    return np.asarray(turned, dtype=np.float64)


def _bitonal(page: Pixels, rng: np.random.Generator) -> Pixels:
    grey = cv2.cvtColor(page, cv2.COLOR_RGB2GRAY)
    black = grey < BITONAL_THRESHOLD
    specks = rng.integers(0, [[grey.shape[0]], [grey.shape[1]]], (2, grey.size // 60_000))
    black[specks[0], specks[1]] = True
    return np.repeat(np.where(black, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


def _quarter_turns(scan: Scan, number: int) -> int:
    if number in scan.upside_down:
        return 2
    return 1 if number in scan.sideways else 0
