"""How many dots per inch a page has, when the file says so and when it does not."""

A4_INCHES = (8.27, 11.69)
"""ISO 216; the sheet nearly all administrative paper is written on."""
USUAL_DPI = (100, 150, 200, 240, 300, 400, 600)
USUAL_TOLERANCE = 0.06
SHORT_SIDE_INCHES = (1.5, 36.0)
"""A stated resolution that makes the sheet's short side smaller or larger is not believed."""
SCREEN_DPI = (72, 96)
"""What software writes when it knows nothing; believed up to the short side of A3."""
A3_SHORT_SIDE_INCHES = 12.0


def believable_dpi(width: int, height: int, stated: float | None) -> int | None:
    """The ``stated`` dpi of a picture of that many pixels, or ``None`` if it cannot be right."""
    if not stated or stated <= 1:
        return None
    short_side = min(width, height) / stated
    limit = A3_SHORT_SIDE_INCHES if round(stated) in SCREEN_DPI else SHORT_SIDE_INCHES[1]
    return round(stated) if SHORT_SIDE_INCHES[0] <= short_side <= limit else None


def inferred_dpi(width: int, height: int) -> int:
    """The dpi at which a picture of that many pixels fills an A4 sheet."""
    exact = max(min(width, height) / A4_INCHES[0], max(width, height) / A4_INCHES[1])
    nearest = min(USUAL_DPI, key=lambda dpi: abs(dpi - exact))
    return nearest if abs(nearest - exact) <= USUAL_TOLERANCE * nearest else max(1, round(exact))
