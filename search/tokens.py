"""What a reader typed, in its parts: plain text, quotes, what is unwanted, fields; pure.

AND, OR, NOT, ``~``, ``^`` and brackets have no meaning here: they are words or nothing.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from search.field_names import Field, field_of, pattern, plain

_ALIKE = str.maketrans(
    {**dict.fromkeys("“”„«»‟＂", '"'), **dict.fromkeys("‐‑‒–—−－", "-"), "：": ":"}
)
CHECKED = frozenset({Field.YEAR, Field.DATE, Field.SINCE, Field.UNTIL, Field.NUMBER})
"""Fields whose value tells that it is meant: these may have a blank behind the colon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One part: ``text`` stands at ``start`` of what was typed, behind the ``name`` of a field."""

    text: str
    start: int
    field: Field | None = None
    name: str = ""
    is_quoted: bool = False
    is_unwanted: bool = False


def tokens(written: str) -> tuple[Token, ...]:
    """The parts of cleaned text in their order; text outside the other parts is plain."""
    # Letter for letter as long as what was typed, so that places are the same in both.
    shadow = plain(written.translate(_ALIKE))
    return tuple(token for token in _tokens(written, shadow) if token.text.strip())


def _tokens(written: str, shadow: str) -> Iterator[Token]:
    after = at = 0
    while found := _pattern().search(shadow, at):
        kind = found.lastgroup or ""
        if kind == "value" and not _is_meant(found):
            at = found.start("value")
            continue
        start, end = found.span(kind)
        is_quoted = kind == "quoted" or shadow[start] == '"'
        start, end = (start + 1, end - 1) if is_quoted and kind == "value" else (start, end)
        yield Token(text=written[after : found.start()], start=after)
        yield Token(
            text=written[start:end],
            start=start,
            field=field_of(found["name"]) if kind == "value" else None,
            name=written[slice(*found.span("name"))] if kind == "value" else "",
            is_quoted=is_quoted,
            is_unwanted=found[0].startswith("-"),
        )
        after = at = found.end()
    yield Token(text=written[after:], start=after)


@cache
def _pattern() -> re.Pattern[str]:
    begins = r'(?<![^\s"(])'
    field = rf'{begins}-?(?P<name>{pattern()})\s?:(?P<gap>\s*)(?P<value>"[^"]*"|[^\s"]+)'
    quoted = rf'(?:{begins}-)?"(?P<quoted>[^"]+)"'
    unwanted = rf'{begins}-(?P<unwanted>[^\s"-][^\s"]*)'
    return re.compile(f"{field}|{quoted}|{unwanted}")


def _is_meant(found: re.Match[str]) -> bool:
    """Whether a field is asked, and it is no colon in prose: ``Hồ sơ: xin giao đất``."""
    if not found["gap"]:
        return True
    is_quoted = found["value"].startswith('"')
    has_digit = any(letter.isdigit() for letter in found["value"])
    return is_quoted or (field_of(found["name"]) in CHECKED and has_digit)
