"""Lays the access pages that the confined child wrote under the words; decodes none of them."""

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pikepdf

Shelf = dict[bytes, pikepdf.Object]
"""What the document holds already, by digest: scans share profiles, and sometimes whole images."""


def lay_under(pdf: pikepdf.Pdf, access_pages: Sequence[Path]) -> None:
    """Put each access page, a PDF of one page, beneath what the page of its place shows."""
    shelf: Shelf = {}
    for page, path in zip(pdf.pages, access_pages, strict=True):
        with pikepdf.open(path) as held:
            source = held.pages[0]
            images = pikepdf.Dictionary()
            for name, image in source.resources.get("/XObject", {}).items():
                images[name] = _shelved(pdf, image, shelf)
            content = source.Contents.read_bytes()
        # The writer of the words has one set of resources for all pages.
        page.obj.Resources = pikepdf.Dictionary({**dict(page.resources), "/XObject": images})
        page.contents_add(pdf.make_stream(content), prepend=True)


def _shelved(pdf: pikepdf.Pdf, image: pikepdf.Object, shelf: Shelf) -> pikepdf.Object:
    """The image in ``pdf``, copied at most once."""
    known = _fingerprint(image)
    if known not in shelf:
        copy = pdf.copy_foreign(image)
        space = copy.get("/ColorSpace")
        if isinstance(space, pikepdf.Array) and isinstance(space[1], pikepdf.Stream):
            space[1] = shelf.setdefault(_fingerprint(space[1]), space[1])
        shelf[known] = copy
    return shelf[known]


def _fingerprint(value: object) -> bytes:
    """Equal for equal objects, whatever their numbers in the file."""
    told = sha256()
    if isinstance(value, pikepdf.Stream):
        told.update(value.read_raw_bytes())
    if isinstance(value, pikepdf.Stream | pikepdf.Dictionary):
        for key in sorted(value.keys()):
            told.update(key.encode() + _fingerprint(value[key]))
    elif isinstance(value, pikepdf.Array):
        for each in value:
            told.update(_fingerprint(each))
    else:
        told.update(repr(value).encode())
    return told.digest()
