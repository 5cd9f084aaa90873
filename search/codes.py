"""Document codes (số và ký hiệu) in running text, in one form whatever their strokes and blanks."""

import re
from typing import NamedTuple

from records.vietnamese import without_marks

_BREAK = r"[ \t]?[/\-‐‑–][ \t]?"
_CODE = re.compile(
    r"(?<![^\W_])(?=[OoIl]{0,5}\d)(?P<number>[\dOoIl]{1,6}[a-z]?)"
    rf"(?:{_BREAK}(?P<year>[\dOoIl]{{4}}))?"
    rf"(?P<letters>(?:{_BREAK}[^\W\d_][^\W_]{{0,11}}(?![^\W_])){{1,5}})"
)
_PART = re.compile(r"[^\W_]+")
_LOOKALIKE_DIGITS = str.maketrans("OoIl", "0011")


class Code(NamedTuple):
    """A document code at ``start:end`` of the cleaned text; ``forms`` grow: 13-qd, 13-qd-ubnd."""

    start: int
    end: int
    forms: tuple[str, ...]


def codes(written: str) -> tuple[Code, ...]:
    """The document codes in cleaned text: ``1343/QĐ-UBND``, ``54/2017/NĐ-CP``, ``08-NQ/TW``.

    O, o read for 0 and I, l read for 1 are mended in the number and the year.
    """
    return tuple(
        Code(found.start(), found.end(), _code_forms(found)) for found in _CODE.finditer(written)
    )


def _code_forms(found: re.Match[str]) -> tuple[str, ...]:
    numbers = [part for part in (found["number"], found["year"]) if part]
    form = "-".join(part.translate(_LOOKALIKE_DIGITS) for part in numbers)
    forms = []
    for part in _PART.findall(found["letters"]):
        form = f"{form}-{without_marks(part).lower()}"
        forms.append(form)
    return tuple(forms)
