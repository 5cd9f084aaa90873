"""The engine that has an archive's search index: named in the settings, examined by the doctor."""

import grp
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Engine, text

from archive_store.vault.catalogue.listing import count_rows
from flows.archive import Archive
from flows.machine.checks import Check
from flows.machine.settings_file import name_section
from flows.settings import SearchSection, read_settings
from records.numerals import in_figures
from search.engines import POSTGRES, WHOOSH

Found = Callable[..., Check]
MANY_PAGES = 100_000
"""So far the engine in the folder was measured; its answers take longer with every page (0042)."""


def name_search_engine(file: Path, engine: str) -> None:
    """Name in ``settings.toml`` the engine that has the index now.

    Raises:
        SetupError: F161, an environment variable speaks against it.
    """
    section = read_settings(file).search
    if section.engine != engine:
        written = {**section.model_dump(), "engine": engine}
        name_section(file, "search", SearchSection.model_validate(written))


def examine_search(found: Found, archive: Archive) -> Iterator[Check]:
    """Whether the engine that the settings name can have the index, and who may read it."""
    section = archive.settings.search
    _, pages = count_rows(archive.engine)
    if section.engine == POSTGRES:
        yield _database(found, archive.engine)
    else:
        # Told, and no reason to stop: the answers are right, and slow.
        advice = "doctor.search.many" if pages > MANY_PAGES else None
        told = found(
            "search", f"{WHOOSH}, {in_figures(pages)}", advice, most=in_figures(MANY_PAGES)
        )
        yield Check(name=told.name, ok=True, detail=told.detail, remedy=told.remedy)
    if section.readers:
        is_there = _is_role if section.engine == POSTGRES else _is_group
        key = None if is_there(archive.engine, section.readers) else "doctor.search.readers"
        yield found("search readers", section.readers, key)
    yield from _last_check(found, archive.root / "work" / "index-checks")


def _last_check(found: Found, reports: Path) -> Iterator[Check]:
    """What the newest nightly look at the index found, where there was one."""
    for newest in sorted(reports.glob("*.json"))[-1:]:
        problems = json.loads(newest.read_bytes())["problems"]
        codes = ", ".join(each["code"] for each in problems)
        told = f"{newest.stem} {codes}".strip()
        yield found("search index", told, "doctor.search.check" if codes else None)


def _database(found: Found, engine: Engine) -> Check:
    if engine.dialect.name != "postgresql":
        return found("search", POSTGRES, "doctor.search.database")
    asked = text("SELECT has_database_privilege(current_database(), 'CREATE')")
    with engine.connect() as connection:
        may_create = connection.scalar(asked)
    return found("search", POSTGRES, None if may_create else "doctor.search.create")


def _is_role(engine: Engine, name: str) -> bool:
    if engine.dialect.name != "postgresql":
        return False
    with engine.connect() as connection:
        asked = text("SELECT count(*) FROM pg_roles WHERE rolname = :name")
        return bool(connection.scalar(asked, {"name": name}))


def _is_group(_: Engine, name: str) -> bool:
    try:
        grp.getgrnam(name)
    except KeyError:
        return False
    return True
