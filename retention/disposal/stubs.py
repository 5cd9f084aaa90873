"""What remains of a dossier that was destroyed: facts that the law allows, and nothing of its text.

Which facts these are is data (``retention/data/disposal.toml``). Until all bytes are gone a stub
also holds what is needed to find them.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from sqlalchemy import Connection, Engine, insert, or_, select, update

from records.digest import Sha512
from records.errors import RefusedError
from retention.tables import STUBS


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """An object whose bytes are to go: digests of its own files with their sizes, SHA-512 by size.

    ``received`` are the SHA-256 of the scans as they were delivered.
    """

    package_id: str
    dossier_code: str
    contents: Mapping[str, int]
    received: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stub:
    """A stub: ``facts`` for people; ``target`` until everything is erased."""

    package_id: str
    dossier_code: str
    case_id: str
    facts: Mapping[str, Any]
    target: Target | None


@cache
def disposal_data() -> dict[str, Any]:
    """What the rules of disposal leave to data: fields of stubs, titles and columns of forms."""
    source = files("retention").joinpath("data", "disposal.toml")
    return tomllib.loads(source.read_text(encoding="utf-8"))


def allowed(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Those of ``facts`` that may remain."""
    return {name: facts[name] for name in disposal_data()["stub"]["fields"] if name in facts}


def stub_digest(facts: Mapping[str, Any]) -> Sha512:
    """The SHA-512 of a stub's facts, by which the ledger's entry of the destruction knows it."""
    return Sha512(hashlib.sha512(_json(facts).encode()).hexdigest())


def add_stub(connection: Connection, stub: Stub) -> None:
    """Keep a new stub."""
    target = stub.target
    kept = None if target is None else {"contents": target.contents, "received": target.received}
    connection.execute(
        insert(STUBS).values(
            package_id=stub.package_id,
            dossier_code=stub.dossier_code,
            case_id=stub.case_id,
            record=_json({"facts": stub.facts, "target": kept}),
        )
    )


def finish_stub(connection: Connection, stub: Stub) -> None:
    """Note that everything is erased; what was needed to find it goes too."""
    record = _json({"facts": stub.facts, "target": None})
    of_package = STUBS.c.package_id == stub.package_id
    connection.execute(update(STUBS).where(of_package).values(is_erased=1, record=record))


def stubs_of(connection: Connection, case_id: str) -> tuple[Stub, ...]:
    """The stubs of a case, by dossier."""
    asked = select(STUBS).where(STUBS.c.case_id == case_id).order_by(STUBS.c.dossier_code)
    return tuple(_read(connection.execute(asked)))


def find_stub(engine: Engine, code: str) -> Stub | None:
    """The stub of a dossier, by its code, a document's code, or its package's id."""
    named = or_(
        STUBS.c.dossier_code.in_((code, code.rpartition(".")[0])), STUBS.c.package_id == code
    )
    with engine.connect() as connection:
        return next(_read(connection.execute(select(STUBS).where(named))), None)


def require_not_destroyed(engine: Engine, code: str) -> None:
    """Refuse to look for what was destroyed.

    Raises:
        RefusedError: T057.
    """
    stub = find_stub(engine, code)
    if stub is not None:
        raise RefusedError("T057", code, case=stub.case_id)


def _read(rows: Any) -> Iterator[Stub]:
    for row in rows:
        told = json.loads(row.record)
        kept = told["target"]
        yield Stub(
            package_id=row.package_id,
            dossier_code=row.dossier_code,
            case_id=row.case_id,
            facts=told["facts"],
            target=None
            if kept is None
            else Target(
                package_id=row.package_id,
                dossier_code=row.dossier_code,
                contents=kept["contents"],
                received=tuple(kept["received"]),
            ),
        )


def _json(told: object) -> str:
    return json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
