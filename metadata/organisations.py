"""The organisation codes (mã định danh) of a versioned data file, and who keeps what they named.

Provenance and custody are told apart: the name of an old body stays, and a closed code leads to the
body that has its records now.
"""

import csv
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from importlib.resources import files

from records.authority import Agency, Certainty
from records.batch import Fonds
from records.dossier import Dossier

PROVINCES = "H"
"""The group of provinces' people's committees; a row of it bears the province's name alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """One row: a code of the first level; ``successor`` is the code that took over a closed one."""

    code: str
    name: str
    aliases: tuple[str, ...]
    group: str
    closed_on: date | None
    successor: str | None
    certainty: Certainty
    source: str


@cache
def organisations() -> dict[str, Organisation]:
    """Every row of ``metadata/data/organisations.csv`` by its code."""
    source = files("metadata").joinpath("data", "organisations.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in source.splitlines() if not line.startswith("#"))
    return {
        row["code"]: Organisation(
            code=row["code"],
            name=row["name"],
            aliases=tuple(filter(None, row["aliases"].split("|"))),
            group=row["group"],
            closed_on=date.fromisoformat(row["closed_on"]) if row["closed_on"] else None,
            successor=row["successor"] or None,
            certainty=Certainty(row["certainty"]),
            source=row["source"],
        )
        for row in rows
    }


def provenance_of(fonds: Fonds) -> Agency:
    """Who made the records: the fonds' own name and code, with what is known of its first level."""
    level_one = fonds.agency_code.split(".")[0]
    known = organisations().get(level_one)
    return Agency(
        name=fonds.name,
        code=fonds.agency_code,
        level_one=level_one,
        level_one_name=known.name if known else None,
        closed_on=known.closed_on if known else None,
        certainty=known.certainty if known else Certainty.UNKNOWN,
        source=known.source if known else "",
    )


def custodian_of(fonds: Fonds) -> Agency | None:
    """The body of the first level that manages the records now; ``None`` where no list tells.

    Its ``certainty`` is that of the closing where the code is closed.
    """
    origin = organisations().get(fonds.agency_code.split(".")[0])
    keeper = organisations().get(origin.successor) if origin and origin.successor else origin
    if origin is None or keeper is None:
        return None
    return Agency(
        name=keeper.name,
        code=keeper.code,
        level_one=keeper.code,
        level_one_name=keeper.name,
        closed_on=keeper.closed_on,
        certainty=origin.certainty,
        source=origin.source,
    )


def with_agencies(dossier: Dossier) -> Dossier:
    """``dossier`` with who made its records and who manages them now."""
    return replace(
        dossier,
        provenance_org=provenance_of(dossier.fonds),
        custodian_org=custodian_of(dossier.fonds),
    )
