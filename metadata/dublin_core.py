"""The circular's fields as simple Dublin Core (the 15 elements, in the usual container)."""

from collections.abc import Iterator

from lxml import etree

from metadata.code_names import in_words, languages_of
from metadata.crosswalks import Level, Told, full_notation, iso_date, places

DC = "http://purl.org/dc/elements/1.1/"
CONTAINER = "http://www.openarchives.org/OAI/2.0/oai_dc/"


def write_dublin_core(told: Told, level: Level) -> bytes:
    """The Dublin Core record of a dossier or document, UTF-8."""
    root = etree.Element(f"{{{CONTAINER}}}dc", nsmap={"oai_dc": CONTAINER, "dc": DC})
    for tag, element in places("dc", level).items():
        for value in _texts(tag, told):
            etree.SubElement(root, f"{{{DC}}}{element}").text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _texts(tag: str, told: Told) -> Iterator[str]:
    value = told.get(tag)
    if not value or _is_told_already(tag, told):
        return
    if tag == "language":
        yield from languages_of(value)
    elif tag in {"startDate", "endDate"}:
        known = (iso_date(told.get("startDate")), iso_date(told.get("endDate")))
        yield "/".join(known)
    elif tag in {"codeNumber", "codeNotation"}:
        yield full_notation(told)
    elif tag == "issuedDate":
        yield iso_date(value) or value
    else:
        yield in_words(tag, value)


def _is_told_already(tag: str, told: Told) -> bool:
    """Whether an element before holds the value: dates are one period, number and notation one."""
    first = {"endDate": "startDate", "codeNotation": "codeNumber"}.get(tag)
    return first is not None and bool(told.get(first))
