"""Resolution: a sensible statement is believed, a senseless one is not."""

import pytest

from ocr.resolution import believable_dpi, inferred_dpi


@pytest.mark.parametrize(
    ("width", "height", "stated", "believed"),
    [
        (2480, 3508, 300.0, 300),
        (1654, 2339, 199.9, 200),
        (2480, 3508, None, None),
        (2480, 3508, 0.0, None),
        (2480, 3508, 1.0, None),
        (2480, 3508, 72.0, None),
        (595, 842, 72.0, 72),
        (2480, 3508, 3000.0, None),
        (9933, 14043, 300.0, 300),
    ],
)
def test_a_stated_resolution_is_believed_if_the_sheet_is_possible(
    width: int, height: int, stated: float | None, believed: int | None
) -> None:
    assert believable_dpi(width, height, stated) == believed


@pytest.mark.parametrize(
    ("width", "height", "dpi"),
    [(2480, 3508, 300), (3508, 2480, 300), (1240, 1754, 150), (1700, 2200, 200), (700, 990, 85)],
)
def test_without_a_statement_the_sheet_is_a4(width: int, height: int, dpi: int) -> None:
    assert inferred_dpi(width, height) == dpi
