"""Annotations of a PDF page: whether they show anything, and whether they are form fields."""

import pikepdf

from ocr.rectangle import Rectangle

HIDDEN_FLAGS = 0b100010
"""Hidden and no-view (ISO 32000-1, table 165)."""
UNSEEN = ("/Link", "/Popup")
UNEXTRACTABLE = (
    pikepdf.PikepdfError, ValueError, TypeError, AttributeError, LookupError,
    NotImplementedError, OSError,
)  # fmt: skip
"""What reading a strange or broken page raises; a renderer knows how to mend many of them."""


def shows_annotations(page: pikepdf.Page) -> bool:
    """Whether annotations put something on the page; links and hidden ones do not.

    Errors of a broken page are left to the caller.
    """
    return any(
        each.get("/Subtype") not in UNSEEN
        and not int(each.get("/F", 0)) & HIDDEN_FLAGS
        and not Rectangle.around([float(side) for side in each["/Rect"]]).is_empty
        for each in page.obj.get("/Annots", [])
    )


def has_fields(page: pikepdf.Page) -> bool:
    """Whether the page shows form fields, such as a signature; PDFium leaves them out."""
    try:
        return any(each.get("/Subtype") == "/Widget" for each in page.obj.get("/Annots", []))
    except UNEXTRACTABLE:
        return True
