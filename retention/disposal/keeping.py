"""Keeps cases in the archive's database; callers hand in the transaction.

The key of ``disposal_open`` keeps each dossier in one open case at a time.
"""

from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from records.errors import InputError, RefusedError
from retention.disposal.case import CASE, Case
from retention.tables import CASES, OPEN

NUMBER = "HUY-{year}-{number:04d}"
ASKED_AT_ONCE = 500


def next_case_id(connection: Connection, year: int) -> str:
    """The number of the next case of a year."""
    start = NUMBER.format(year=year, number=0)[:-4]
    count = connection.scalar(
        select(func.count()).select_from(CASES).where(CASES.c.case_id.startswith(start))
    )
    return NUMBER.format(year=year, number=(count or 0) + 1)


def read_case(connection: Connection, case_id: str) -> Case:
    """A case as it is now.

    Raises:
        InputError: T055, there is none of this number.
    """
    found = connection.scalar(select(CASES.c.record).where(CASES.c.case_id == case_id))
    if found is None:
        raise InputError("T055", case_id)
    return CASE.validate_json(found)


def list_cases(connection: Connection) -> tuple[Case, ...]:
    """Every case, oldest first."""
    asked = select(CASES.c.record).order_by(CASES.c.case_id)
    return tuple(CASE.validate_json(each) for each in connection.scalars(asked))


def add_case(connection: Connection, case: Case) -> None:
    """Keep a new case and bind its dossiers to it.

    Raises:
        RefusedError: T056, a dossier is in another open case.
    """
    codes = [each.dossier_code for each in case.dossiers]
    for code, other in open_cases(connection, codes).items():
        raise RefusedError("T056", code, case=other)
    row = {"case_id": case.case_id, "state": case.state, "revision": 1}
    connection.execute(insert(CASES).values(**row, record=CASE.dump_json(case).decode()))
    bound = [{"dossier_code": code, "case_id": case.case_id} for code in codes]
    connection.execute(insert(OPEN), bound)


def save_case(connection: Connection, case: Case) -> None:
    """Keep a case after a step; one that is over lets its dossiers go."""
    changed = {
        "state": case.state,
        "revision": CASES.c.revision + 1,
        "record": CASE.dump_json(case).decode(),
    }
    connection.execute(update(CASES).where(CASES.c.case_id == case.case_id).values(**changed))
    if not case.is_open:
        connection.execute(delete(OPEN).where(OPEN.c.case_id == case.case_id))


def open_cases(connection: Connection, codes: Iterable[str]) -> dict[str, str]:
    """By dossier: the open case that it is in."""
    found: dict[str, str] = {}
    waiting = list(codes)
    for start in range(0, len(waiting), ASKED_AT_ONCE):
        some = waiting[start : start + ASKED_AT_ONCE]
        rows = connection.execute(select(OPEN).where(OPEN.c.dossier_code.in_(some)))
        found.update({row.dossier_code: row.case_id for row in rows})
    return found
