"""Reads what one foreign METS file lists: files with their digests, further METS files, links.

It resolves names and opens nothing but the METS file itself.
"""

import posixpath
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from archive_store.package.imports.names import is_inside, shown
from archive_store.package.mets import NAMESPACE
from archive_store.package.xml import read_xml, schema_faults
from archive_store.package.xml_tree import XLINK
from records.errors import InputError

XML_LIMIT_BYTES = 64 << 20
_M, HREF = f"{{{NAMESPACE}}}", f"{{{XLINK}}}href"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One file that METS lists; ``path`` is relative to the package's root, digests as written."""

    path: str
    size: str | None
    checksum: str | None
    algorithm: str | None
    is_description: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """All that one METS file says; ``links`` pair a description with the file it describes."""

    identity: str
    profile: str
    listed: tuple[Listed, ...]
    further: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


def read_listing(root: Path, path: str) -> Listing:
    """What the METS file ``path`` of the package in ``root`` lists.

    Raises:
        InputError: A010, A011, A014, A104, it cannot be read; A101, it names a file outside.
    """
    tree = read_small_xml(root, path)
    if faults := schema_faults(tree, "mets.xsd"):
        raise InputError("A104", path, schema="mets.xsd", faults="; ".join(faults))
    base = posixpath.dirname(path)
    listed = {str(each.get("ID")): one for each, one in _listed(tree, base, root)}
    pointers = (_place(each, base, root) for each in tree.iter(f"{_M}mptr"))
    return Listing(
        identity=tree.get("OBJID", ""),
        profile=tree.get("PROFILE", ""),
        listed=tuple(listed.values()),
        further=tuple(pointers),
        links=tuple(_links(tree, listed)),
    )


def read_small_xml(root: Path, path: str) -> Any:
    """The root element of an XML file of the package; raises A010, A011, A014, A098."""
    try:
        size = (root / path).stat().st_size
        if size > XML_LIMIT_BYTES:
            raise InputError("A014", path, limit=XML_LIMIT_BYTES)
        return read_xml((root / path).read_bytes(), path)
    except OSError as error:
        raise InputError("A098", path, listing="METS") from error


def _listed(tree: Any, base: str, root: Path) -> Iterator[tuple[Any, Listed]]:
    for section in tree.iter(f"{_M}dmdSec", f"{_M}digiprovMD", f"{_M}rightsMD", f"{_M}techMD"):
        for told in section.findall(f"{_M}mdRef"):
            yield section, _one(told, told, base, root, is_description=section.tag == f"{_M}dmdSec")
    for file in tree.iter(f"{_M}file"):
        for place in file.findall(f"{_M}FLocat"):
            yield file, _one(file, place, base, root)


def _one(told: Any, place: Any, base: str, root: Path, *, is_description: bool = False) -> Listed:
    return Listed(
        path=_place(place, base, root),
        size=told.get("SIZE"),
        checksum=told.get("CHECKSUM"),
        algorithm=told.get("CHECKSUMTYPE"),
        is_description=is_description,
    )


def _place(element: Any, base: str, root: Path) -> str:
    """A reference as a path below the package's root; a URL may be escaped, a name need not be."""
    href = element.get(HREF, "")
    written = href.removeprefix("file:///").removeprefix("./")
    plain = posixpath.join(base, written)
    path = plain if (root / plain).is_file() else posixpath.join(base, unquote(written))
    if not is_inside(path) or "://" in path:
        raise InputError("A101", posixpath.join(base, "METS.xml"), href=shown(href))
    return path


def _links(tree: Any, listed: dict[str, Listed]) -> Iterator[tuple[str, str]]:
    for division in tree.iter(f"{_M}div"):
        described = [listed[name] for name in division.get("DMDID", "").split() if name in listed]
        for pointer in division.findall(f"{_M}fptr"):
            file = listed.get(pointer.get("FILEID", ""))
            if file is not None:
                yield from ((each.path, file.path) for each in described)
