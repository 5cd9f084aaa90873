"""The circular's fields as EAD3: one dossier with its documents as one finding aid."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lxml import etree

from metadata.code_names import in_words, languages_of
from metadata.crosswalks import Told, full_notation, iso_date
from metadata.fields import without_control_signs

NAMESPACE = "http://ead3.archivists.org/schema/"
COUNTED = {"totalDoc": "tài liệu", "numberOfPaper": "tờ", "numberOfPage": "trang"}
BELOW = {
    "mode": "accessrestrict", "maintenance": "appraisal", "format": "phystech",
    "confidenceLevel": "processinfo", "inforSign": "odd", "autograph": "odd",
    "description": "odd",
}  # fmt: skip
"""Fields that become a paragraph of their own below ``did``."""
Element = etree._Element
PREFIXES: Any = {None: NAMESPACE}
"""The stubs of lxml do not know a namespace without a prefix."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """Who keeps, who made the fonds, and when this description was made from ours."""

    agency: str
    fonds: str
    made: datetime


def write_ead3(dossier: Told, documents: Iterable[Told], keeper: Keeper) -> bytes:
    """The EAD3 document of a dossier, UTF-8."""
    root = etree.Element(f"{{{NAMESPACE}}}ead", nsmap=PREFIXES)
    _control(root, dossier, keeper)
    archdesc = _add(root, "archdesc", level="file")
    _did(archdesc, dossier, ("arcFileCode", "fileCode", "paperFileCode"), keeper.fonds)
    _below(archdesc, dossier)
    listed = list(documents)
    if listed:
        dsc = _add(archdesc, "dsc")
        for each in listed:
            item = _add(dsc, "c", level="item")
            _did(item, each, ("docCode",), each.get("organName") or "")
            _below(item, each)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _control(root: Element, dossier: Told, keeper: Keeper) -> None:
    control = _add(root, "control")
    _add(control, "recordid", dossier.get("arcFileCode") or dossier.get("fileCode") or "")
    statement = _add(_add(control, "filedesc"), "titlestmt")
    _add(statement, "titleproper", dossier.get("title") or "")
    _add(control, "maintenancestatus", value="derived")
    _add(_add(control, "maintenanceagency"), "agencyname", keeper.agency)
    event = _add(_add(control, "maintenancehistory"), "maintenanceevent")
    _add(event, "eventtype", value="derived")
    _add(event, "eventdatetime", keeper.made.isoformat(timespec="seconds"))
    _add(event, "agenttype", value="machine")
    _add(event, "agent", "luutru")


def _did(parent: Element, told: Told, codes: tuple[str, ...], origin: str) -> None:
    did = _add(parent, "did")
    named = {tag: told.get(tag) for tag in codes} | {"codeNotation": full_notation(told)}
    for tag, code in named.items():
        if code:
            _add(did, "unitid", code, localtype=tag)
    title = told.get("title") or told.get("subject")
    if title or not len(did):
        _add(did, "unittitle", title or "")
    _dates(did, told)
    _extents(did, told)
    if origin:
        _add(_add(_add(did, "origination"), "corpname"), "part", origin)
    languages = _add(did, "langmaterial")
    for code in languages_of(told.get("language") or "11"):
        _add(languages, "language", langcode=code)


def _extents(did: Element, told: Told) -> None:
    for tag, unit in COUNTED.items():
        number = told.get(tag)
        if number:
            extent = _add(did, "physdescstructured", physdescstructuredtype="materialtype")
            extent.set("coverage", "whole")
            _add(extent, "quantity", number)
            _add(extent, "unittype", unit)


def _dates(did: Element, told: Told) -> None:
    issued = told.get("issuedDate")
    if issued:
        single = _add(_add(did, "unitdatestructured"), "datesingle", issued)
        _standard(single, issued)
    known = {"fromdate": told.get("startDate"), "todate": told.get("endDate")}
    if any(known.values()):
        period = _add(_add(did, "unitdatestructured"), "daterange")
        for name, written in known.items():
            if written:
                _standard(_add(period, name, written), written)


def _standard(element: Element, written: str) -> None:
    if iso_date(written):
        element.set("standarddate", iso_date(written))


def _below(parent: Element, told: Told) -> None:
    for tag, name in BELOW.items():
        value = told.get(tag)
        if value:
            _add(_add(parent, name, localtype=tag), "p", in_words(tag, value))
    kind, keywords = told.get("typeName"), told.get("keyword")
    if kind or keywords:
        access = _add(parent, "controlaccess")
        for name, text in (
            ("genreform", kind and in_words("typeName", kind)),
            ("subject", keywords),
        ):
            if text:
                _add(_add(access, name), "part", text)


def _add(parent: Element, name: str, text: str = "", **attributes: str) -> Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}", attributes)
    element.text = without_control_signs(text)
    return element
