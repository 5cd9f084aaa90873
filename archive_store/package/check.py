"""Judges a package's structure: every file listed, unchanged, and every XML file valid.

Reads only; whoever calls decides what a problem means.
"""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from archive_store.package.layout import METS
from archive_store.package.mets import NAMESPACE
from archive_store.package.xml import read_xml, schema_faults
from archive_store.package.xml_tree import XLINK
from records.errors import InputError
from records.problem import Problem, problem

SCHEMA_OF = {
    NAMESPACE: "mets.xsd",
    "http://www.loc.gov/premis/v3": "premis.xsd",
    "http://www.loc.gov/standards/alto/ns-v3#": "alto-3-1.xsd",
    "http://www.loc.gov/standards/alto/ns-v4#": "alto-4-4.xsd",
}
LISTING = f"{{{NAMESPACE}}}file", f"{{{NAMESPACE}}}mdRef"
XML_LIMIT_BYTES = 64 << 20


def check_package(root: Path) -> tuple[Problem, ...]:
    """Every structural fault of the package in the folder ``root``; none means sound."""
    if not (root / METS).is_file():
        return (problem("A013", root / METS),)
    found = [*_judge_xml(root)]
    if found:
        return tuple(found)
    listed = {METS: ""}
    for mets in (
        METS,
        *(str(p.relative_to(root)) for p in root.glob("representations/*/METS.xml")),
    ):
        listed |= _listing(root, mets)
    found += _judge_name(root)
    found += _judge_files(root, listed)
    return tuple(found)


def _judge_xml(root: Path) -> Iterator[Problem]:
    for path in sorted(root.rglob("*.xml")):
        name = path.relative_to(root)
        if path.stat().st_size > XML_LIMIT_BYTES:
            yield problem("A014", name, limit=XML_LIMIT_BYTES)
            continue
        try:
            tree = read_xml(path.read_bytes(), name)
        except InputError as error:
            yield error.problem
            continue
        schema = SCHEMA_OF.get(tree.tag.partition("}")[0].removeprefix("{"))
        faults = schema_faults(tree, schema) if schema else ()
        if faults:
            yield problem("A012", name, schema=schema, faults="; ".join(faults))


def _listing(root: Path, mets: str) -> dict[str, str]:
    tree = read_xml((root / mets).read_bytes(), mets)
    base = Path(mets).parent
    return {
        (base / _href(each)).as_posix(): each.get("CHECKSUM", "") for each in tree.iter(*LISTING)
    }


def _href(listed: Any) -> str:
    place = listed if listed.tag == LISTING[1] else listed[0]
    return str(place.get(f"{{{XLINK}}}href"))


def _judge_name(root: Path) -> Iterator[Problem]:
    identity = read_xml((root / METS).read_bytes(), METS).get("OBJID", "")
    if identity != root.name:
        yield problem("A015", root.name, identity=identity)


def _judge_files(root: Path, listed: dict[str, str]) -> Iterator[Problem]:
    present = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    for path in sorted(listed.keys() - present):
        yield problem("A016", path)
    for path in sorted(present - listed.keys()):
        yield problem("A017", path)
    for path in sorted(present & listed.keys()):
        if listed[path] and listed[path] != _sha256(root / path):
            yield problem("A018", path)


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
