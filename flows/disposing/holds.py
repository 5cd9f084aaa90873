"""Places and releases holds on stored dossiers; each is an entry of the ledger."""

from datetime import date, datetime

from archive_store import find, list_page
from archive_store.vault.catalogue.wanted import Wanted
from archive_store.vault.database.engine import writing
from archive_store.vault.ledger.clock import require_later
from archive_store.vault.ledger.entries import HELD, RELEASED, NewEntry, append_in
from flows.archive import Archive
from flows.copying.kept_state import follow
from records.access import ARCHIVIST
from records.dates import VIETNAM
from records.errors import InputError, RefusedError
from records.hit import Meaning, Question
from retention.holds import Hold, HoldOrder, hold_digest, list_holds, place_hold, release_hold

NAME = "urn:luutru:hold:{}"
MOST_PAGES = 200
"""A search tells no more pages than these; a hold on a part of what was meant is none."""


def find_codes(archive: Archive, codes: tuple[str, ...], query: str | None) -> tuple[str, ...]:
    """The dossiers named, and those with the words of ``query`` in their title or on a page.

    Where ``query`` has more than plain words, only pages are looked at.

    Raises:
        InputError: F009, nothing has this code.
        RefusedError: T045, the words stand on more pages than a search can tell.
    """
    for code in codes:
        if find(archive.engine, code) is None:
            raise InputError("F009", code)
    if not query:
        return codes
    answer = archive.index.search(Question(words=query, limit=MOST_PAGES), ARCHIVIST)
    if answer.total > len(answer.hits) or not answer.is_exact:
        raise RefusedError("T045", query, total=answer.total, most=MOST_PAGES)
    found = {hit.dossier_code for hit in answer.hits if not hit.is_approximate}
    is_plain = all(
        each.meaning is Meaning.WORDS and not each.is_unwanted for each in answer.understood
    )
    titled = list_page(archive.engine, Wanted(words=query)).rows if is_plain else ()
    return tuple(sorted({*codes, *found, *(row.dossier_code for row in titled)}))


def place(archive: Archive, order: HoldOrder, now: datetime) -> Hold:
    """Place a hold on dossiers that are there; in force when this returns.

    Raises:
        InputError, RefusedError: as ``place_hold``; F009, a dossier is gone meanwhile.
    """
    require_later(archive.engine, now)
    with writing(archive.engine) as connection:
        hold = place_hold(connection, order, now)
        # Whoever destroys takes the row away in his transaction: what is there now is not gone.
        for code in hold.codes:
            if find(archive.engine, code) is None:
                raise InputError("F009", code)
        append_in(connection, (_entry(hold, HELD, hold.by, now),))
    follow(archive, now)
    return hold


def release(archive: Archive, hold_id: str, by: str, reason: str, now: datetime) -> Hold:
    """Release a hold.

    Raises:
        InputError, RefusedError: as ``release_hold``.
    """
    require_later(archive.engine, now)
    with writing(archive.engine) as connection:
        hold = release_hold(connection, hold_id, by, reason, now)
        append_in(connection, (_entry(hold, RELEASED, by, now),))
    follow(archive, now)
    return hold


def listed(archive: Archive, *, with_past: bool) -> tuple[Hold, ...]:
    """The holds in force today, or all that ever were."""
    with archive.engine.connect() as connection:
        return list_holds(connection, None if with_past else today())


def today() -> date:
    """The day it is for the law."""
    return datetime.now(VIETNAM).date()


def _entry(hold: Hold, action: str, by: str, now: datetime) -> NewEntry:
    return NewEntry(
        time=now,
        actor=by,
        action=action,
        object_id=NAME.format(hold.hold_id),
        version=1 if action == HELD else 2,
        inventory_sha512=hold_digest(hold),
    )
