"""Where the circular's fields go in EAD3, Dublin Core and the repealed Circular 02/2019/TT-BNV.

The places are data; what has no place is told, never dropped in silence.
"""

import csv
from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from functools import cache
from importlib.resources import files

from metadata.field_sets import field_set
from records.dates import read_partial_date
from records.problem import Problem, problem

Told = Mapping[str, str | None]
"""Values by the tags of the circular, of any of its sets."""
TITLES = {"ead3": "EAD3", "dc": "Dublin Core", "tt02": "TT 02/2019/TT-BNV"}


class Level(StrEnum):
    """What a description is about."""

    DOSSIER = "dossier"
    DOCUMENT = "document"


def places(target: str, level: Level) -> dict[str, str]:
    """The place of each tag in ``target`` (``ead3``, ``dc`` or ``tt02``) that has one.

    Raises:
        KeyError: no such target.
    """
    return {row["tag"]: row[target] for row in _rows() if row["level"] == level and row[target]}


def tell_losses(told: Told, target: str, level: Level, subject: str) -> tuple[Problem, ...]:
    """M069 for each field of ``told`` that has a value and no place in ``target``."""
    known = places(target, level)
    names = {
        rule.tag: rule.name
        for each in ("SIP_hoso", "AIP_hoso", "SIP_doc", "AIP_doc")
        for rule in field_set(each)
    }
    return tuple(
        replace(
            problem("M069", subject, field=f"{names[tag]} ({tag})", target=TITLES[target]),
            field=tag,
        )
        for tag, value in told.items()
        if value and tag in names and tag not in known
    )


def iso_date(written: str | None) -> str:
    """``05/04/2018`` as ``2018-04-05``, a month or year alike; empty where it is no date."""
    try:
        return read_partial_date(written or "").iso
    except ValueError:
        return ""


def full_notation(told: Told) -> str:
    """Number and notation as people cite them (``15/QĐ-SNV``)."""
    return "/".join(part for part in (told.get("codeNumber"), told.get("codeNotation")) if part)


@cache
def _rows() -> tuple[dict[str, str], ...]:
    source = files("metadata").joinpath("data", "crosswalks.csv").read_text(encoding="utf-8")
    lines = (line for line in source.splitlines() if not line.startswith("#"))
    return tuple(csv.DictReader(lines))
