"""What lies in the quarantine, as a list for people."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from flows.archive import Archive
from intake.apart import APART, REFERENCE_LETTERS
from intake.restricted import FOLDER, read_withheld


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """One file; ``reason`` is ``None`` where it was not asked for.

    ``state`` is ``waiting`` or, of a restricted file, ``accepted``.
    """

    reference: str
    batch: str
    code: str
    state: str
    reason: str | None = None


def list_quarantine(archive: Archive, *, with_reasons: bool) -> tuple[SetAside, ...]:
    """Everything in quarantine, the restricted part first.

    Raises:
        RefusedError: this account may not open the restricted part (F031).
    """
    return (*_restricted(archive, with_reasons=with_reasons), *_ordinary(archive))


def _restricted(archive: Archive, *, with_reasons: bool) -> Iterator[SetAside]:
    for told, acceptance in read_withheld(archive.quarantine):
        place = f"{told.name}, p. {told.page}" if told.page else told.name
        reason = f"{place}: {told.rule}: {told.written}" if with_reasons else None
        yield SetAside(
            reference=f"sha256:{told.sha256[:REFERENCE_LETTERS]}",
            batch=told.batch,
            code=APART,
            state="waiting" if acceptance is None else "accepted",
            reason=reason,
        )


def _ordinary(archive: Archive) -> Iterator[SetAside]:
    for note in sorted(archive.quarantine.glob("*/**/*.problem.json")):
        batch = note.relative_to(archive.quarantine).parts[0]
        if batch == FOLDER:
            continue
        told = json.loads(note.read_bytes())
        yield SetAside(
            reference=told["file"],
            batch=batch,
            code=told["problem"]["code"],
            state="waiting",
            reason=told["problem"]["message"],
        )
