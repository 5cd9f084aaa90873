"""The table of fonds that an archive edits: one row a fonds, found again by its name."""

import csv
import io
from pathlib import Path

from records.batch import Fonds
from records.errors import InputError
from records.vietnamese import fold, single_spaced

_COLUMNS = ("name", "agency_code", "fonds_code", "closed")
_YES = frozenset({"1", "x", "yes", "true", "co", "dong"})


def read_fonds_table(path: Path) -> tuple[Fonds, ...]:
    """Read the columns ``name, agency_code, fonds_code, closed`` of a CSV file in UTF-8.

    Comma or semicolon, with or without byte order mark; ``closed`` holds x, yes, true, 1, có.

    Raises:
        InputError: the file cannot be read, a column is missing, a name or its agency code is
            empty, or a name stands twice (I052).
    """
    try:
        written = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError("I052", path, row=0, reason=str(error)) from error
    header = written.split("\n", 1)[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(written, newline=""), delimiter=delimiter)
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or ()]
    if missing := [name for name in _COLUMNS[:3] if name not in reader.fieldnames]:
        raise InputError("I052", path, row=1, reason=", ".join(missing))
    table: dict[str, Fonds] = {}
    for row in reader:
        told = {name: single_spaced(row.get(name) or "") for name in _COLUMNS}
        if not any(told.values()):
            continue
        key = fold(told["name"])
        if key in table or not (told["name"] and told["agency_code"]):
            raise InputError("I052", path, row=reader.line_num, reason=told["name"] or "name")
        table[key] = Fonds(
            name=told["name"],
            agency_code=told["agency_code"],
            fonds_code=told["fonds_code"],
            is_closed=fold(told["closed"]) in _YES,
        )
    return tuple(table.values())


def find_fonds(table: tuple[Fonds, ...], name: str) -> Fonds | None:
    """The fonds of that name, whatever its case, blanks and marks."""
    wanted = fold(single_spaced(name))
    return next((fonds for fonds in table if fold(single_spaced(fonds.name)) == wanted), None)
