"""The colour profile of sRGB (IEC 61966-2-1) as an ICC profile of version 2, for PDF/A-1."""

import struct

DATE = (2026, 1, 1, 0, 0, 0)
VERSION = 0x02100000
WHITE = (0.9642, 1.0, 0.8249)
"""D50, to which ICC profiles are adapted (ICC.1:2001-04, 6.1.13)."""
PRIMARIES = {
    b"rXYZ": (0.43607, 0.22249, 0.01392),
    b"gXYZ": (0.38515, 0.71687, 0.09708),
    b"bXYZ": (0.14307, 0.06061, 0.71410),
}
"""Those of sRGB adapted to D50."""
CURVE_POINTS = 256
DARKEST = 0.04045
"""Below this sRGB's curve is a straight line."""
CURVE_MAXIMUM = 65535
NAME = b"sRGB IEC61966-2.1"
RIGHTS = b"No copyright, use freely"


def srgb_profile() -> bytes:
    """The profile; the same bytes always."""
    points = [round(CURVE_MAXIMUM * _linear(n / (CURVE_POINTS - 1))) for n in range(CURVE_POINTS)]
    curve = struct.pack(f">4s4xI{CURVE_POINTS}H", b"curv", CURVE_POINTS, *points)
    described = struct.pack(">4s4xI", b"desc", len(NAME) + 1) + NAME + bytes(1 + 8 + 3 + 67)
    tags = {
        b"desc": described,
        b"cprt": b"text" + bytes(4) + RIGHTS + bytes(1),
        b"wtpt": _xyz(WHITE),
        **{name: _xyz(values) for name, values in PRIMARIES.items()},
        b"rTRC": curve,
    }
    start = 128 + 4 + 12 * (len(tags) + 2)
    index, body = b"", b""
    for name, content in tags.items():
        place = struct.pack(">II", start + len(body), len(content))
        index += name + place
        if name == b"rTRC":
            index += b"gTRC" + place + b"bTRC" + place
        body += content + bytes(-len(content) % 4)
    count = struct.pack(">I", len(tags) + 2)
    return _header(start + len(body)) + count + index + body


def _header(size: int) -> bytes:
    return struct.pack(
        ">I4xI4s4s4s6H4s4x4x4x4x8xI12s4x44x", size, VERSION, b"mntr", b"RGB ", b"XYZ ", *DATE,
        b"acsp", 0, _fixed(WHITE),
    )  # fmt: skip


def _xyz(values: tuple[float, ...]) -> bytes:
    return b"XYZ " + bytes(4) + _fixed(values)


def _fixed(values: tuple[float, ...]) -> bytes:
    return b"".join(struct.pack(">i", round(value * 65536)) for value in values)


def _linear(value: float) -> float:
    """Light for a stored value, both 0 to 1 (IEC 61966-2-1)."""
    return value / 12.92 if value <= DARKEST else ((value + 0.055) / 1.055) ** 2.4
