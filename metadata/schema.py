"""Validation of archival XML against our XSDs for the sets of Circular 05/2025/TT-BNV.

The XSDs hold order, types, lengths and code lists; rules between fields are ``check_xml``'s.
They are written by ``docs/make_schemas.py`` from the table of fields.
"""

from dataclasses import replace
from functools import cache
from pathlib import Path

from lxml import etree

from metadata.field_sets import FieldSet
from metadata.safe_xml import parse
from records.errors import InputError
from records.problem import Problem, problem
from records.turns import XML_SCHEMAS

FOLDER = Path(__file__).with_name("schemas")
SCHEMAS = {
    FieldSet.AIP_FILE: "EAD.xsd",
    FieldSet.AIP_DOCUMENT: "EAD_doc.xsd",
    FieldSet.AIP_LOOSE: "AIP_tailieu_EAD.xsd",
    FieldSet.SIP_FILE: "SIP_EAD.xsd",
    FieldSet.SIP_DOCUMENT: "SIP_EAD_doc.xsd",
    FieldSet.SIP_LOOSE: "SIP_tailieu_EAD.xsd",
}
PACKAGED = (FieldSet.AIP_FILE, FieldSet.AIP_DOCUMENT)


def schema_files() -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of every XSD that goes into a package's ``schemas`` folder."""
    return tuple((SCHEMAS[each], FOLDER.joinpath(SCHEMAS[each]).read_bytes()) for each in PACKAGED)


def validate(xml: bytes, schema: str) -> tuple[Problem, ...]:
    """What ``schema`` (a file of ``SCHEMAS``) finds wrong in ``xml``; M016, M017 or M060.

    Raises:
        OSError: no schema of that name.
    """
    try:
        root = parse(xml, schema)
    except InputError as error:
        return (error.problem,)
    return find_faults(root, schema)


def find_faults(root: etree._Element, schema: str) -> tuple[Problem, ...]:
    """What ``schema`` finds wrong below ``root``, each as M016 with the field it is about."""
    with XML_SCHEMAS:
        judge = _compiled(schema)
        judge.validate(root)
        faults = judge.error_log  # the stubs of lxml do not know that it can be walked
        return tuple(
            _told(schema, fault.path or "", fault.line, fault.message)
            for fault in faults  # type: ignore[attr-defined]
        )


def _told(schema: str, path: str, line: int, message: str) -> Problem:
    tag = path.rpartition("/")[2].partition("[")[0]
    told = problem("M016", schema, line=line, field=tag, reason=message)
    return replace(told, field=tag)


@cache
def _compiled(schema: str) -> etree.XMLSchema:
    return etree.XMLSchema(parse(FOLDER.joinpath(schema).read_bytes(), schema))
