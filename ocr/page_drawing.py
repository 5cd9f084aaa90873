"""What a PDF page draws: its images, where they stand, and whether anything else can be seen.

The one walk over the drawing operators of a page; it decodes no image.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import pikepdf

from ocr.annotations import UNEXTRACTABLE, shows_annotations
from ocr.rectangle import EVERYWHERE, NOWHERE, Rectangle, is_level

DEEPEST_FORM = 4
MOST_DRAWN = 400
"""Things drawn that are looked at: forms that show forms could go on for ever."""
CONTENT_LIMIT_BYTES = 200_000
"""Content beyond this is no scan, even with the words of an earlier reading; only its images are
looked for, which spares most of the time."""
PLACING = "q Q cm Do"
WATCHED = (
    PLACING + " Tr gs g rg k cs sc scn re m l c v y n W W* BDC"
    " f F f* B B* b b* S s sh BI ID EI Tj TJ ' \""
)
TEXT = frozenset(("Tj", "TJ", "'", '"'))
PAINT = frozenset(("f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "sh", "INLINE IMAGE"))
INVISIBLE = 3
PLAIN_STATES = {"/BM": ("/Normal", "/Compatible"), "/SMask": ("/None",), "/ca": (1,), "/CA": (1,)}
HARMLESS_STATES = frozenset(("/Type", "/SA", "/OP", "/op", "/OPM", "/AIS", "/SM", "/FL", "/TK"))
SLACK_POINTS = 0.5
"""Less than two dots at 300 dpi: programs that make PDFs round."""
SEE_THROUGH = ("/Mask", "/SMask", "/ImageMask", "/SMaskInData")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedImage:
    """An image on a page; ``matrix`` leads from its unit square to the page's points.

    ``fill`` is what a stencil mask is painted with, one value for grey and three for RGB, 0 to 1;
    ``None`` if it is another kind of colour. ``is_plain`` if the image is always shown, and whole.
    """

    stream: pikepdf.Stream
    matrix: pikepdf.Matrix
    fill: tuple[float, ...] | None
    is_plain: bool

    def hides(self, area: Rectangle) -> bool:
        """Whether nothing of ``area`` can be seen beneath the image."""
        opaque = self.is_plain and not any(key in self.stream for key in SEE_THROUGH)
        square = Rectangle.around((0, 0, 1, 1), self.matrix)
        return opaque and is_level(self.matrix) and square.covers(area, SLACK_POINTS)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageDrawing:
    """The images of a page in the order they are painted, also those within forms.

    ``only_images`` if nothing else can be seen of the page: hidden text does not count, nor does
    what an opaque image covers altogether, and then that is left out.
    """

    images: tuple[PlacedImage, ...] = ()
    only_images: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    matrix: pikepdf.Matrix
    clip: Rectangle
    fill: tuple[float, ...] | None = (0.0,)
    text_mode: int = 0
    path: tuple[Rectangle, ...] = ()
    clips: bool = False


def drawing_of(page: pikepdf.Page) -> PageDrawing:
    """What the page draws; no images where it is too broken to tell."""
    try:
        area = Rectangle.around([float(side) for side in page.cropbox])
        small = _content_bytes(page) <= CONTENT_LIMIT_BYTES
        walk = _Walk(area=area, wanted=WATCHED if small else PLACING)
        start = _State(matrix=pikepdf.Matrix(), clip=EVERYWHERE)
        seen = list(islice(walk.through(page.obj, page.resources, start), MOST_DRAWN))
        frame = Rectangle.around([float(side) for side in page.mediabox])
        plain = frame.covers(area, SLACK_POINTS) and "/UserUnit" not in page.obj
        known = small and plain and len(seen) < MOST_DRAWN and not shows_annotations(page)
        covers = [n for n, each in enumerate(seen) if each and each[0].hides(area)]
    except UNEXTRACTABLE:
        return PageDrawing()
    top = seen[covers[-1] :] if covers and known else seen
    images = tuple(image for each in top for image in each or ())
    return PageDrawing(images=images, only_images=known and None not in top)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Walk:
    area: Rectangle
    wanted: str

    def through(
        self, holder: pikepdf.Object, resources: pikepdf.Object, state: _State, depth: int = 0
    ) -> Iterator[tuple[PlacedImage, ...] | None]:
        """Images in order; ``None`` for anything else that is seen, ``()`` for a form itself."""
        stack: list[_State] = []
        if any(str(key).startswith("/Default") for key in resources.get("/ColorSpace", {})):
            yield None
        for instruction in pikepdf.parse_content_stream(holder, self.wanted):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "q":
                stack.append(state)
            elif operator == "Q":
                state = stack.pop() if stack else state
            elif operator == "Do":
                thing = resources.get("/XObject", pikepdf.Dictionary()).get(str(operands[0]))
                yield from self._shown(thing, resources, state, depth)
            elif operator in _CHANGES:
                state = _CHANGES[operator](state, list(operands))
            elif _is_seen(operator, operands, state, resources):
                state = _clipped(state, [])
                yield None

    def _shown(
        self, thing: pikepdf.Object | None, resources: pikepdf.Object, state: _State, depth: int
    ) -> Iterator[tuple[PlacedImage, ...] | None]:
        if not isinstance(thing, pikepdf.Stream):
            yield None
        elif thing.get("/Subtype") == "/Image":
            yield (self._placed(thing, state),)
        elif thing.get("/Subtype") == "/Form" and depth < DEEPEST_FORM:
            yield None if "/OC" in thing else ()
            own = thing.get("/Resources", resources)
            yield from self.through(thing, own, _within(thing, state), depth + 1)
        else:
            yield None

    def _placed(self, image: pikepdf.Stream, state: _State) -> PlacedImage:
        shown = Rectangle.around((0, 0, 1, 1), state.matrix).overlap(self.area)
        return PlacedImage(
            stream=image,
            matrix=state.matrix,
            fill=state.fill,
            is_plain=state.clip.covers(shown, SLACK_POINTS) and "/OC" not in image,
        )


def _within(form: pikepdf.Stream, state: _State) -> _State:
    own = pikepdf.Matrix(form.get("/Matrix", pikepdf.Array([1, 0, 0, 1, 0, 0])))
    matrix = own @ state.matrix
    box = _rectangle([float(side) for side in form["/BBox"]], matrix)
    return replace(state, matrix=matrix, clip=state.clip.overlap(box), path=(), clips=False)


def _is_seen(operator: str, operands: Any, state: _State, resources: pikepdf.Object) -> bool:
    """Whether an operator that places nothing shows something, or makes it look different."""
    if operator in TEXT:
        return state.text_mode != INVISIBLE
    if operator == "BDC":
        return bool(operands[0] == "/OC")
    if operator != "gs":
        return operator in PAINT
    told = resources["/ExtGState"][str(operands[0])]
    return any(
        key not in HARMLESS_STATES and value not in PLAIN_STATES.get(key, ())
        for key, value in told.items()
    )


def _rectangle(sides: list[float], matrix: pikepdf.Matrix) -> Rectangle:
    """A clipping rectangle on the page; what is askew counts as clipping everything."""
    return Rectangle.around(sides, matrix) if is_level(matrix) else NOWHERE


def _content_bytes(page: pikepdf.Page) -> int:
    content = page.obj.get("/Contents")
    if content is None:
        return 0
    streams = content if isinstance(content, pikepdf.Array) else [content]
    return sum(int(stream.get("/Length", 0)) for stream in streams)


def _moved(state: _State, operands: list[Any]) -> _State:
    return replace(state, matrix=pikepdf.Matrix(*map(float, operands)) @ state.matrix)


def _filled(state: _State, operands: list[Any]) -> _State:
    return replace(state, fill=tuple(map(float, operands)))


def _outlined(state: _State, operands: list[Any]) -> _State:
    left, bottom, width, height = map(float, operands)
    sides = [left, bottom, left + width, bottom + height]
    return replace(state, path=(*state.path[:1], _rectangle(sides, state.matrix)))


def _clipped(state: _State, _: list[Any]) -> _State:
    if not state.clips:
        return replace(state, path=())
    area = state.path[0] if len(state.path) == 1 else NOWHERE
    return replace(state, clip=state.clip.overlap(area), path=(), clips=False)


_CHANGES: dict[str, Callable[[_State, list[Any]], _State]] = {
    "cm": _moved,
    "g": _filled,
    "rg": _filled,
    "re": _outlined,
    "n": _clipped,
    "Tr": lambda state, operands: replace(state, text_mode=int(operands[0])),
    **dict.fromkeys(("W", "W*"), lambda state, _: replace(state, clips=True)),
    **dict.fromkeys(("k", "cs", "sc", "scn"), lambda state, _: replace(state, fill=None)),
    **dict.fromkeys(
        ("m", "l", "c", "v", "y"),
        lambda state, _: replace(state, path=(*state.path[:1], NOWHERE)),
    ),
}
