"""The paper that is being filled: an open sheet, and the flow from one sheet to the next."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from samples.sheet import Face, Line, Mark, Rule, Sheet, text_width

A4 = (595.28, 841.89)
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 62.0, 60.0, 85.0, 52.0
"""Points; Decree 30/2020/NĐ-CP asks for 20-25, 20-25, 30-35 and 15-20 mm."""
PAGE_NUMBER_Y = 44.0


@dataclass(slots=True, kw_only=True)
class OpenSheet:
    """A sheet that is being filled; ``y`` is the baseline of the last line set."""

    width: float = A4[0]
    height: float = A4[1]
    y: float = MARGIN_TOP
    lines: list[Line] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    text: list[str] = field(default_factory=list)

    @property
    def right(self) -> float:
        """Right edge of the text frame in points."""
        return self.width - MARGIN_RIGHT

    def closed(self) -> Sheet:
        """The sheet as it goes to the printer."""
        return Sheet(
            width=self.width,
            height=self.height,
            lines=tuple(self.lines),
            rules=tuple(self.rules),
            marks=tuple(self.marks),
            text=tuple(self.text),
        )


@dataclass(slots=True, kw_only=True)
class Flow:
    """Pages under work, the last one open; ``size`` and ``leading`` are those of the body."""

    size: float
    leading: float
    pages: list[OpenSheet] = field(default_factory=list)

    @property
    def page(self) -> OpenSheet:
        """The page that is being filled."""
        return self.pages[-1]

    def turn_page(self, *, landscape: bool = False) -> None:
        """Open the next page, with its number at the top."""
        width, height = (A4[1], A4[0]) if landscape else A4
        self.pages.append(OpenSheet(width=width, height=height))
        number = str(sum(1 for page in self.pages if page.text) + 1)
        set_centred(self.page, (MARGIN_LEFT + self.page.right) / 2, PAGE_NUMBER_Y, number)
        self.page.text.append(number)

    def needs(self, height: float) -> None:
        """Turn the page when ``height`` points are not left on this one."""
        if self.page.y + height > self.page.height - MARGIN_BOTTOM:
            self.turn_page(landscape=self.page.width > self.page.height)


def set_centred(
    page: OpenSheet, centre: float, y: float, text: str, face: Face = Face.REGULAR, size: float = 13
) -> float:
    """Set a line around ``centre``; returns its width in points."""
    width = text_width(text, face, size)
    page.lines.append(Line(text=text, x=centre - width / 2, y=y, size=size, face=face))
    return width


def broken(text: str, face: Face, size: float, width: float, indent: float = 0.0) -> Iterator[str]:
    """The text in lines of at most ``width`` points, the first one shorter by ``indent``."""
    line = ""
    left = width - indent
    for word in text.split():
        longer = f"{line} {word}".strip()
        if line and text_width(longer, face, size) > left:
            yield line
            line, left = word, width
        else:
            line = longer
    yield line
