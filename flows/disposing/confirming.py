"""The second person's word: everything is judged once more, and the destruction is ordered.

One transaction holds the judgement, the ledger's entries and the stubs: a refusal leaves all as it
was, and after it nothing can be held, stored or brought back any more.
"""

from datetime import datetime

from sqlalchemy import Connection

from archive_store.vault.database.engine import writing
from archive_store.vault.destroying.ordering import destroy_in, newest_in
from archive_store.vault.ledger.clock import require_later
from archive_store.vault.ledger.entries import entries
from archive_store.vault.objects.inventory import INVENTORY, read_inventory, sha512_of_bytes
from flows.archive import Archive
from flows.disposing.cases import NAME, note_step, require_free
from flows.keeping.cataloguing import RECORD
from metadata.record import read_record
from records.errors import ArchiveError, RefusedError
from retention.disposal.case import (
    Action,
    Case,
    CaseDossier,
    Step,
    digest_of_list,
    digest_of_step,
)
from retention.disposal.keeping import open_cases, read_case, save_case
from retention.disposal.steps import advance
from retention.disposal.stubs import Stub, Target, add_stub, allowed, stub_digest


def confirm(archive: Archive, case_id: str, by: str, now: datetime) -> Case:
    """Confirm an order and enter the destruction of each dossier; nothing is erased yet.

    Raises:
        InputError: T055, no such case.
        RefusedError: T046, T047, as ``advance``; T060, a dossier is under hold; T061, its package
            is gone or damaged; T062, list or versions changed since the decision; T056, it is in
            another case. Nothing is destroyed.
    """
    require_later(archive.engine, now)
    with archive.engine.connect() as connection:
        case = advance(read_case(connection, case_id), Step(action=Action.CONFIRM, by=by, at=now))
        # Judged again below, where it decides; here, so that the reason is told before any other.
        _require_unchanged(archive, connection, case)
    stubs = tuple(_stub(archive, case, each, now) for each in case.destroyed)
    with writing(archive.engine) as connection:
        case = advance(read_case(connection, case_id), case.steps[-1])
        _require_unchanged(archive, connection, case)
        require_free(connection, tuple(each.dossier_code for each in case.destroyed))
        archive.vault.place.on_step("order destruction")
        save_case(connection, case)
        note_step(connection, case)
        digests = {each.package_id: stub_digest(each.facts) for each in stubs}
        destroy_in(connection, digests, by, now)
        for stub in stubs:
            add_stub(connection, stub)
        archive.vault.place.on_step("destruction ordered")
    return case


def _require_unchanged(archive: Archive, connection: Connection, case: Case) -> None:
    if digest_of_list(case.dossiers) != case.list_digest:
        raise RefusedError("T062", case.case_id)
    witnessed = {
        each.version: each.inventory_sha512
        for each in entries(archive.engine, NAME.format(case.case_id))
    }
    # The last step is being taken now; the ledger has seen all before it.
    for number in range(1, len(case.steps)):
        if witnessed.get(number) != digest_of_step(case, number):
            raise RefusedError("T062", case.case_id)
    bound = open_cases(connection, [each.dossier_code for each in case.dossiers])
    for each in case.destroyed:
        if bound.get(each.dossier_code) != case.case_id:
            raise RefusedError("T056", each.dossier_code, case=bound.get(each.dossier_code, "–"))
        if newest_in(connection, each.package_id) != (each.version, each.inventory_sha512):
            raise RefusedError("T062", each.dossier_code)


def _stub(archive: Archive, case: Case, dossier: CaseDossier, now: datetime) -> Stub:
    target, files = _target(archive, dossier)
    council, decision = case.step(Action.CONVENE), case.step(Action.DECIDE)
    order = case.step(Action.ORDER)
    facts = {name: getattr(dossier, name) for name in CaseDossier.__slots__}
    facts |= {
        "case_id": case.case_id,
        "council": _paper(council),
        "decision": _paper(decision),
        "decided_by": decision and decision.by,
        "ordered_by": order and order.by,
        "confirmed_by": case.steps[-1].by,
        "destroyed_at": now.isoformat(),
        "files": files,
        "received_sha256": list(target.received),
    }
    return Stub(
        package_id=dossier.package_id,
        dossier_code=dossier.dossier_code,
        case_id=case.case_id,
        facts=allowed({name: fact for name, fact in facts.items() if fact is not None}),
        target=target,
    )


def target_of(archive: Archive, dossier: CaseDossier) -> Target:
    """What is to be erased of a dossier; raises T061 as ``confirm``."""
    return _target(archive, dossier)[0]


def _target(archive: Archive, dossier: CaseDossier) -> tuple[Target, dict[str, str]]:
    """What is to be erased of a dossier, from its package, which has to be there and sound."""
    place = archive.vault.place.object(dossier.package_id)
    try:
        content = (place / INVENTORY).read_bytes()
        record = archive.vault.read_file(dossier.package_id, RECORD).read_bytes()
        inventory, described = read_inventory(content, place / INVENTORY), read_record(record)
        sizes = {
            path: (place / path).stat().st_size
            for paths in inventory.manifest.values()
            for path in paths
        }
    except (OSError, ArchiveError) as error:
        raise RefusedError("T061", dossier.dossier_code) from error
    if sha512_of_bytes(content) != dossier.inventory_sha512:
        raise RefusedError("T061", dossier.dossier_code)
    own = {
        digest: sizes[paths[0]]
        for digest, paths in inventory.manifest.items()
        # Schemas and the like lie in every package.
        if any("/schemas/" not in path and "/documentation/" not in path for path in paths)
    }
    files = {path: digest for digest, paths in inventory.manifest.items() for path in paths}
    received = tuple(sorted({each.file.sha256 for each in described.documents}))
    return (
        Target(
            package_id=dossier.package_id,
            dossier_code=dossier.dossier_code,
            contents=own,
            received=received,
        ),
        files,
    )


def _paper(step: Step | None) -> str | None:
    if step is None or step.paper is None:
        return None
    return f"{step.paper.number}, {step.paper.day:%d/%m/%Y}"
