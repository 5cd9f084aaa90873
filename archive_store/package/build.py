"""Builds one package in a staging folder: an E-ARK AIP 2.2 that is the circular's AIP_hoso.

Stores nothing: a folder built here may be thrown away and built again.
"""

import shutil
from dataclasses import replace
from datetime import datetime
from importlib.resources import files
from pathlib import Path

from archive_store.package import layout
from archive_store.package.mets import Group, Metadata, Outline, write_mets
from archive_store.package.placing import XML, Placed, place_representations
from archive_store.package.premis import first_made, package_premis, representation_premis
from archive_store.package.staging import place_bytes
from archive_store.package.submission import place_submission
from records.errors import InputError
from records.messages import Language, text
from records.package import FileEntry, Package, PackageContents

CIRCULAR = "TT05/2025/TT-BNV"
SCHEMAS = {
    "METS.xsd": "mets.xsd",
    "premis.xsd": "premis.xsd",
    "xlink.xsd": "xlink.xsd",
    "xml.xsd": "xml.xsd",
    "DILCISExtensionMETS.xsd": "DILCISExtensionMETS.xsd",
}
ALTO_SCHEMAS = {b"alto/ns-v3#": "alto-3-1.xsd", b"alto/ns-v4#": "alto-4-4.xsd"}
ALTO_HEAD_BYTES = 2048
KINDS = {layout.MASTER: "ORIGINAL", layout.ACCESS: "NORMALIZED"}
"""What the circular calls the contents of a representation (Appendix I)."""


def build_package(contents: PackageContents, staging: Path, now: datetime) -> Package:
    """Write the package of one dossier into a folder of its own below ``staging``.

    What an interrupted run left there under the same name is replaced.

    Raises:
        InputError: A001, a file is gone; A002, a master changed since it was delivered; A004,
            two documents with one ordinal; A012, metadata its schema refuses.
        SetupError: A003, the disk is full.
    """
    root = _fresh_root(contents, staging)
    placed = place_representations(contents, root)
    parts = {
        name: _representation(name, data, contents, root, now) for name, data in placed.items()
    }
    documentation, schemas = _documentation(contents, root), _schemas(contents, placed, root)
    described = _descriptive(contents, root)
    premis = _write(root, layout.PREMIS, package_premis(contents, placed, now))
    outline = Outline(
        package_id=contents.package_id,
        name=root.name,
        label=contents.dossier.title,
        descriptive=described,
        preservation=(Metadata(file=premis, kind="PREMIS", version="3.0"),),
        created=first_made(contents),
        groups=(
            Group(use="Documentation", content="Documentation", files=documentation),
            Group(use="Schemas", content="Schemas", files=schemas),
            *_pointers(parts),
        ),
    )
    mets = _write(root, layout.METS, write_mets(outline, now))
    listed = (mets, premis, *(each.file for each in described), *documentation, *schemas)
    every = (*listed, *(file for part in parts.values() for file in part))
    return Package(
        package_id=contents.package_id,
        dossier_code=contents.dossier.code,
        root=root,
        files=tuple(sorted(every, key=lambda file: file.path)),
    )


def _pointers(parts: dict[str, tuple[FileEntry, ...]]) -> tuple[Group, ...]:
    return tuple(
        Group(use=f"Representations/{name}", content="METS", files=(part[-1],))
        for name, part in parts.items()
    )


def _fresh_root(contents: PackageContents, staging: Path) -> Path:
    ordinals = [each.document.ordinal for each in contents.documents]
    for ordinal in ordinals:
        if ordinals.count(ordinal) > 1:
            raise InputError("A004", contents.dossier.code, ordinal=ordinal)
    root = staging / layout.root_name(contents.package_id)
    if root.exists():
        shutil.rmtree(root)
    return root


def _write(root: Path, path: str, content: bytes, media_type: str = XML) -> FileEntry:
    return place_bytes(content, root / path).of(path, media_type)


def _descriptive(contents: PackageContents, root: Path) -> tuple[Metadata, ...]:
    dossier = _write(root, layout.DOSSIER, contents.dossier_xml)
    record = _write(root, layout.RECORD, contents.record, "application/json")
    return (
        Metadata(file=dossier, kind="OTHER", other=CIRCULAR),
        Metadata(file=record, kind="OTHER", other="LUUTRU-RECORD"),
    )


def _documentation(contents: PackageContents, root: Path) -> tuple[FileEntry, ...]:
    told = "\n\n".join(
        text("archive_store.package", language, code=contents.dossier.code, id=contents.package_id)
        for language in Language
    )
    return (
        _write(root, layout.README, f"{told}\n".encode(), "text/plain"),
        *place_submission(contents.submission, root),
    )


def _schemas(
    contents: PackageContents, placed: dict[str, tuple[Placed, ...]], root: Path
) -> tuple[FileEntry, ...]:
    ours = files("archive_store.package").joinpath("schemas")
    pages = [root / file.entry.path for file in placed.get(layout.OCR, ())]
    names = {**SCHEMAS, **{name: name for name in filter(None, map(_alto_schema, pages))}}
    carried = {name: ours.joinpath(source).read_bytes() for name, source in names.items()}
    carried |= {layout.safe_name(name): content for name, content in contents.schemas}
    return tuple(
        _write(root, f"schemas/{name}", content) for name, content in sorted(carried.items())
    )


def _alto_schema(page: Path) -> str | None:
    with page.open("rb") as stream:
        head = stream.read(ALTO_HEAD_BYTES)
    return next((name for mark, name in ALTO_SCHEMAS.items() if mark in head), None)


def _representation(
    name: str, placed: tuple[Placed, ...], contents: PackageContents, root: Path, now: datetime
) -> tuple[FileEntry, ...]:
    base = f"representations/{name}/"
    described: dict[int, FileEntry] = {}
    if name == layout.ACCESS:
        for each in contents.documents:
            path = f"{base}metadata/descriptive/EAD_doc_{each.document.ordinal:03d}.xml"
            described[each.document.ordinal] = _write(root, path, each.description_xml)
    path = layout.PREMIS_OF.format(name)
    premis = _write(root, path, representation_premis(name, placed, contents))
    data = tuple(file.entry for file in placed)
    links = (
        (described[each.ordinal], file.entry)
        for file in placed if described for each in file.documents
    )  # fmt: skip
    outline = Outline(
        package_id=contents.package_id,
        name=name,
        label=f"{contents.dossier.code} {name}",
        schemas="../../schemas/",
        descriptive=tuple(
            Metadata(file=_below(base, file), kind="OTHER", other=CIRCULAR)
            for file in described.values()
        ),
        preservation=(Metadata(file=_below(base, premis), kind="PREMIS", version="3.0"),),
        groups=(Group(use="Data", content=name, files=tuple(_below(base, f) for f in data)),),
        links=tuple((_below(base, a).path, _below(base, b).path) for a, b in links),
        kind=KINDS.get(name),
        created=first_made(contents),
    )
    mets = _write(root, f"{base}METS.xml", write_mets(outline, now))
    return (*described.values(), premis, *data, mets)


def _below(base: str, file: FileEntry) -> FileEntry:
    return replace(file, path=file.path.removeprefix(base))
