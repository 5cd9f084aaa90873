"""Single values of foreign descriptions: numbers, dates and codes, in the words of our lists."""

import re

from metadata.codes import LANGUAGES as LANGUAGE_CODES
from metadata.document_types import OTHER_TYPE, document_types
from metadata.list_rows import LANGUAGES
from records.dates import PartialDate, read_partial_date

OTHER_NAME = "Khác"
ORDINAL = re.compile(r"[0-9]{1,7}")


def told_number(written: str | None) -> int | None:
    """A number of up to seven digits; anything else is unknown."""
    return int(written) if written and ORDINAL.fullmatch(written) else None


def told_date(written: str | None) -> PartialDate | None:
    """A date as far as it is told; what is none is unknown."""
    try:
        return read_partial_date(written) if written else None
    except ValueError:
        return None


def told_languages(written: str | None) -> str | None:
    """The names of the languages whose codes are told."""
    codes = [code.strip() for code in (written or "").split(";")]
    known = [LANGUAGES[code] for code in codes if code in LANGUAGE_CODES.values()]
    return "; ".join(known) or None


def told_type(written: str | None) -> str | None:
    """A code's own name; ``32`` says no more than that it is another. A name stands for itself."""
    if written is None or not ORDINAL.fullmatch(written):
        return written
    if written == OTHER_TYPE:
        return OTHER_NAME
    return next((each.name for each in document_types() if each.code == written), None)
