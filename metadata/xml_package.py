"""Judges the archival XML of a whole package: each file, and what they say of one another.

It judges descriptions only; files, digests and METS are the store's.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import TypeVar

from metadata.archival_xml import read_fields
from metadata.code_grammar import CodeError, read_document_code, read_file_code
from metadata.code_rules import judge_belonging
from metadata.field_sets import FieldSet, field_set
from metadata.safe_xml import parse
from metadata.xml_file import check_xml
from records.errors import InputError
from records.problem import Problem, problem

PAIRS = {FieldSet.AIP_FILE: FieldSet.AIP_DOCUMENT, FieldSet.SIP_FILE: FieldSet.SIP_DOCUMENT}
SCHEMA_ELEMENT = "{http://www.w3.org/2001/XMLSchema}element"
Told = dict[str, str | None]
Code = TypeVar("Code")


def check_dossier_xml(
    dossier: bytes, documents: Mapping[str, bytes], as_set: FieldSet, subject: str = "EAD.xml"
) -> tuple[Problem, ...]:
    """Every Problem of a package's EAD.xml and of its ``documents``, by the names of their files.

    Raises:
        KeyError: ``as_set`` is not the set of a dossier.
    """
    document_set = PAIRS[as_set]
    found = list(check_xml(dossier, as_set, subject))
    told: dict[str, Told] = {}
    for name, xml in documents.items():
        found += check_xml(xml, document_set, name)
        told[name] = _read(xml, name)
    whole = _read(dossier, subject)
    found += _belonging(whole, told)
    found += _counts(whole, told, subject)
    return tuple(found)


def check_schema(xsd: bytes, as_set: FieldSet, subject: str) -> tuple[Problem, ...]:
    """Whether an XSD that came in a package names the fields of the set; M068 where it does not."""
    try:
        root = parse(xsd, subject)
    except InputError as error:
        return (error.problem,)
    named = {str(each.get("name") or each.get("ref")) for each in root.iter(SCHEMA_ELEMENT)}
    known = {rule.tag for rule in field_set(as_set)}
    extra = sorted(named - known - {"simpledc"})[:10]
    lacking = [rule.tag for rule in field_set(as_set) if rule.tag not in named]
    if not extra and not lacking:
        return ()
    facts = {"extra": ", ".join(extra) or "–", "lacking": ", ".join(lacking) or "–"}
    return (problem("M068", subject, set=as_set.value, **facts),)


def _read(xml: bytes, name: str) -> Told:
    """The values, none where the XML was refused: that has been told already."""
    try:
        return dict(read_fields(xml, name))
    except InputError:
        return {}


def _belonging(whole: Told, told: dict[str, Told]) -> Iterator[Problem]:
    archive = whole.get("arcFileCode")
    if archive:
        strangers = (name for name, values in told.items() if values.get("arcFileCode") != archive)
        for name in strangers:
            yield replace(problem("M004", name, dossier=archive), field="arcFileCode")
        return
    dossier = _code_in(whole.get("fileCode"), read_file_code)
    for name, values in told.items():
        document = _code_in(values.get("docCode"), read_document_code)
        if dossier is not None and document is not None:
            yield from judge_belonging(
                dossier, document.file, name, "docCode", is_archive_code=False
            )


def _code_in(written: str | None, read: Callable[[str], Code]) -> Code | None:
    """The code, ``None`` where it breaks: that has been told already."""
    try:
        return read(written or "")
    except CodeError:
        return None


def _counts(whole: Told, told: dict[str, Told], subject: str) -> Iterator[Problem]:
    pages = [values.get("numberOfPage") or "" for values in told.values()]
    counted = {"totalDoc": len(told)}
    if all(number.isdecimal() for number in pages):
        counted["numberOfPage"] = sum(map(int, pages))
    for tag, number in counted.items():
        written = (whole.get(tag) or "").strip()
        if written.isdecimal() and int(written) != number:
            told_wrong = problem("M067", subject, field=tag, told=written, counted=number)
            yield replace(told_wrong, field=tag)
    for tag in ("docCode", "docId"):
        codes = Counter(values[tag] for values in told.values() if values.get(tag))
        for code in (code for code, times in codes.items() if times > 1):
            yield replace(problem("M015", subject, reason=code), field=tag)
