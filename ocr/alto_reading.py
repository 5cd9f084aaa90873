"""ALTO files of ours read back, so that packages alone rebuild the index; refuses any DOCTYPE."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from ocr.alto import NAMESPACE, REPAIR, SEAL
from records.digest import Sha256
from records.errors import InputError
from records.page import Line, Seal, Word
from records.place import Box

_ALTO = f"{{{NAMESPACE}}}"
SIZE_LIMIT_BYTES = 32 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AltoPage:
    """What an ALTO file of ours holds of a page; the terms are those of ``RecognizedPage``."""

    number: int
    file_sha256: Sha256
    width: int
    height: int
    dpi: int
    rotation_degrees: int
    skew_degrees: float
    confidence: float
    lines: tuple[Line, ...]
    is_blank: bool
    treatments: tuple[str, ...]
    engine: str
    orientation_confidence: float
    seals: tuple[Seal, ...]


def read_alto(path: Path) -> AltoPage:
    """The page that an ALTO file of ours holds.

    Raises:
        InputError: O010 not readable as such.
    """
    root = _parsed(path)
    try:
        return _page_of(root)
    except (KeyError, StopIteration, TypeError, ValueError) as error:
        raise InputError("O010", path.name, detail=repr(error)[:200]) from error


def _parsed(path: Path) -> etree._Element:
    if path.stat().st_size > SIZE_LIMIT_BYTES:
        raise InputError("O010", path.name, detail=f"> {SIZE_LIMIT_BYTES} bytes")
    parser = etree.XMLParser(  # noqa: TID251 - this is the XML module of the room
        no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False
    )
    try:
        root = etree.fromstring(path.read_bytes(), parser)
    except etree.XMLSyntaxError as error:
        raise InputError("O010", path.name, detail=str(error)[:200]) from error
    if root.getroottree().docinfo.internalDTD is not None or root.tag != f"{_ALTO}alto":
        raise InputError("O010", path.name, detail="DOCTYPE / ALTO 4")
    return root


def _page_of(root: etree._Element) -> AltoPage:
    sheet = next(root.iter(f"{_ALTO}Page"))
    told = dict(pair.split("=") for pair in _text(root, "processingStepSettings").split())
    return AltoPage(
        number=int(sheet.attrib["PHYSICAL_IMG_NR"]),
        file_sha256=Sha256(_text(root, "fileIdentifier").removeprefix("sha256:")),
        width=int(sheet.attrib["WIDTH"]),
        height=int(sheet.attrib["HEIGHT"]),
        dpi=int(told["dpi"]),
        rotation_degrees=int(told["rotation_degrees"]),
        skew_degrees=float(told["skew_degrees"]),
        confidence=float(sheet.attrib["PC"]),
        lines=tuple(_lines(sheet)),
        is_blank=told["is_blank"] == "1",
        treatments=tuple(
            step.text or "" for step in root.iter(f"{_ALTO}processingStepDescription")
        ),
        engine=_text(root, "softwareName"),
        orientation_confidence=float(told.get("orientation_confidence", 0.0)),
        seals=tuple(_seals(sheet)),
    )


def _text(root: etree._Element, name: str) -> str:
    return next(root.iter(f"{_ALTO}{name}")).text or ""


def _lines(sheet: etree._Element) -> Iterator[Line]:
    for block in sheet.iterfind(f"{_ALTO}PrintSpace/{_ALTO}TextBlock"):
        number = int(str(block.attrib["ID"]).rpartition("block")[2])
        for line in block.iter(f"{_ALTO}TextLine"):
            yield Line(words=_words(line), box=_box(line), block=number)


def _seals(sheet: etree._Element) -> Iterator[Seal]:
    for block in sheet.iterfind(f"{_ALTO}PrintSpace/{_ALTO}ComposedBlock[@TYPE='{SEAL}']"):
        yield Seal(box=_box(block), words=_words(block))


def _words(holder: etree._Element) -> tuple[Word, ...]:
    return tuple(
        Word(
            text=str(string.attrib["CONTENT"]),
            box=_box(string),
            confidence=float(string.attrib["WC"]),
            repaired=_repaired(string),
        )
        for string in holder.iter(f"{_ALTO}String")
    )


def _repaired(string: etree._Element) -> str | None:
    alternatives = string.iter(f"{_ALTO}ALTERNATIVE")
    told = (each.text or "" for each in alternatives if each.get("PURPOSE") == REPAIR)
    return next(told, None)


def _box(element: etree._Element) -> Box:
    left, top, width, height = (
        int(element.attrib[name]) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    )
    return Box(left, top, left + width, top + height)
