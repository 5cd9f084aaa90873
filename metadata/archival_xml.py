"""Dossiers and documents ⇄ the archival XML of Circular 05/2025/TT-BNV (EAD.xml, EAD_doc).

A required value that nobody knows is an empty element with ``xsi:nil="true"``
(docs/decisions/0003): its place is kept and no value is invented.
"""

from lxml import etree

from metadata.field_sets import FieldSet
from metadata.fields import Values, document_fields, dossier_fields
from metadata.safe_xml import parse
from records.document import Document
from records.dossier import Dossier

ROOT = "simpledc"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
NIL = f"{{{SCHEMA_INSTANCE}}}nil"


def write_dossier(dossier: Dossier, into: FieldSet = FieldSet.AIP_FILE) -> bytes:
    """EAD.xml: a file set, UTF-8, elements in the circular's order."""
    return write_fields(dossier_fields(dossier, into))


def write_document(
    dossier: Dossier, document: Document, into: FieldSet = FieldSet.AIP_DOCUMENT
) -> bytes:
    """EAD_doc: a document set, UTF-8, elements in the circular's order."""
    return write_fields(document_fields(dossier, document, into))


def read_fields(xml: bytes, subject: str = ROOT) -> Values:
    """Tags and values of either file in document order; a nil element gives ``None``.

    Raises:
        InputError: M017 or M060 for XML that is refused or broken.
    """
    root = parse(xml, subject)
    return tuple(
        (str(element.tag), None if is_nil(element) else element.text or "")
        for element in root.iterchildren(etree.Element)
    )


def is_nil(element: etree._Element) -> bool:
    """Whether the element says that its value is unknown (both spellings of xs:boolean)."""
    return element.get(NIL) in {"true", "1"}


def write_fields(values: Values, root: str = ROOT) -> bytes:
    """The XML of ``values`` as they stand; what ``read_fields`` gave comes back as it was."""
    top = etree.Element(root, nsmap={"xsi": SCHEMA_INSTANCE})
    for tag, value in values:
        element = etree.SubElement(top, tag)
        if value is None:
            element.set(NIL, "true")
        else:
            element.text = value
    return etree.tostring(top, xml_declaration=True, encoding="UTF-8", pretty_print=True)
