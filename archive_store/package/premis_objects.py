"""The objects of a PREMIS 3.0 file, and how they relate; writes nothing to disk."""

from typing import Any

from archive_store.package.formats import FileFormat
from archive_store.package.placing import Placed
from archive_store.package.xml_tree import XSI, child, children


def typed(parent: Any, name: str, value: str) -> Any:
    """A local identifier: ``<nameType>local</…><nameValue>value</…>`` inside ``<name>``."""
    return children(child(parent, name), **{f"{name}Type": "local", f"{name}Value": value})


def add_file(root: Any, file: Placed) -> None:
    """An object for one data file: digests, size, format, maker, original name."""
    made = add_whole(root, "file", file.entry.path, {})
    for kind, value in file.properties:
        children(
            child(made, "significantProperties"),
            significantPropertiesType=kind,
            significantPropertiesValue=value,
        )
    character = child(made, "objectCharacteristics")
    for algorithm, digest in (("SHA-256", file.entry.sha256), ("SHA-512", file.entry.sha512)):
        children(child(character, "fixity"), messageDigestAlgorithm=algorithm, messageDigest=digest)
    child(character, "size", str(file.entry.size_bytes))
    _format(character, file.format)
    if file.made_by is not None:
        children(child(character, "creatingApplication"), creatingApplicationName=file.made_by)
    children(made, originalName=file.original_name)


def add_whole(
    root: Any,
    kind: str,
    name: str,
    relations: dict[str, tuple[str, str]],
    title: str | None = None,
) -> Any:
    """An object of ``kind``; ``relations`` maps other objects' names to (type, subtype)."""
    made = child(root, "object", **{f"{{{XSI}}}type": f"premis:{kind}"})
    typed(made, "objectIdentifier", name)
    children(made, originalName=title)
    for other, (relation, subtype) in relations.items():
        related = children(
            child(made, "relationship"), relationshipType=relation, relationshipSubType=subtype
        )
        typed(related, "relatedObjectIdentifier", other)
    return made


def _format(character: Any, form: FileFormat) -> None:
    made = child(character, "format")
    children(child(made, "formatDesignation"), formatName=form.name, formatVersion=form.version)
    if form.key is not None:
        children(
            child(made, "formatRegistry"), formatRegistryName="PRONOM", formatRegistryKey=form.key
        )
