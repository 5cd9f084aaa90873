"""Parses XML safely, writes it, and judges it by schema, all offline; knows no METS, no PREMIS."""

from functools import cache
from importlib.resources import files
from typing import Any

from lxml import etree

from records.errors import InputError
from records.turns import XML_SCHEMAS

SCHEMAS = files("archive_store.package").joinpath("schemas")
FAULTS_SHOWN = 5


class _Offline(etree.Resolver):
    """Answers from the schema folder by file name; anything else is an error, never a request."""

    def resolve(self, system_url: str, public_id: str, context: Any) -> Any:  # type: ignore[override]  # noqa: ARG002 - the stubs forget the context that lxml passes
        content = SCHEMAS.joinpath(system_url.rpartition("/")[2]).read_bytes()
        return self.resolve_string(content, context, base_url=system_url)


def _parser() -> Any:
    return etree.XMLParser(  # noqa: TID251 - this is the room's one XML module
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
    )


@cache
def _schema(name: str) -> Any:
    parser = _parser()
    parser.resolvers.add(_Offline())
    return etree.XMLSchema(etree.fromstring(SCHEMAS.joinpath(name).read_bytes(), parser))


def read_xml(content: bytes, subject: object) -> Any:
    """The root element of ``content``.

    Raises:
        InputError: A010, not well-formed; A011, it carries a DOCTYPE.
    """
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise InputError("A010", subject, reason=error.msg) from error
    if root.getroottree().docinfo.doctype:
        raise InputError("A011", subject)
    return root


def schema_faults(root: Any, schema: str) -> tuple[str, ...]:
    """What the file ``schema`` of the schema folder has against ``root``, the first few."""
    with XML_SCHEMAS:
        judge = _schema(schema)
        judge.validate(root)
        return tuple(f"{fault.line}: {fault.message}" for fault in judge.error_log)[:FAULTS_SHOWN]


def write_valid_xml(root: Any, schema: str, subject: object) -> bytes:
    """``root`` as UTF-8 bytes, after ``schema`` accepted it.

    Raises:
        InputError: A012, the schema refuses it.
    """
    content: bytes = etree.tostring(root, encoding="UTF-8", xml_declaration=True, pretty_print=True)
    faults = schema_faults(etree.fromstring(content, _parser()), schema)
    if faults:
        raise InputError("A012", subject, schema=schema, faults="; ".join(faults))
    return content
