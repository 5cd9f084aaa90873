"""The structure that Circular 05/2025/TT-BNV gives the package AIP_hoso, judged by its own table.

Reads ``circular.toml`` and the package, and nothing of the program that wrote the package.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from judges.verdict import Verdict

NAME = "AIP_hoso"
TABLE: dict[str, Any] = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
M, P = "{http://www.loc.gov/METS/}", "{http://www.loc.gov/premis/v3}"
CSIP = "{https://DILCIS.eu/XML/METS/CSIPExtensionMETS}"


def judge(packages: Sequence[Path]) -> tuple[Verdict, ...]:
    """A verdict on each package folder."""
    return tuple(map(_judge_one, packages))


def _judge_one(package: Path) -> Verdict:
    errors = tuple(_tree(package)) or (
        *_fields(package),
        *_mets(package / "METS.xml"),
        *_links(package / "representations/rep1/METS.xml"),
        *_premis(package),
    )
    return Verdict(judge=NAME, subject=package.name, is_valid=not errors, errors=errors)


def _tree(package: Path) -> Iterator[str]:
    rules = TABLE["tree"]
    if not re.search(rules["folder"], package.name):
        yield f"folder: {package.name}"
    yield from (f"missing: {name}" for name in rules["files"] if not (package / name).is_file())
    if not any(package.glob(rules["copies"])):
        yield f"missing: {rules['copies']}"


def _fields(package: Path) -> Iterator[str]:
    dossier = ET.parse(package / "metadata/descriptive/EAD.xml").getroot()  # noqa: S314 - ours
    yield from _field_set(dossier, "dossier")
    code = str(dossier.findtext("arcFileCode"))
    documents = sorted(package.glob(TABLE["tree"]["descriptions"]))
    for file in documents:
        document = ET.parse(file).getroot()  # noqa: S314 - ours
        yield from _field_set(document, "document")
        if document.findtext("arcFileCode") != code:
            yield f"{file.name}: arcFileCode of another dossier"
    if dossier.findtext("totalDoc") != str(len(documents)):
        yield f"totalDoc: {dossier.findtext('totalDoc')} of {len(documents)}"
    for copy in package.glob(TABLE["tree"]["copies"]):
        name = re.fullmatch(r"(.+)\.\d+\.pdf", copy.name)
        if name is None or not code.endswith(name[1]):
            yield f"file name: {copy.name}"


def _field_set(root: Any, kind: str) -> Iterator[str]:
    rules = TABLE[kind]
    names = [child.tag for child in root]
    told = root.findtext(rules["code"])
    if root.tag != rules["root"]:
        yield f"{kind} {told}: root {root.tag}"
    if names != [name for name in rules["fields"] if name in names]:
        yield f"{kind} {told}: fields {names}"
    yield from (f"{kind} {told}: no {name}" for name in rules["required"] if name not in names)


def _mets(file: Path) -> Iterator[str]:
    rules, root = TABLE["mets"], ET.parse(file).getroot()  # noqa: S314 - ours
    header = root[0]
    sections = list(dict.fromkeys(child.tag.removeprefix(M) for child in root))
    found = {
        "sections": (sections, rules["sections"]),
        "TYPE": (root.get("TYPE"), rules["type"]),
        "OAISPACKAGETYPE": (header.get(f"{CSIP}OAISPACKAGETYPE"), rules["package"]),
    }
    yield from (f"{name}: {is_} for {want}" for name, (is_, want) in found.items() if is_ != want)
    if header.get("RECORDSTATUS") not in rules["states"]:
        yield f"RECORDSTATUS: {header.get('RECORDSTATUS')}"
    yield from _missing(root, rules["groups"], rules["divisions"])
    yield from _attributes(root)


def _missing(root: Any, groups: list[str], divisions: list[str]) -> Iterator[str]:
    held = {each.get("USE") for each in root.iter(f"{M}fileGrp")}
    labels = {each.get("LABEL") for each in root.iter(f"{M}div")}
    yield from (f"no fileGrp {name}" for name in groups if name not in held)
    yield from (f"no div {name}" for name in divisions if name not in labels)
    tree = root.find(f"{M}structMap")
    for name, value in TABLE["mets"]["map"].items():
        if tree.get(name) != value:
            yield f"structMap {name}: {tree.get(name)}"


def _attributes(root: Any) -> Iterator[str]:
    rules = TABLE["mets"]
    for each in root.iter():
        for name in ("CREATED", "CREATEDATE", "LASTMODDATE"):
            if not re.search(rules["time"], each.get(name, "2000-01-01T00:00:00.000+07:00")):
                yield f"{name}: {each.get(name)}"
        if each.get("CHECKSUMTYPE", rules["checksum"]) != rules["checksum"]:
            yield f"CHECKSUMTYPE: {each.get('CHECKSUMTYPE')}"
        if not re.search(rules["identifier"], each.get("ID", "ID-")):
            yield f"ID: {each.get('ID')}"


def _links(file: Path) -> Iterator[str]:
    """Every copy is linked to its description, the only bond that the circular knows."""
    rules, root = TABLE["mets"], ET.parse(file).getroot()  # noqa: S314 - ours
    yield from _missing(root, rules["copy_groups"], rules["copy_divisions"])
    yield from _attributes(root)
    top = root.find(f"{M}structMap/{M}div")
    if top is None or top.get("TYPE") != rules["copy_type"]:
        yield f"rep1 div TYPE is not {rules['copy_type']}"
    described = {each.get("ID") for each in root.iter(f"{M}dmdSec")}
    copies = {each.get("ID") for each in root.iter(f"{M}file")}
    links = [each for each in root.iter(f"{M}div") if each.get("LABEL") == rules["link"]]
    linked = {each.get("DMDID") for each in links}
    pointed = {pointer.get("FILEID") for each in links for pointer in each.iter(f"{M}fptr")}
    if (linked, pointed) != (described, copies):
        yield f"{rules['link']}: {len(links)} for {len(copies)} files"


def _premis(package: Path) -> Iterator[str]:
    rules = TABLE["premis"]
    whole = ET.parse(package / "metadata/preservation/PREMIS.xml")  # noqa: S314 - ours
    types = {each.text for each in whole.iter(f"{P}eventType")}
    yield from (f"no event {name}" for name in rules["events"] if name not in types)
    for file in sorted(package.rglob("PREMIS*.xml")):
        yield from _objects(file, ET.parse(file).getroot(), rules["digest"])  # noqa: S314 - ours


def _objects(file: Path, root: Any, algorithm: str) -> Iterator[str]:
    known = {each.text for each in root.iter(f"{P}objectIdentifierValue")}
    agents = {each.text for each in root.iter(f"{P}agentIdentifierValue")}
    named = {each.text for each in root.iter(f"{P}linkingObjectIdentifierValue")}
    acting = {each.text for each in root.iter(f"{P}linkingAgentIdentifierValue")}
    yield from (f"{file.name}: no object {name}" for name in sorted(named - known))
    yield from (f"{file.name}: no agent {name}" for name in sorted(acting - agents))
    for each in root.iter(f"{P}objectCharacteristics"):
        if algorithm not in {told.text for told in each.iter(f"{P}messageDigestAlgorithm")}:
            yield f"{file.name}: an object without {algorithm}"
