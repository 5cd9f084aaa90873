"""The fault table: how often each fault was tried, found or survived, named, repaired.

Rows are kept in a file as they come, so that a long run can be interrupted and continued.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

HEADS = ("fault", "tries", "found/survived", "named", "repaired", "false alarms")


@dataclass(slots=True, kw_only=True)
class Row:
    """One fault; ``None`` where a column has no meaning for it.

    ``stood`` counts tries in which the fault was found, or was survived with nothing lost.
    """

    fault: str
    tries: int = 0
    stood: int = 0
    named: int | None = None
    repaired: int | None = None
    alarms: int | None = None
    notes: list[str] = field(default_factory=list)

    def count(self, wrong: Sequence[str], *, named: bool | None = None) -> None:
        """Enter one try, with what was not as it has to be."""
        self.tries += 1
        self.stood += not wrong
        if named is not None:
            self.named = (self.named or 0) + named
        self.notes += ["; ".join(wrong)] if wrong else []

    def add(self, other: "Row") -> None:
        """Enter the tries of another sitting."""
        self.tries += other.tries
        self.stood += other.stood
        self.named = _sum(self.named, other.named)
        self.repaired = _sum(self.repaired, other.repaired)
        self.alarms = _sum(self.alarms, other.alarms)
        self.notes += [each for each in other.notes if each not in self.notes]

    @property
    def slipped(self) -> bool:
        """Whether anything was not as it has to be."""
        rightly = (self.stood, self.named, self.repaired)
        return bool(self.alarms) or any(each not in {None, self.tries} for each in rightly)


class Table:
    """The rows of each piece of work, with how much of it is done, kept in ``file``."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._pieces = json.loads(file.read_bytes()) if file.exists() else {}

    def done(self, piece: str) -> int:
        """How many turns of ``piece`` were entered before."""
        return int(self._pieces[piece]["done"]) if piece in self._pieces else 0

    def enter(self, piece: str, turns: int, rows: Iterable[Row]) -> None:
        """Add the rows of some more turns."""
        known = {row.fault: row for row in self.rows(piece)}
        for row in rows:
            if row.fault in known:
                known[row.fault].add(row)
            else:
                known[row.fault] = row
        told = {"done": self.done(piece) + turns, "rows": [asdict(row) for row in known.values()]}
        self._pieces[piece] = told
        part = self._file.with_suffix(".part")
        part.write_text(json.dumps(self._pieces, ensure_ascii=False, indent=1))
        part.replace(self._file)

    def forget(self, piece: str) -> None:
        """Have ``piece`` done again from the beginning."""
        self._pieces.pop(piece, None)

    def rows(self, piece: str | None = None) -> Iterator[Row]:
        """The rows of ``piece``, or of all."""
        for name, told in self._pieces.items():
            if piece in {None, name}:
                yield from (Row(**each) for each in told["rows"])


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one + (other or 0)


def show(rows: Iterable[Row]) -> bool:
    """Print the table, and what slipped through; whether nothing did."""
    rows = tuple(rows)
    told = [HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in told) for column in range(len(HEADS))]
    for line in told:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)))
    for row in rows:
        for note in row.notes[:5]:
            print(f"  {'slipped' if row.slipped else 'note'}: {row.fault}: {note}")
    return not any(row.slipped for row in rows)


def _cells(row: Row) -> tuple[str, ...]:
    numbers = (row.tries, row.stood, row.named, row.repaired, row.alarms)
    return (row.fault, *("–" if each is None else str(each) for each in numbers))
