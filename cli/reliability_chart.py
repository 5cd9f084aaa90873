"""The reliability of confidences as a picture: SVG of a few lines, without words."""

from collections.abc import Sequence

from metadata.reliability import Reliability

SIDE, MARGIN = 320, 40
TICKS = (0.0, 0.25, 0.5, 0.75, 0.9, 1.0)
SMALLEST_DOT, DOT_GROWTH = 3.0, 0.45


def reliability_svg(ranges: Sequence[Reliability]) -> str:
    """Shown confidence from left to right, share of right readings upwards; the diagonal is true.

    A dot's area grows with the number of readings, which its title tells.
    """
    whole = SIDE + 2 * MARGIN
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {whole} {whole}" '
        f'width="{whole}" height="{whole}" font-family="sans-serif" font-size="11">',
        f'<rect x="{MARGIN}" y="{MARGIN}" width="{SIDE}" height="{SIDE}" fill="none" '
        'stroke="#888"/>',
        _line((0, 0), (1, 1), "#bbb"),
        *(mark for tick in TICKS for mark in _tick(tick)),
        *(_dot(each) for each in ranges),
        "</svg>",
    ]
    return "\n".join(parts)


def _place(shown: float, share: float) -> tuple[float, float]:
    return MARGIN + SIDE * shown, MARGIN + SIDE * (1 - share)


def _line(start: tuple[float, float], end: tuple[float, float], colour: str) -> str:
    (x1, y1), (x2, y2) = _place(*start), _place(*end)
    ends = f'x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}"'
    return f'<line {ends} stroke="{colour}"/>'


def _tick(tick: float) -> tuple[str, str]:
    x, bottom = _place(tick, 0)
    left, y = _place(0, tick)
    return (
        f'<text x="{x:.1f}" y="{bottom + 16:.1f}" text-anchor="middle">{tick:g}</text>',
        f'<text x="{left - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{tick:g}</text>',
    )


def _dot(each: Reliability) -> str:
    x, y = _place(each.shown, each.right / each.read)
    radius = SMALLEST_DOT + DOT_GROWTH * each.read**0.5
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="#1f5fa8" fill-opacity="0.7">'
        f"<title>{each.low:g}–{each.high:g}: {each.right} / {each.read}</title></circle>"
    )
