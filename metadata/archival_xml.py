"""Dossiers and documents ⇄ the archival XML of Circular 05/2025/TT-BNV (EAD.xml, EAD_doc).

A required value that nobody knows is an empty element with ``xsi:nil="true"``
(docs/decisions/0003): its place is kept and no value is invented.
"""

from lxml import etree

from metadata.fields import Values, document_fields, dossier_fields
from metadata.safe_xml import parse
from records.document import Document
from records.dossier import Dossier

ROOT = "simpledc"
SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
NIL = f"{{{SCHEMA_INSTANCE}}}nil"


def write_dossier(dossier: Dossier) -> bytes:
    """EAD.xml: the file set AIP_hoso, UTF-8, elements in the circular's order."""
    return _write(dossier_fields(dossier))


def write_document(dossier: Dossier, document: Document) -> bytes:
    """EAD_doc: the document set of an AIP, UTF-8, elements in the circular's order."""
    return _write(document_fields(dossier, document))


def read_fields(xml: bytes, subject: str = ROOT) -> Values:
    """Tags and values of either file in document order; a nil element gives ``None``.

    Raises:
        InputError: M017 for XML that is refused or has another root element.
    """
    root = parse(xml, subject)
    return tuple(
        (str(element.tag), None if element.get(NIL) == "true" else element.text or "")
        for element in root.iterchildren(etree.Element)
    )


def _write(values: Values) -> bytes:
    root = etree.Element(ROOT, nsmap={"xsi": SCHEMA_INSTANCE})
    for tag, value in values:
        element = etree.SubElement(root, tag)
        if value is None:
            element.set(NIL, "true")
        else:
            element.text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)
