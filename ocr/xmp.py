"""The XMP packet of an access PDF (ISO 16684-1), in the plain form that PDF/A checkers accept."""

from collections.abc import Mapping
from datetime import datetime

from lxml import etree

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
XML = "http://www.w3.org/XML/1998/namespace"
START = '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
END = '\n<?xpacket end="r"?>'


def xmp_packet(title: str, producer: str, created: datetime) -> bytes:
    """Title, producer, time of making and the claim of PDF/A-1b; one description per schema."""
    moment = created.isoformat(timespec="seconds")
    meta = etree.Element("{adobe:ns:meta/}xmpmeta", nsmap={"x": "adobe:ns:meta/"})
    graph = etree.SubElement(meta, f"{{{RDF}}}RDF", nsmap={"rdf": RDF})
    _describe(graph, "pdfaid", "http://www.aiim.org/pdfa/ns/id/", {"part": "1", "conformance": "B"})
    _describe(graph, "pdf", "http://ns.adobe.com/pdf/1.3/", {"Producer": producer})
    made = {"CreateDate": moment, "ModifyDate": moment}
    _describe(graph, "xmp", "http://ns.adobe.com/xap/1.0/", made)
    described = _describe(graph, "dc", DUBLIN_CORE, {"title": ""})
    choice = etree.SubElement(described[0], f"{{{RDF}}}Alt")
    named = etree.SubElement(choice, f"{{{RDF}}}li")
    named.set(f"{{{XML}}}lang", "x-default")
    named.text = title
    return (START + etree.tostring(meta, encoding="unicode") + END).encode()


def _describe(
    graph: etree._Element, prefix: str, namespace: str, values: Mapping[str, str]
) -> etree._Element:
    described = etree.SubElement(graph, f"{{{RDF}}}Description", nsmap={prefix: namespace})
    described.set(f"{{{RDF}}}about", "")
    for name, value in values.items():
        etree.SubElement(described, f"{{{namespace}}}{name}").text = value or None
    return described
