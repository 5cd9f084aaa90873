"""The one catalogue of every sentence people read, in Vietnamese and English.

Texts live in ``records/catalogue/<room>.toml``; nothing else in the product holds prose for people.
"""

import tomllib
from enum import StrEnum
from functools import cache
from importlib.resources import files


class Language(StrEnum):
    """The languages of the catalogue; Vietnamese comes first."""

    VIETNAMESE = "vi"
    ENGLISH = "en"


@cache
def entries() -> dict[str, dict[str, str]]:
    """Every catalogue entry by key: problem codes (``I003``) and text keys (``cli.stored``).

    Raises:
        ValueError: two rooms define the same key.
    """
    found: dict[str, dict[str, str]] = {}
    for source in sorted(files("records").joinpath("catalogue").iterdir(), key=lambda f: f.name):
        for key, entry in tomllib.loads(source.read_text(encoding="utf-8")).items():
            if key in found:
                raise ValueError(f"{source.name}: the key {key} is defined twice")
            found[key] = entry
    return found


def text(key: str, language: Language = Language.VIETNAMESE, /, **facts: object) -> str:
    """The sentence under ``key`` with its ``{placeholders}`` filled from ``facts``.

    Raises:
        KeyError: no such key, or a placeholder without a fact.
    """
    return entries()[key][language].format(**facts)
