"""What a person types as a value → the values that are kept; nothing is cut, nothing is guessed.

Each reader takes the subject of its Problems and the typed text, in which there is something, and
gives the values of the attributes it sets.
"""

import re
from collections.abc import Callable
from typing import Any

from metadata.codes import (
    access_code,
    is_access_understood,
    language_codes,
    listed_code,
    maintenance_code,
)
from metadata.document_types import type_code, type_name
from metadata.field_sets import FieldSet, lengths
from metadata.fields import NOT_XML
from records.access import AccessLevel
from records.dates import PartialDate, read_partial_date
from records.errors import InputError, RefusedError
from records.messages import text
from records.retention import RetentionRule
from records.vietnamese import fold, normal, single_spaced

OTHER_LANGUAGE = "11"
DATE = re.compile(r"\d{4}(-\d{1,2}(-\d{1,2})?)?|((\d{1,2}/)?\d{1,2}/)?\d{4}")
YEARS = range(1000, 2101)
MOST_SHEETS = 100_000
TYPE_LIMIT = 100
RuleOf = Callable[[str], RetentionRule | None]
Read = Callable[[str, str], tuple[Any, ...]]


def read_text(limit: int, subject: str, typed: str) -> tuple[str]:
    """Text of at most ``limit`` characters.

    Raises:
        InputError: M042 too long; M048 a character that XML cannot hold.
    """
    value = single_spaced(typed)
    if NOT_XML.search(value):
        raise InputError("M048", subject)
    if len(value) > limit:
        raise InputError("M042", subject, length=len(value), limit=limit)
    return (value,)


def read_notation(subject: str, typed: str) -> tuple[str]:
    """A notation without blanks and without the stroke that parts it from the number.

    Raises:
        InputError: as ``read_text``.
    """
    joined = re.sub(r"\s+", "", normal(typed)).replace("–", "-").replace("—", "-").lstrip("/")
    return read_text(lengths(FieldSet.AIP_DOCUMENT)["codeNotation"], subject, joined)


def read_type(subject: str, typed: str) -> tuple[str | None, str | None]:
    """A type's name in its own spelling, and its code; an unlisted type is 32.

    Raises:
        InputError: as ``read_text``.
    """
    (written,) = read_text(TYPE_LIMIT, subject, typed)
    name = type_name(written)
    return name, type_code(name)


def read_date(subject: str, typed: str) -> tuple[PartialDate]:
    """``yyyy-mm-dd`` or ``dd/MM/yyyy``; the day, or day and month, may be left out.

    Raises:
        InputError: M041, another form, or a day that the calendar does not have.
    """
    try:
        found = read_partial_date(typed) if DATE.fullmatch(typed) else None
    except ValueError:
        found = None
    if found is None or found.year not in YEARS:
        raise InputError("M041", subject, value=typed)
    return (found,)


def read_sheets(subject: str, typed: str) -> tuple[int, bool]:
    """A counted number of sheets.

    Raises:
        InputError: M047, no such number.
    """
    number = int(typed) if typed.isascii() and typed.isdecimal() else 0
    if not 1 <= number <= MOST_SHEETS:
        raise InputError("M047", subject, value=typed, most=MOST_SHEETS)
    return number, False


def read_period(rule_of: RuleOf, subject: str, typed: str) -> tuple[RetentionRule, str, None]:
    """The rule that ``rule_of`` understands, its maintenance code, and no rule beside it.

    Raises:
        InputError: M043, it understands none.
    """
    rule = rule_of(typed)
    if rule is None:
        raise InputError("M043", subject, value=typed, known=text("metadata.known.period"))
    return rule, maintenance_code(rule.period, None), None


def read_language(subject: str, typed: str) -> tuple[tuple[str, ...]]:
    """Languages by name or code, parted by commas or semicolons.

    Raises:
        InputError: M043, one that the circular does not list; it has a code for others, khác.
    """
    codes = language_codes(typed)
    meant_other = "khac" in fold(typed) or OTHER_LANGUAGE in typed
    if not codes or (OTHER_LANGUAGE in codes and not meant_other):
        raise InputError("M043", subject, value=typed, known=text("metadata.known.language"))
    return (codes,)


def read_access(subject: str, typed: str) -> tuple[str]:
    """A mode of use by name or code.

    Raises:
        InputError: M043, none that is known.
        RefusedError: M045, secret; secret papers are not kept on this line.
    """
    code = access_code(typed)
    if code is None or not is_access_understood(typed):
        raise InputError("M043", subject, value=typed, known=text("metadata.known.access"))
    if code == AccessLevel.SECRET:
        raise RefusedError("M045", subject)
    return (code,)


def read_code(kind: str, subject: str, typed: str) -> tuple[str]:
    """A ``confidence`` level or ``physical`` state by name or code.

    Raises:
        InputError: M043, none that is known.
    """
    code = listed_code(typed, kind)
    if code is None:
        raise InputError("M043", subject, value=typed, known=text(f"metadata.known.{kind}"))
    return (code,)
