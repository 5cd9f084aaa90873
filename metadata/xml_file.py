"""Judges archival XML from anywhere against a set of Circular 05/2025/TT-BNV.

Each finding is a Problem with its field, the circular's clause where that is known, and a remedy;
our XSD has the last word. Nothing is mended.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from lxml import etree
from rapidfuzz import fuzz, process

from metadata.archival_xml import ROOT, is_nil
from metadata.code_rules import judge_codes
from metadata.field_sets import FieldRule, FieldSet, field_set
from metadata.safe_xml import parse
from metadata.schema import SCHEMAS, find_faults
from metadata.xml_values import BLANKS, SHOWN_LETTERS, field_problem, judge_value
from records.dates import read_partial_date
from records.errors import InputError
from records.problem import Problem, Severity, problem

MOST_ELEMENTS = 200
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"
Elements = dict[str, etree._Element]


def check_xml(xml: bytes, as_set: FieldSet, subject: str = "") -> tuple[Problem, ...]:
    """Every Problem of ``xml`` as a file of the set; ``subject`` names it, else its schema does."""
    subject = subject or SCHEMAS[as_set].replace(".xsd", ".xml")
    try:
        root = parse(xml, subject)
    except InputError as error:
        return (error.problem,)
    if len(root) > MOST_ELEMENTS:
        return (problem("M017", subject, reason=f"> {MOST_ELEMENTS}"),)
    rules = {rule.tag: rule for rule in field_set(as_set)}
    elements: Elements = {}
    for element in root:
        elements.setdefault(str(element.tag), element)
    found = [*_shape(root, rules, subject), *_contents(elements, rules, subject)]
    values = {tag: (element.text or "").strip(BLANKS) for tag, element in elements.items()}
    found += _due(values, rules, subject)
    found += [_with_clause(told, rules) for told in judge_codes(values, subject)]
    found += _period(values, rules, subject)
    if not any(told.severity is Severity.ERROR for told in found):
        found += [replace(told, subject=subject) for told in find_faults(root, SCHEMAS[as_set])]
    return tuple(found)


def _shape(root: etree._Element, rules: dict[str, FieldRule], subject: str) -> Iterator[Problem]:
    set_name = next(iter(rules.values())).set
    if root.tag != ROOT:
        facts = {"tag": str(root.tag)[:SHOWN_LETTERS], "set": set_name, "near": ROOT}
        yield problem("M051", subject, **facts)
    tags = [str(element.tag) for element in root]
    for tag, times in Counter(tags).items():
        if tag not in rules:
            near = str(process.extractOne(tag, list(rules), scorer=fuzz.ratio)[0])
            facts = {"tag": tag[:SHOWN_LETTERS], "set": set_name, "near": near}
            yield replace(problem("M051", subject, **facts), field=tag[:SHOWN_LETTERS])
        elif times > 1:
            yield field_problem("M054", subject, rules[tag])
    order = list(rules)
    known = list(dict.fromkeys(tag for tag in tags if tag in rules))
    for before, tag in pairwise(known):
        if order.index(tag) < order.index(before):
            yield field_problem("M053", subject, rules[tag], before=before)


def _contents(elements: Elements, rules: dict[str, FieldRule], subject: str) -> Iterator[Problem]:
    for tag, rule in rules.items():
        element = elements.get(tag)
        if element is None:
            if rule.is_required:
                yield field_problem("M052", subject, rule)
            continue
        value = element.text or ""
        if len(element) or any(not str(name).startswith(XSI) for name in element.keys()):  # noqa: SIM118 - not a mapping
            yield field_problem("M061", subject, rule)
        elif is_nil(element) and not value and rule.may_be_nil:
            yield replace(field_problem("M001", subject, rule), clause=rule.clause)
        elif not value.strip(BLANKS):
            yield field_problem("M055", subject, rule)
        else:
            yield from judge_value(rule, value, subject)


def _due(values: dict[str, str], rules: dict[str, FieldRule], subject: str) -> Iterator[Problem]:
    for tag, rule in rules.items():
        if rule.is_due(values) and not values.get(tag):
            yield field_problem("M059", subject, rule, condition=rule.condition)


def _period(values: dict[str, str], rules: dict[str, FieldRule], subject: str) -> Iterator[Problem]:
    start, end = values.get("startDate"), values.get("endDate")
    if not start or not end:
        return
    try:
        is_turned = read_partial_date(start).first_day > read_partial_date(end).last_day
    except ValueError:
        return
    if is_turned:
        yield _with_clause(
            replace(problem("M005", subject, start=start, end=end), field="startDate"), rules
        )


def _with_clause(told: Problem, rules: dict[str, FieldRule]) -> Problem:
    """The Problem with the circular's place of its field, in the words of this set."""
    rule = rules.get(told.field)
    return replace(told, clause=rule.clause) if rule is not None else told
