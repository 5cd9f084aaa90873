"""Validation of archival XML against our XSDs for the sets of Circular 05/2025/TT-BNV.

The XSDs hold order, types, lengths and code lists; rules between fields are ``check``'s.
"""

from functools import cache
from importlib.resources import files

from lxml import etree

from metadata.safe_xml import parse
from records.errors import InputError
from records.problem import Problem, problem
from records.turns import XML_SCHEMAS

NAMES = ("EAD.xsd", "EAD_doc.xsd")


def schema_files() -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of every XSD that goes into a package's ``schemas`` folder."""
    folder = files("metadata").joinpath("schemas")
    return tuple((name, folder.joinpath(name).read_bytes()) for name in NAMES)


def validate(xml: bytes, schema: str) -> tuple[Problem, ...]:
    """What ``schema`` (``EAD.xsd`` or ``EAD_doc.xsd``) finds wrong in ``xml``; M016 or M017.

    Raises:
        KeyError: no schema of that name.
    """
    try:
        root = parse(xml, schema)
    except InputError as error:
        return (error.problem,)
    with XML_SCHEMAS:
        judge = _compiled(schema)
        judge.validate(root)
        faults = judge.error_log  # the stubs of lxml do not know that it can be walked
        return tuple(
            problem("M016", schema, line=fault.line, reason=fault.message)
            for fault in faults  # type: ignore[attr-defined]
        )


@cache
def _compiled(schema: str) -> etree.XMLSchema:
    return etree.XMLSchema(parse(dict(schema_files())[schema], schema))
