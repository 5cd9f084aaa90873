"""Whether the value of one archival field is what its rule allows: length, form, code list."""

import re
from collections.abc import Iterator
from dataclasses import replace

from metadata.field_sets import CODE_LISTS, FieldRule
from records.dates import read_partial_date
from records.problem import Problem, problem

SHOWN_LETTERS = 60
DATE_FORMS = {"date": "DD/MM/YYYY", "partial-date": "DD/MM/YYYY, MM/YYYY, YYYY"}
DATES = {
    "date": re.compile(r"\d\d/\d\d/\d{4}", re.ASCII),
    "partial-date": re.compile(r"((\d\d/)?\d\d/)?\d{4}", re.ASCII),
}
NUMBERS = {"count": 0, "ordinal": 1}
"""The least number that each kind may be."""
BLANKS = " \t\r\n"
"""What XML calls white space."""


def judge_value(rule: FieldRule, value: str, subject: str) -> Iterator[Problem]:
    """What is wrong with ``value``, which is not empty, in a field of ``rule``."""
    if rule.length is not None and len(value) > rule.length and rule.kind not in NUMBERS:
        assumed = rule.certainty == "length-assumed"
        told = field_problem("M056", subject, rule, length=len(value), limit=rule.length)
        yield replace(told, clause="") if assumed else told
    shown = value[:SHOWN_LETTERS]
    if rule.kind in CODE_LISTS and not _is_coded(rule.kind, value):
        yield field_problem("M003", subject, rule, value=shown)
    if rule.kind in DATES and not _is_date(rule.kind, value):
        yield field_problem("M057", subject, rule, value=shown, form=DATE_FORMS[rule.kind])
    if rule.kind in NUMBERS and not _is_number(rule, value):
        facts = {"value": shown, "least": NUMBERS[rule.kind], "limit": rule.length}
        yield field_problem("M058", subject, rule, **facts)


def field_problem(code: str, subject: str, rule: FieldRule, **facts: object) -> Problem:
    """The Problem ``code`` about the field of ``rule``, with the place of its rule in the law."""
    told = problem(code, subject, field=f"{rule.name} ({rule.tag})", **facts)
    return replace(told, field=rule.tag, clause=rule.clause)


def _is_coded(kind: str, value: str) -> bool:
    values = value.split(";") if kind == "languages" else [value]
    return set(values) <= set(CODE_LISTS[kind])


def _is_date(kind: str, value: str) -> bool:
    if not DATES[kind].fullmatch(value):
        return False
    try:
        read_partial_date(value)
    except ValueError:
        return False
    return int(value[-4:]) > 0


def _is_number(rule: FieldRule, value: str) -> bool:
    digits = value.strip(BLANKS)
    if not re.fullmatch(rf"[0-9]{{1,{rule.length}}}", digits):
        return False
    return int(digits) >= NUMBERS[rule.kind]
