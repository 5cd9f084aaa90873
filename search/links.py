"""A question as a link, and back: what portal and command line save a search as; pure.

``/tim?q=giao+%C4%91%E1%BA%A5t&nam=2014&trang=2``. Reading is strict: an unknown, repeated or wrong
part is refused, so that a link never means something else than what it says.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from records.access import AccessLevel
from records.errors import InputError
from records.hit import Band, Question, Sort
from search.analyser import clean

PATH = "/tim"
LONGEST = 8_000
"""Characters; servers and browsers cut or refuse what is much longer."""
MOST_PARTS = 20
_SHOWN = 60
_NUMBER = re.compile("[1-9][0-9]{0,8}")

_NAMES = {
    "q": "words",
    "phong": "fonds",
    "nam": "year",
    "loai": "document_type",
    "coquan": "body",
    "mucdo": "access",
    "dotincay": "confidence",
    "hoso": "dossier",
    "sapxep": "sort",
    "trang": "page",
    "moitrang": "limit",
}
"""The names in a link, which never change, and the fields of a question that they stand for."""
_SORTS = {"phuhop": Sort.RELEVANCE, "moinhat": Sort.NEWEST, "cunhat": Sort.OLDEST}
_BANDS = {"cao": Band.HIGH, "vua": Band.MIDDLE, "thap": Band.LOW}
_LEAST = {"nam": 1, "trang": 1, "moitrang": 1}
_MOST = {"nam": 9999, "trang": 1_000_000, "moitrang": 1000}


def to_link(question: Question) -> str:
    """The link of ``question``; what it does not ask is not in it.

    Characters that print nothing are left out of the words, as searching does.
    """
    nothing = Question(words="")
    told = [
        (name, _written(getattr(question, field)))
        for name, field in _NAMES.items()
        if getattr(question, field) != getattr(nothing, field)
    ]
    return f"{PATH}?{urlencode(told)}" if told else PATH


def from_link(link: str) -> Question:
    """The question of a link that ``to_link`` made; a host before the path does not matter.

    Raises:
        InputError: S035, it is no link to a search, or something in it is unknown, given twice, or
            no value.
    """
    told = _parts(link)
    facts: dict[str, Any] = {
        _NAMES[name]: _READERS.get(name, _text)(name, value) for name, value in told.items()
    }
    return Question(**({"words": ""} | facts))


def _parts(link: str) -> Mapping[str, str]:
    try:
        split = urlsplit(link)
        is_ours = split.path == PATH and not split.fragment and len(link) <= LONGEST
        told = parse_qsl(
            split.query, keep_blank_values=True, strict_parsing=bool(split.query),
            errors="strict", max_num_fields=MOST_PARTS,
        )  # fmt: skip
    except ValueError as error:
        raise _refused(link) from error
    if not is_ours:
        raise _refused(link)
    names = [name for name, _ in told]
    for name, value in told:
        if name not in _NAMES or names.count(name) > 1 or not value:
            raise _refused(f"{name}={value}")
    return dict(told)


def _refused(part: str) -> InputError:
    printed = "".join(letter if letter.isprintable() else "�" for letter in part[:_SHOWN])
    return InputError("S035", printed)


def _written(value: object) -> str:
    for known in (_SORTS, _BANDS):
        for name, meant in known.items():
            if value is meant:
                return name
    return clean(str(value))


def _text(_name: str, value: str) -> str:
    return value


def _number(name: str, value: str) -> int:
    if not _NUMBER.fullmatch(value) or not _LEAST[name] <= int(value) <= _MOST[name]:
        raise _refused(f"{name}={value}")
    return int(value)


def _one_of(known: Mapping[str, object]) -> Callable[[str, str], object]:
    def read(name: str, value: str) -> object:
        if value not in known:
            raise _refused(f"{name}={value}")
        return known[value]

    return read


_READERS: Mapping[str, Callable[[str, str], object]] = {
    **dict.fromkeys(_LEAST, _number),
    "mucdo": _one_of({level.value: level for level in AccessLevel}),
    "sapxep": _one_of(_SORTS),
    "dotincay": _one_of(_BANDS),
}
