"""A read page as ALTO 4.4. What is written here, ``ocr.alto_reading`` reads back without loss."""

from itertools import groupby
from typing import Any

from lxml import etree

from records.page import RecognizedPage, Seal, Word
from records.place import Box

NAMESPACE = "http://www.loc.gov/standards/alto/ns-v4#"
SCHEMA_LOCATION = f"{NAMESPACE} http://www.loc.gov/standards/alto/v4/alto-4-4.xsd"
REPAIR = "context-repair"
"""The purpose of an alternative that neighbouring words speak for; CONTENT stays as it was read."""
SEAL = "seal"
"""The type of a block that holds what was read within a seal and is no text of the page."""
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_ALTO = f"{{{NAMESPACE}}}"
# The stubs do not know that lxml takes None for the default namespace.
_PREFIXES: Any = {None: NAMESPACE, "xsi": _XSI}


def alto_bytes(page: RecognizedPage, file_name: str) -> bytes:
    """The page as ALTO 4.4; ``file_name`` names the delivered file. Equal pages, equal bytes."""
    root = etree.Element(f"{_ALTO}alto", nsmap=_PREFIXES)
    root.set(f"{{{_XSI}}}schemaLocation", SCHEMA_LOCATION)
    root.set("SCHEMAVERSION", "4.4")
    _describe(root, page, file_name)
    layout = etree.SubElement(root, f"{_ALTO}Layout")
    sheet = etree.SubElement(
        layout, f"{_ALTO}Page", ID="page", PHYSICAL_IMG_NR=str(page.number),
        WIDTH=str(page.width), HEIGHT=str(page.height), PC=str(page.confidence),
    )  # fmt: skip
    space = etree.SubElement(sheet, f"{_ALTO}PrintSpace")
    _place(space, Box(0, 0, page.width, page.height))
    for run, (block, lines) in enumerate(groupby(page.lines, key=lambda line: line.block)):
        text_block = etree.SubElement(space, f"{_ALTO}TextBlock", ID=f"run{run}_block{block}")
        for line in lines:
            _write_line(text_block, line.words, line.box)
    for number, seal in enumerate(page.seals):
        _write_seal(space, seal, number)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _describe(root: etree._Element, page: RecognizedPage, file_name: str) -> None:
    description = etree.SubElement(root, f"{_ALTO}Description")
    _tell(description, "MeasurementUnit", "pixel")
    source = etree.SubElement(description, f"{_ALTO}sourceImageInformation")
    _tell(source, "fileName", file_name)
    _tell(source, "fileIdentifier", f"sha256:{page.file_sha256}")
    processing = etree.SubElement(description, f"{_ALTO}Processing", ID="reading")
    _tell(processing, "processingCategory", "contentGeneration")
    for treatment in page.treatments:
        _tell(processing, "processingStepDescription", treatment)
    settings = (
        f"dpi={page.dpi} rotation_degrees={page.rotation_degrees}"
        f" orientation_confidence={page.orientation_confidence}"
        f" skew_degrees={page.skew_degrees} is_blank={int(page.is_blank)}"
    )
    _tell(processing, "processingStepSettings", settings)
    software = etree.SubElement(processing, f"{_ALTO}processingSoftware")
    _tell(software, "softwareName", page.engine)


def _tell(parent: etree._Element, name: str, content: str, **attributes: str) -> None:
    etree.SubElement(parent, f"{_ALTO}{name}", attributes).text = content


def _place(element: etree._Element, box: Box) -> None:
    element.set("HPOS", str(box.left))
    element.set("VPOS", str(box.top))
    element.set("WIDTH", str(box.width))
    element.set("HEIGHT", str(box.height))


def _write_seal(space: etree._Element, seal: Seal, number: int) -> None:
    """A block of its own, outside the text, with what was misread within the seal."""
    block = etree.SubElement(space, f"{_ALTO}ComposedBlock", ID=f"seal{number}", TYPE=SEAL)
    _place(block, seal.box)
    if seal.words:
        text_block = etree.SubElement(block, f"{_ALTO}TextBlock", ID=f"seal{number}_words")
        _write_line(text_block, seal.words, seal.box)


def _write_line(block: etree._Element, words: tuple[Word, ...], box: Box) -> None:
    element = etree.SubElement(block, f"{_ALTO}TextLine")
    _place(element, box)
    for position, word in enumerate(words):
        if position:
            etree.SubElement(element, f"{_ALTO}SP")
        string = etree.SubElement(element, f"{_ALTO}String", CONTENT=word.text)
        _place(string, word.box)
        string.set("WC", str(word.confidence))
        if word.repaired is not None:
            _tell(string, "ALTERNATIVE", word.repaired, PURPOSE=REPAIR)
