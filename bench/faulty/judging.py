"""Judges an archive after a fault: everything valid, nothing lost or doubled, nothing left over."""

import sqlite3
import subprocess
from collections import Counter
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from archive_store import Vault, list_rows
from archive_store.vault.database.engine import migrate, open_database
from archive_store.vault.ledger.entries import STORED, entries
from archive_store.vault.objects.layout import walk_store
from flows.archive import Archive, open_archive
from flows.auditing import judges as audit_judges
from flows.auditing.packages import AuditAsked, audit_archive
from records.errors import ArchiveError

OCFL_JUDGE = "ocfl-validate.py"
PATIENCE = audit_judges.SETTLING


def reopened(root: Path) -> Archive:
    """The archive opened anew, as another process would."""
    open_archive.cache_clear()
    return open_archive(root)


def reopened_vault(root: Path) -> Vault:
    """Store and database of an archive, without all that is around them."""
    engine = open_database(root / "luutru.db")
    migrate(engine)
    return Vault(root / "store", engine)


def what_is_wrong(root: Path, judge: Path | None = None) -> list[str]:
    """Everything that is not as it has to be in a whole archive; none means survived."""
    archive = reopened(root)
    audit_judges.SETTLING = timedelta(0)
    try:
        found = wrong_in_store(archive.vault, judge)
        told = audit_archive(archive, AuditAsked(everything=True), lambda _: None)
        found += [f"{each.kind} {each.path}" for each in told.damaged]
        found += [] if told.store.ledger_intact else ["ledger broken"]
        return found + _uncounted(archive)
    except ArchiveError as error:
        return [str(error)]
    finally:
        archive.engine.dispose()


def audited_anew(
    root: Path, patience: timedelta = timedelta(0)
) -> tuple[set[tuple[str, str]], str | None]:
    """As ``audited``, by a process that opens the archive first."""
    audit_judges.SETTLING = patience
    try:
        archive = reopened(root)
    except ArchiveError as error:
        return set(), str(error)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return set(), f"!{error!r}"
    found = audited(archive)
    archive.engine.dispose()
    return found


def audited(archive: Archive) -> tuple[set[tuple[str, str]], str | None]:
    """What ``luutru audit --all`` finds, as package and path, and what it says where it stops.

    Nobody writes while harm is done, so that a row that is wrong stays so: no patience is needed.
    What is said begins with ``!`` where the command would end as a bug. A ledger that is not
    intact is found under the path ``ledger``.
    """
    try:
        told = audit_archive(archive, AuditAsked(everything=True), lambda _: None)
    except ArchiveError as error:
        return set(), str(error)
    except Exception as error:  # noqa: BLE001 - this is what is looked for
        return set(), f"!{error!r}"
    broken = set() if told.store.ledger_intact else {("", "ledger")}
    return {(each.package_id, each.path) for each in told.damaged} | broken, None


def logical_content(file: Path) -> dict[str, object] | None:
    """Every row of every table of a SQLite file, and its schema; ``None`` if it cannot be read."""
    with closing(sqlite3.connect(f"file:{file}?mode=ro&immutable=1", uri=True)) as connection:
        connection.text_factory = bytes
        try:
            schema = connection.execute("SELECT * FROM sqlite_master ORDER BY name").fetchall()
            names = [row[1].decode() for row in schema if row[0] == b"table"]
            return {"schema": schema} | {
                name: sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))  # noqa: S608
                for name in names
            }
        except (sqlite3.Error, UnicodeDecodeError, OverflowError):
            return None


def wrong_in_store(vault: Vault, judge: Path | None) -> list[str]:
    """What store, ledger and staging area disagree in; ``judge`` is ``ocfl-validate.py``."""
    told = [each for each in entries(vault.place.engine) if each.action == STORED]
    objects = {str(path) for path, is_object in walk_store(vault.place.root) if is_object}
    known = {str(vault.place.object(each.object_id)) for each in told}
    twice = [key for key, n in Counter((e.object_id, e.version) for e in told).items() if n > 1]
    found = [f"unknown {path}" for path in sorted(objects - known)]
    found += [f"lost {path}" for path in sorted(known - objects)]
    found += [f"entered twice {key}" for key in twice]
    found += [f"left over {path}" for path in leftovers(vault)]
    if judge is not None and objects:
        done = subprocess.run(
            [judge, "--quiet", *sorted(objects)], capture_output=True, text=True, check=False
        )
        found += [f"{OCFL_JUDGE}: {done.stdout[-300:]}"] if done.returncode else []
    return found


def leftovers(vault: Vault) -> list[str]:
    """What lies in the staging area besides its locks and its own folders."""
    staging = vault.place.staging
    return [
        str(path.relative_to(staging))
        for path in sorted(staging.rglob("*"))
        if path.suffix != ".lock" and path.relative_to(staging).parts[1:]
    ]


def _uncounted(archive: Archive) -> list[str]:
    rows = list_rows(archive.engine)
    newest = {
        each.object_id: each.version for each in entries(archive.engine) if each.action == STORED
    }
    shown = {row.package_id: row.version for row in rows}
    keys = archive.index.page_ids()
    wanted = {row.dossier_code: row.pages for row in rows}
    pages = {code: sum(key.startswith(f"{code}.") for key in keys) for code in wanted}
    others = len(keys) - sum(pages.values())
    found = [f"ledger {newest} catalogue {shown}"] if newest != shown else []
    return found + (
        [f"catalogue {wanted} index {pages} and {others}"] if others or pages != wanted else []
    )
