"""Parts of stored pages as pictures for people, drawn by the confined child only."""

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from ocr.web_picture import CHILD_MODULE
from records.confined import ConfinedFailure, ConfinedWorker, Limits
from records.errors import InputError
from records.place import Box

MARGIN_SHARE = 0.035
"""Of the page's width, around what is shown."""
LEAST_WIDTH_SHARE = 0.42
MARK_MARGIN_PIXELS = 6
HEAD, FOOT = (0.0, 0.46), (0.5, 1.0)
"""From where to where down the page the head and the foot of a document are shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSize:
    """A page of an access PDF: ``number`` counts from 1; sizes are those its boxes count in."""

    number: int
    width: int
    height: int
    dpi: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Crop:
    """What to show of ``page``; the part ``mark``, if any, is framed."""

    page: PageSize
    box: Box
    mark: Box | None = None


def crop_around(page: PageSize, box: Box) -> Crop:
    """``box`` with enough around it to know the place, clipped to the page."""
    margin = round(page.width * MARGIN_SHARE)
    least = round(page.width * LEAST_WIDTH_SHARE)
    wider = max(margin, (least - box.width) // 2)
    mark = _clipped(box, MARK_MARGIN_PIXELS, MARK_MARGIN_PIXELS, page)
    return Crop(page=page, box=_clipped(box, wider, margin, page), mark=mark)


def crop_band(page: PageSize, band: tuple[float, float]) -> Crop:
    """The page from edge to edge, between two shares of its height."""
    top, bottom = (round(page.height * share) for share in band)
    return Crop(page=page, box=Box(0, top, page.width, bottom))


class CropDrawer:
    """Draws crops as ``folder/00001.jpg`` and so on; use as a context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made = 0
        self._temporary = tempfile.TemporaryDirectory(prefix="crops-")
        self._child = ConfinedWorker(CHILD_MODULE, Limits(), Path(self._temporary.name))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self._child.stop()
        self._temporary.cleanup()

    def draw(self, file: Path, crops: Iterable[Crop]) -> dict[Crop, Path]:
        """Pictures of parts of one access PDF; a page that shows nothing has none.

        Raises:
            InputError: O004, drawing a page brought the drawing program down.
        """
        wanted = sorted(dict.fromkeys(crops), key=lambda each: each.page.number)
        found: dict[Crop, Path] = {}
        for _, same in groupby(wanted, key=lambda each: each.page):
            found |= self._draw_page(file, tuple(same))
        return found

    def _draw_page(self, file: Path, crops: Sequence[Crop]) -> dict[Crop, Path]:
        drawn = {crop: Path(self._temporary.name) / f"{n}.jpg" for n, crop in enumerate(crops)}
        page = crops[0].page
        size = {name: getattr(page, name) for name in ("number", "width", "height", "dpi")}
        asked: list[dict[str, Any]] = [
            {"target": str(target), "box": crop.box, "mark": crop.mark}
            for crop, target in drawn.items()
        ]
        try:
            is_drawn = self._child.call("draw_crops", file=str(file), page=size, crops=asked)
        except ConfinedFailure as error:
            raise InputError("O004", file.name, detail=error.detail) from error
        return {crop: self._keep(target) for crop, target in drawn.items()} if is_drawn else {}

    def _keep(self, drawn: Path) -> Path:
        self._made += 1
        target = self._folder / f"{self._made:05d}.jpg"
        return Path(shutil.move(drawn, target))


def _clipped(box: Box, across: int, down: int, page: PageSize) -> Box:
    left, right = sorted((_within(box.left - across, page.width),
                          _within(box.right + across, page.width)))  # fmt: skip
    top, bottom = sorted((_within(box.top - down, page.height),
                          _within(box.bottom + down, page.height)))  # fmt: skip
    return Box(left, top, right, bottom)


def _within(place: int, limit: int) -> int:
    return max(0, min(place, limit))
