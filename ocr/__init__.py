"""A page image becomes text with places.

Contract: a ``PageReader`` turns a ``ScannedPage`` into a ``RecognizedPage``. It decodes in a
confined child, never changes the delivered file, and leaves an access page, an ALTO 4.4 file
and a JSON record in the page's folder; a page that was read before is not read again. A page that
cannot be read raises ``InputError`` and costs no other page. ``ocr.pdf`` makes PDF/A-1b from
read pages; ``read_alto`` gives the text back from a package.
"""

from typing import TYPE_CHECKING

from records.front_doors import front_doors

if TYPE_CHECKING:
    from ocr.alto_reading import AltoPage, read_alto
    from ocr.alto_schema import alto_schemas
    from ocr.options import OcrOptions
    from ocr.reader import PageReader
    from ocr.tesseract import identify_engine

__all__ = [
    "AltoPage",
    "OcrOptions",
    "PageReader",
    "alto_schemas",
    "identify_engine",
    "read_alto",
]

__getattr__ = front_doors(
    __name__,
    {
        "AltoPage": "alto_reading",
        "OcrOptions": "options",
        "PageReader": "reader",
        "alto_schemas": "alto_schema",
        "identify_engine": "tesseract",
        "read_alto": "alto_reading",
    },
)
