"""Turns the parts of a stored package into those of an AIP_hoso to the letter of the circular.

What the circular does not name (the representations ``master`` and ``ocr``) stays where it is;
what it has no place for (our own record) goes to ``documentation/``. Only METS files are written
anew; every other file keeps its bytes. Source: Circular 05/2025/TT-BNV, Appendix I, as told by two
who implemented it [S]; the signed appendix was not read (decision 0022).
"""

import copy
import hashlib
import posixpath
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from archive_store.package.exports.part import Part, content_of, part_of_bytes
from archive_store.package.layout import METS, RECORD
from archive_store.package.mets import NAMESPACE
from archive_store.package.xml import read_xml, write_valid_xml
from archive_store.package.xml_tree import XLINK, child

PROFILE = "http://www.ra.ee/METS/v01/IP.xml"
PROFILE_OF_PART = "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml"
KEPT_RECORD = "documentation/record.json"
NORMALISED = "NORMALIZED"
_M, HREF = f"{{{NAMESPACE}}}", f"{{{XLINK}}}href"
_ID, _UUID = "ID-", "uuid-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Whose package it is."""

    package_id: str
    organisation: str


def to_circular(parts: Iterable[Part], sender: Sender) -> tuple[Part, ...]:
    """The parts of the circular's package, relative to its root, sorted by path.

    Raises:
        InputError: A010 to A012, a METS file that is none; A106, a damaged file.
    """
    placed = {part.path: part for part in parts}
    if RECORD in placed:
        record = placed.pop(RECORD)
        placed[KEPT_RECORD] = part_of_bytes(KEPT_RECORD, content_of(record))
    inner = [path for path in placed if path.endswith(f"/{METS}") and path != METS]
    for path in inner:
        root = read_xml(content_of(placed[path]), path)
        _shape_part(root, path, sender)
        placed[path] = _written(root, path)
    root = read_xml(content_of(placed[METS]), METS)
    _shape_package(root, sender)
    for path in inner:
        _refer(root, path, placed[path])
    placed[METS] = _written(root, METS)
    return tuple(placed[path] for path in sorted(placed))


def _written(root: Any, path: str) -> Part:
    _rename_ids(root)
    for element in root.iter():
        # Blanks between elements stand in the way of a new indentation.
        element.text = (element.text or "").strip() or None
        element.tail = None
    return part_of_bytes(path, write_valid_xml(root, "mets.xsd", path))


def _shape_package(root: Any, sender: Sender) -> None:
    root.set("OBJID", sender.package_id)
    root.set("PROFILE", PROFILE)
    _move_record(root)
    for division in root.findall(f"{_M}structMap/{_M}div/{_M}div"):
        if division.get("LABEL") == "Representations":
            division.getparent().remove(division)


def _shape_part(root: Any, path: str, sender: Sender) -> None:
    name = posixpath.dirname(path)
    root.set("OBJID", f"{_UUID}{uuid5(NAMESPACE_URL, f'{sender.package_id}/{name}')}")
    root.set("PROFILE", PROFILE_OF_PART)
    header = root.find(f"{_M}metsHdr")
    for agent in header.findall(f"{_M}agent"):
        header.remove(agent)
    made = child(header, "agent", ROLE="CREATOR", TYPE="ORGANIZATION")
    child(made, "name", sender.organisation)
    top = root.find(f"{_M}structMap/{_M}div")
    top.set("TYPE", NORMALISED)
    # The circular has a document's link beside the division Data, E-ARK within it.
    for link in top.findall(f"{_M}div/{_M}div"):
        if link.get("LABEL", "").startswith("MetadataLink"):
            top.append(link)


def _move_record(root: Any) -> None:
    """From descriptive metadata, which the circular counts out, to the documentation."""
    section = next(
        (each for each in root.findall(f"{_M}dmdSec") if each[0].get(HREF) == RECORD), None
    )
    group = root.find(f"{_M}fileSec/{_M}fileGrp[@USE='Documentation']")
    if section is None or group is None:
        return
    told, name = section[0], section.get("ID")
    file = copy.deepcopy(group.find(f"{_M}file"))
    file.set("ID", f"{_ID}{uuid5(NAMESPACE_URL, f'{name}/{KEPT_RECORD}')}")
    for fact in ("MIMETYPE", "SIZE", "CREATED", "CHECKSUM", "CHECKSUMTYPE"):
        file.set(fact, told.get(fact))
    file.find(f"{_M}FLocat").set(HREF, KEPT_RECORD)
    group.append(file)
    section.getparent().remove(section)
    for division in root.iter(f"{_M}div"):
        kept = [each for each in division.get("DMDID", "").split() if each != name]
        if division.get("DMDID") is not None:
            division.set("DMDID", " ".join(kept))


def _refer(root: Any, path: str, part: Part) -> None:
    content = content_of(part)
    for file in root.iter(f"{_M}file"):
        if file.find(f"{_M}FLocat").get(HREF) == path:
            file.set("SIZE", str(len(content)))
            file.set("CHECKSUM", hashlib.sha256(content).hexdigest())


def _rename_ids(root: Any) -> None:
    """``uuid-…`` for all but files, whose ids are ``ID-…``."""
    renamed: dict[str, str] = {}
    for element in root.iter():
        name = element.get("ID", "")
        if name.startswith(_ID) and element.tag != f"{_M}file":
            renamed[name] = _UUID + name.removeprefix(_ID)
            element.set("ID", renamed[name])
    for element in root.iter():
        for attribute in ("ADMID", "DMDID", "FILEID", f"{{{XLINK}}}title"):
            if told := element.get(attribute):
                element.set(attribute, " ".join(renamed.get(each, each) for each in told.split()))
