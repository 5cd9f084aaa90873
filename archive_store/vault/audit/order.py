"""In which order packages are read again: what is doubtful first, then what waits longest.

Asks the database page by page, so that a large archive needs no more memory than a small one.
"""

from collections.abc import Iterator

from sqlalchemy import Engine, and_, func, or_, select

from archive_store.vault.database.tables import CHECKS, LEDGER
from archive_store.vault.ledger.entries import KEPT

PAGE = 5_000
ASKED_AT_ONCE = 500
"""Databases limit the values of one question."""
OBJECT = LEDGER.c.object_id
RUN = func.coalesce(CHECKS.c.run, 0)


def longest_unread(engine: Engine, run: int, page_size: int = PAGE) -> Iterator[str]:
    """Every stored package that was not read in ``run`` yet, the longest unread first.

    The order is that of runs, not of clocks: a clock set back hides nothing.
    """
    last: tuple[int, str] | None = None
    while page := _unread(engine, run, last, page_size):
        yield from (package_id for _, package_id in page)
        last = page[-1]


def newest_inventories(engine: Engine, after: str) -> Iterator[tuple[str, str]]:
    """Each package behind ``after``, with the inventory's SHA-512 of its newest ledger entry."""
    while page := _inventories(engine, after):
        yield from page
        after = page[-1][0]


def known_among(engine: Engine, package_ids: tuple[str, ...]) -> frozenset[str]:
    """Those of ``package_ids`` that the ledger knows as stored."""
    known: set[str] = set()
    with engine.connect() as connection:
        for start in range(0, len(package_ids), ASKED_AT_ONCE):
            some = package_ids[start : start + ASKED_AT_ONCE]
            asked = select(OBJECT).where(KEPT, OBJECT.in_(some)).distinct()
            known.update(connection.scalars(asked))
    return frozenset(known)


def count_stored(engine: Engine) -> int:
    """How many packages the ledger knows."""
    asked = select(func.count(OBJECT.distinct())).where(KEPT)
    with engine.connect() as connection:
        return int(connection.scalar(asked) or 0)


def _unread(
    engine: Engine, run: int, last: tuple[int, str] | None, page_size: int
) -> list[tuple[int, str]]:
    stored = select(OBJECT).where(KEPT).distinct().subquery()
    package_id = stored.c.object_id
    asked = (
        select(RUN, package_id)
        .outerjoin_from(stored, CHECKS, CHECKS.c.package_id == package_id)
        .where(RUN.op("<")(run))
        .order_by(RUN, package_id)
        .limit(page_size)
    )
    if last is not None:
        number, name = last
        later = RUN.op(">")(number)
        asked = asked.where(or_(later, and_(RUN.op("=")(number), package_id > name)))
    with engine.connect() as connection:
        return [(int(number), str(name)) for number, name in connection.execute(asked)]


def _inventories(engine: Engine, after: str) -> list[tuple[str, str]]:
    newest = (
        select(OBJECT, func.max(LEDGER.c.seq).label("seq"))
        .where(KEPT, OBJECT.op(">")(after))
        .group_by(OBJECT)
        .order_by(OBJECT)
        .limit(PAGE)
        .subquery()
    )
    asked = select(newest.c.object_id, LEDGER.c.inventory_sha512)
    joined = asked.join_from(newest, LEDGER, newest.c.seq == LEDGER.c.seq)
    with engine.connect() as connection:
        found = connection.execute(joined.order_by(newest.c.object_id))
        return [(str(name), str(digest)) for name, digest in found]
