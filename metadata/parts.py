"""The further documents that seem to lie among a document's pages, each described apart."""

from collections.abc import Callable
from dataclasses import replace

from metadata.boundaries import find_boundaries
from records.document import Description, Part
from records.page import RecognizedPage

Read = Callable[[tuple[RecognizedPage, ...]], Description]


def read_parts(pages: tuple[RecognizedPage, ...], read: Read) -> tuple[Part, ...]:
    """Every proposed part of ``pages`` in order, described by ``read``; none for one document."""
    found = find_boundaries(pages)
    if not found:
        return ()
    ends = [*(each.page - 1 for each in found[1:]), len(pages)]
    return tuple(
        Part(
            first=each.page,
            last=last,
            kind=each.kind,
            reason=each.reason,
            confidence=each.confidence,
            description=_moved(read(pages[each.page - 1 : last]), each.page - 1),
        )
        for each, last in zip(found, ends, strict=True)
    )


def _moved(description: Description, pages: int) -> Description:
    """``description`` with its pages counted inside the document that the part is found in."""
    return replace(
        description,
        **{
            name: replace(field, page=field.page + pages)
            for name, field in description.known()
            if field.page is not None
        },
    )
