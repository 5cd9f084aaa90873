"""Holds (tạm dừng hủy): while one is in force, nothing of the dossiers it names is destroyed.

A dossier may be under many. Holds change no date and no period; each is placed and released on
somebody's word, and both stay on record. Callers hand in the transaction, so that a hold and what
it blocks are decided in one order.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, func, insert, or_, select, update

from records.dates import VIETNAM
from records.digest import Sha512
from records.errors import InputError, RefusedError
from records.messages import text
from retention.tables import HELD, HOLDS

ASKED_AT_ONCE = 500
"""Databases limit the values of one question."""
NUMBER = "GL-{year}-{number:04d}"


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOrder:
    """Somebody's word that dossiers must not be destroyed.

    ``authority`` is the number of the document that asks for it, ``until`` the last day, ``query``
    how the dossiers were found where they were not named.
    """

    by: str
    reason: str
    authority: str
    codes: tuple[str, ...]
    authority_date: date | None = None
    query: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold(HoldOrder):
    """A hold that was placed; released on somebody's word, or over by itself after ``until``."""

    hold_id: str
    placed_at: datetime
    released_at: datetime | None = None
    released_by: str | None = None
    release_reason: str | None = None

    def is_in_force(self, day: date) -> bool:
        """Whether it blocks on ``day``."""
        return self.released_at is None and (self.until is None or day <= self.until)

    @property
    def told(self) -> str:
        """The hold in a few words, for whoever is blocked by it."""
        return text("hold.told", hold=self.hold_id, reason=self.reason, authority=self.authority)


def place_hold(connection: Connection, order: HoldOrder, now: datetime) -> Hold:
    """Put a hold on the dossiers of ``order``; from the end of the transaction it blocks.

    Raises:
        InputError: T040, it names no dossier; T041, it lacks its reason, authority or person.
        RefusedError: T042, its last day has passed already.
    """
    if not order.codes:
        raise InputError("T040", order.query or "–")
    if not (order.reason.strip() and order.authority.strip() and order.by.strip()):
        raise InputError("T041", order.codes[0])
    if order.until is not None and order.until < now.astimezone(VIETNAM).date():
        raise RefusedError("T042", order.codes[0], day=f"{order.until:%d/%m/%Y}")
    facts = {field.name: getattr(order, field.name) for field in fields(HoldOrder)}
    facts["codes"] = tuple(sorted(set(order.codes)))
    hold = Hold(**facts, hold_id=_next_number(connection, now.year), placed_at=now)
    connection.execute(
        insert(HOLDS).values(
            hold=hold.hold_id,
            placed_at=now.isoformat(),
            placed_by=hold.by,
            reason=hold.reason,
            authority=hold.authority,
            authority_date=_iso(hold.authority_date),
            query=hold.query,
            until=_iso(hold.until),
        )
    )
    rows = [{"hold": hold.hold_id, "dossier_code": code} for code in hold.codes]
    connection.execute(insert(HELD), rows)
    return hold


def release_hold(
    connection: Connection, hold_id: str, by: str, reason: str, now: datetime
) -> Hold:  # fmt: skip
    """Release a hold; it stays on record.

    Raises:
        InputError: T043, there is no such hold; T041, no reason or person is given.
        RefusedError: T044, it was released before.
    """
    hold = next(iter(_holds(connection, select(HOLDS).where(HOLDS.c.hold == hold_id))), None)
    if hold is None:
        raise InputError("T043", hold_id)
    if not (by.strip() and reason.strip()):
        raise InputError("T041", hold_id)
    if hold.released_at is not None:
        raise RefusedError("T044", hold_id, by=hold.released_by, day=f"{hold.released_at:%d/%m/%Y}")
    changed = {"released_at": now.isoformat(), "released_by": by, "release_reason": reason}
    connection.execute(update(HOLDS).where(HOLDS.c.hold == hold_id).values(**changed))
    return next(iter(_holds(connection, select(HOLDS).where(HOLDS.c.hold == hold_id))))


def list_holds(connection: Connection, in_force_on: date | None = None) -> tuple[Hold, ...]:
    """All holds, or those in force on a day, oldest first."""
    asked = select(HOLDS).order_by(HOLDS.c.placed_at, HOLDS.c.hold)
    if in_force_on is not None:
        asked = asked.where(_blocks(in_force_on))
    return tuple(_holds(connection, asked))


def holds_on(
    connection: Connection, day: date, codes: Iterable[str] | None = None
) -> dict[str, tuple[str, ...]]:
    """By dossier (of ``codes``, or all): the holds in force on ``day``, each in a few words."""
    names = select(HELD.c.dossier_code, HELD.c.hold).join(HOLDS, HOLDS.c.hold == HELD.c.hold)
    asked = names.where(_blocks(day)).order_by(HELD.c.dossier_code, HELD.c.hold)
    pairs: list[tuple[str, str]] = []
    if codes is None:
        pairs += [(code, hold) for code, hold in connection.execute(asked)]
    else:
        waiting = iter(codes)
        while some := list(islice(waiting, ASKED_AT_ONCE)):
            rows = connection.execute(asked.where(HELD.c.dossier_code.in_(some)))
            pairs += [(code, hold) for code, hold in rows]
    told = {
        row.hold: text("hold.told", hold=row.hold, reason=row.reason, authority=row.authority)
        for row in connection.execute(select(HOLDS).where(_blocks(day)))
    }
    found: dict[str, tuple[str, ...]] = {}
    for code, hold in pairs:
        found[code] = (*found.get(code, ()), told[hold])
    return found


def hold_digest(hold: Hold) -> Sha512:
    """The SHA-512 of everything a hold says, by which the ledger knows it."""
    facts = {field.name: getattr(hold, field.name) for field in fields(Hold)}
    written = json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str)
    return Sha512(hashlib.sha512(written.encode()).hexdigest())


def _blocks(day: date) -> Any:
    is_open = or_(HOLDS.c.until.is_(None), HOLDS.c.until >= day.isoformat())
    return HOLDS.c.released_at.is_(None) & is_open


def _next_number(connection: Connection, year: int) -> str:
    start = NUMBER.format(year=year, number=0)[:-4]
    count = connection.scalar(
        select(func.count()).select_from(HOLDS).where(HOLDS.c.hold.startswith(start))
    )
    return NUMBER.format(year=year, number=(count or 0) + 1)


def _holds(connection: Connection, asked: Select[Any]) -> Iterator[Hold]:
    for row in connection.execute(asked).all():
        codes = connection.scalars(
            select(HELD.c.dossier_code).where(HELD.c.hold == row.hold).order_by(HELD.c.dossier_code)
        )
        yield Hold(
            hold_id=row.hold,
            placed_at=datetime.fromisoformat(row.placed_at),
            by=row.placed_by,
            reason=row.reason,
            authority=row.authority,
            authority_date=date.fromisoformat(row.authority_date) if row.authority_date else None,
            query=row.query,
            until=date.fromisoformat(row.until) if row.until else None,
            codes=tuple(codes),
            released_at=datetime.fromisoformat(row.released_at) if row.released_at else None,
            released_by=row.released_by,
            release_reason=row.release_reason,
        )


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
