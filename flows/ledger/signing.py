"""Signs the ledger's head, keeps and publishes it, and has its time witnessed.

The signer is another account than the one that runs the archive: it judges before it signs, and
remembers beside the key what it has signed, so that no rewritten history gets its signature.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from archive_store.vault.ledger.check import CLOCK_SLACK, LedgerExamination, examine_ledger
from archive_store.vault.ledger.head_keys import make_key, read_key, sign_head
from archive_store.vault.ledger.heads import check_heads, keep_head, newest_head, trust_key
from archive_store.vault.ledger.signed_note import (
    Checkpoint,
    SignedHead,
    VerifierKey,
    origin_of,
    read_note,
)
from archive_store.vault.ledger.timestamps import (
    Timestamp,
    ask,
    check_response,
    keep_timestamp,
    make_request,
    read_authorities,
)
from flows.archive import Archive
from flows.ledger.places import (
    key_file,
    memory_of,
    notes_in,
    notes_outside,
    place_of,
    put_note,
)
from records.dates import VIETNAM
from records.errors import InputError, RefusedError, SetupError, TransientError
from records.problem import Problem
from records.report import Progress, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """A head that was signed and kept; ``problems`` tells why it has no timestamp, if it should."""

    number: int
    head: SignedHead
    key: VerifierKey
    timestamp: Timestamp | None
    problems: tuple[Problem, ...]


def make_archive_key(archive: Archive, given: Path | None, now: datetime) -> tuple[Path, str]:
    """Make the key that signs; its file, and the line by which others verify.

    Raises:
        RefusedError: F100, there is a file already.
        SetupError: F108, no file is named; A068, it cannot be written.
    """
    file = key_file(archive, given)
    key = make_key(file, origin_of(archive.settings.institution.code))
    trust_key(archive.engine, key, now)
    return file, str(key)


def sign_newest(
    archive: Archive, given: Path | None, now: datetime, watch: Callable[[Progress], None]
) -> Signing:
    """Judge the whole ledger, and sign its head.

    Raises:
        RefusedError: F109, ledger and heads contradict each other; F101, the clock is behind.
        SetupError: F108 or A068, there is no key to sign with.
    """
    file = key_file(archive, given)
    origin = origin_of(archive.settings.institution.code)
    private, key = read_key(file, origin)
    memory = notes_in(memory_of(file))

    def progress(done: int, total: int) -> None:
        watch(Progress(stage=Stage.AUDITING, done=done, total=total))

    examined = examine_ledger(archive.engine, progress)
    outside = (*memory, *notes_outside(archive))
    faults = (*examined.faults, *check_heads(archive.engine, outside, (key,)))
    if faults:
        raise RefusedError("F109", faults[0].subject, faults=len(faults))
    _check_clock(archive, examined, memory, now)
    told = Checkpoint(origin=origin, size=examined.head.size, root=examined.head.root, time=now)
    head = sign_head(told, private, key)
    # The signer's own memory comes first: what left the key is remembered, whatever happens next.
    put_note(memory_of(file), head)
    trust_key(archive.engine, key, now)
    number = keep_head(archive.engine, head)
    folder = place_of(archive, archive.settings.ledger.heads_folder)
    if folder is not None:
        put_note(folder, head)
    timestamp, problems = _witness(archive)
    return Signing(number=number, head=head, key=key, timestamp=timestamp, problems=problems)


def timestamp_newest(archive: Archive, response: Path | None = None) -> tuple[int, Timestamp]:
    """Have the newest head's time witnessed: by an answer that was brought, or over the network.

    Raises:
        RefusedError: F102, nothing is signed yet.
        InputError: A069, the answer is not about this head, or no trusted authority gave it.
        SetupError: F105, no authority is trusted; F108, the settings name none.
        TransientError: F104, the authority does not answer.
    """
    number, head = _newest(archive)
    certificates = read_authorities(_authority_file(archive))
    if response is None:
        address = archive.settings.ledger.tsa_url
        if not address:
            raise SetupError("F108", archive.root / "settings.toml", setting="tsa_url")
        answer = ask(address, make_request(head.note))
    else:
        answer = _read(response)
    timestamp = check_response(answer, head.note, certificates, f"ledger head {number}")
    keep_timestamp(archive.engine, number, timestamp)
    return number, timestamp


def request_for_newest(archive: Archive) -> tuple[int, bytes]:
    """The request for a timestamp of the newest head, to be carried to an authority.

    Raises:
        RefusedError: F102, nothing is signed yet.
    """
    number, head = _newest(archive)
    return number, make_request(head.note)


def _newest(archive: Archive) -> tuple[int, SignedHead]:
    found = newest_head(archive.engine)
    if found is None:
        raise RefusedError("F102", archive.root)
    return found


def _authority_file(archive: Archive) -> Path:
    file = place_of(archive, archive.settings.ledger.tsa_ca)
    if file is None:
        raise SetupError("F108", archive.root / "settings.toml", setting="tsa_ca")
    return file


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError("A069", file, reason=error.strerror) from error


def _check_clock(
    archive: Archive,
    examined: LedgerExamination,
    memory: tuple[tuple[str, str], ...],
    now: datetime,
) -> None:
    kept = newest_head(archive.engine)
    heads = [kept[1] if kept else None, *(read_note(note) for _, note in memory[-1:])]
    signed = (head.checkpoint.time for head in heads if head is not None)
    latest = max((*signed, examined.latest - CLOCK_SLACK))
    if now < latest:
        times = (f"{time.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}" for time in (now, latest))
        raise RefusedError("F101", next(times), latest=next(times))


def _witness(archive: Archive) -> tuple[Timestamp | None, tuple[Problem, ...]]:
    if not archive.settings.ledger.tsa_url:
        return None, ()
    try:
        return timestamp_newest(archive)[1], ()
    except (InputError, SetupError, TransientError) as error:
        return None, (error.problem,)
