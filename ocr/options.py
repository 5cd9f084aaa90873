"""What two archives may want done differently when pages are read."""

import re
from dataclasses import dataclass

LANGUAGE = re.compile(r"[A-Za-z_]+(\+[A-Za-z_]+)*")
BEST_JPEG_QUALITY = 95


@dataclass(frozen=True, slots=True, kw_only=True)
class OcrOptions:
    """Settings of this room.

    ``language`` is Tesseract's name of the language data (``vie``); ``max_pixels`` the largest
    page that is decoded (an A2 sheet at 400 dpi has 62 million); ``keep_scan``
    whether access copies show the delivered images as they are, where that can be done, or always
    a picture made new; ``jpeg_quality`` that of such a picture, 1 to 95; ``page_seconds`` how long
    one page may take before it is given up.

    Raises:
        ValueError: a value outside its range.
    """

    language: str = "vie"
    max_pixels: int = 100_000_000
    keep_scan: bool = True
    jpeg_quality: int = 80
    page_seconds: int = 180

    def __post_init__(self) -> None:
        if not LANGUAGE.fullmatch(self.language):
            raise ValueError(f"language: {self.language!r} is no name of language data")
        if not 1 <= self.jpeg_quality <= BEST_JPEG_QUALITY:
            raise ValueError(f"jpeg_quality: {self.jpeg_quality} is not between 1 and 95")
        if self.max_pixels < 1 or self.page_seconds < 1:
            raise ValueError("max_pixels and page_seconds: must be positive")
