"""The names that people may write before a colon, and the field that each stands for; pure."""

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files

from records.vietnamese import without_marks


class Field(StrEnum):
    """What can be asked for by name."""

    FONDS = "fonds"
    YEAR = "year"
    DATE = "date"
    SINCE = "since"
    UNTIL = "until"
    TYPE = "type"
    NUMBER = "number"
    BODY = "body"
    DOSSIER = "dossier"
    TITLE = "title"
    CONFIDENCE = "confidence"


def plain(written: str) -> str:
    """``written`` without marks and capitals, letter for letter: places in both are the same."""
    return "".join(_plain_letter(letter) for letter in written)


def field_of(name: str) -> Field:
    """The field of one of the names that ``pattern`` matches."""
    return _fields()[_key(name)]


@cache
def pattern() -> str:
    """A regular expression for every name as ``plain`` gives it; i and y are one letter."""
    longest_first = sorted(_fields(), key=lambda name: -len(name))
    names = [re.escape(name).replace("i", "[iy]").replace(r"\ ", r"\s+") for name in longest_first]
    return "|".join(names)


@cache
def _fields() -> dict[str, Field]:
    written = files("search").joinpath("field_names.toml").read_text(encoding="utf-8")
    told = tomllib.loads(written)
    return {_key(name): Field(field) for field, names in told.items() for name in names}


def _key(name: str) -> str:
    return " ".join(plain(name).replace("y", "i").split())


def _plain_letter(letter: str) -> str:
    bare = without_marks(letter).lower()
    return bare if len(bare) == 1 else letter
