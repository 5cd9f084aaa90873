"""A sweep over 1,000,000 dossiers on each database, and how fast one decision is.

``python -m bench.retention [--dossiers N] [--only NAME]``. The rows are as the catalogue has them,
but without records, which a sweep does not read. Each database is swept in a process of its own
that writes the whole JSON document, so that its memory is that of a sweep. Told are seconds by the
clock, seconds of CPU of that process, and the most memory it had. Limits: 20 s, 500 MB, and
200,000 decisions a second of CPU on one core.
"""

import argparse
import contextlib
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine, Insert, insert, select

from archive_store import open_database
from archive_store.vault.database.engine import migrate, writing
from archive_store.vault.database.tables import CATALOGUE
from bench.catalogue import own_server, row, version_of
from flows.running.figures import write_document
from flows.settings import RetentionSection
from flows.sweep import Sweep
from records.dates import PartialDate
from records.retention import PeriodKind, RetentionFacts, RetentionRule
from retention import RetentionOptions, Schedule, decide, load_schedules

LIMIT_SECONDS, LIMIT_MB, LIMIT_PER_SECOND = 20, 500, 200_000
BASE = 50_000
DAY = date(2031, 1, 1)
ROUNDS = 20


def main() -> None:
    """Decide, fill, sweep, tell."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--dossiers", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL", "decide"))
    parser.add_argument("--sweep", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.sweep:
        sweep_once(asked.sweep)
        return
    rate = decisions_per_second()
    print(f"decide: {rate:,.0f} a second of CPU{over(rate < LIMIT_PER_SECOND)}")
    with tempfile.TemporaryDirectory() as folder, contextlib.ExitStack() as stack:
        addresses: dict[str, Callable[[], Path | str]] = {
            "SQLite": lambda: Path(folder) / "luutru.db",
            "PostgreSQL": lambda: stack.enter_context(own_server()),
        }
        for name in [asked.only] if asked.only else addresses:
            if name == "decide":
                continue
            address = addresses[name]()
            engine = open_database(address)
            migrate(engine)
            fill(engine, asked.dossiers)
            print(f"{name} {version_of(engine)}, {asked.dossiers:,} dossiers: ", end="", flush=True)
            engine.dispose()
            program = [sys.executable, "-m", "bench.retention", "--sweep", str(address)]
            subprocess.run(program, check=True)


def sweep_once(address: str) -> None:
    """Sweep, write the JSON away, and tell what it took."""
    engine = open_database(address if "://" in address else Path(address))
    began, cpu = time.perf_counter(), time.process_time()
    figures, lists = Sweep(engine, RetentionSection(), DAY).as_contract()
    with Path(os.devnull).open("wb") as nowhere:
        write_document(nowhere, figures, lists)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
    print(
        f"{seconds:.1f} s{over(seconds > LIMIT_SECONDS)} ({cpu:.1f} s CPU), "
        f"{memory} MB{over(memory > LIMIT_MB)}"
    )


def decisions_per_second() -> float:
    """The best of some rounds: what other work on the machine costs is no part of it."""
    chance = random.Random(7)  # noqa: S311 - a repeatable choice, no secret
    options, rules = RetentionOptions(), rules_of(load_schedules())
    facts = [
        RetentionFacts(
            code=f"H46.{number}",
            rule=chance.choice(rules),
            end=PartialDate(year=chance.randint(1954, 2024), month=chance.randint(1, 12)),
            event_on=PartialDate(year=chance.randint(1990, 2030)) if number % 2 else None,
        )
        for number in range(20_000)
    ]
    best = 0.0
    for _ in range(ROUNDS):
        began = time.process_time()
        for each in facts:
            decide(each, (), DAY, options)
        best = max(best, len(facts) / (time.process_time() - began))
    return best


def rules_of(schedules: tuple[Schedule, ...]) -> list[RetentionRule]:
    """A rule for each item of the shipped schedules."""
    return [
        RetentionRule(
            instrument=schedule.instrument, version=schedule.version, item=item.code,
            text=item.text, period=item.period, reason="",
        )
        for schedule in schedules
        for item in schedule.items
    ]  # fmt: skip


def fill(engine: Engine, dossiers: int) -> None:
    """Write rows with rules of the shipped schedules; one in 20 has none, one in 50 no end.

    Beyond ``BASE`` dossiers the database copies the first ones under other codes.
    """
    chance = random.Random(5)  # noqa: S311 - a repeatable choice, no secret
    now, rules = datetime(2026, 3, 2, tzinfo=UTC), rules_of(load_schedules())
    rows = []
    for number in range(min(dossiers, BASE)):
        made = row(number, chance, now)
        rule = chance.choice(rules) if chance.random() > 1 / 20 else None
        end = None if chance.random() < 1 / 50 else made["end_date"]
        rows.append(made | {"end_date": end, "retention": told_of(rule, end)})
    with writing(engine) as connection:
        # Indexes are built at once over all rows, which takes a fraction of growing them.
        for index in CATALOGUE.indexes:
            index.drop(connection)
        connection.execute(insert(CATALOGUE), rows)
        for copy in range(1, dossiers // BASE):
            connection.execute(copies_of_the_first(copy))
        for index in CATALOGUE.indexes:
            index.create(connection)
    with engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql("ANALYZE")


def copies_of_the_first(copy: int) -> Insert:
    """The statement that writes the first rows again, as the dossiers of another inventory."""
    columns = CATALOGUE.c
    changed = {
        "dossier_code": columns.dossier_code + f".{copy:03d}",
        "package_id": columns.package_id + f"-{copy:03d}",
        "ledger_position": columns.ledger_position + copy * BASE,
    }
    wanted = [changed.get(name, columns[name]) for name in columns.keys()]  # noqa: SIM118 - not a dict
    first = select(*wanted).where(columns.ledger_position < BASE)
    return insert(CATALOGUE).from_select(columns.keys(), first)


def told_of(rule: RetentionRule | None, end: object) -> str:
    """What decides, as the catalogue has it."""
    told: list[object] = []
    if rule is not None:
        period = rule.period
        told += [rule.instrument, rule.version, rule.item]
        told += [period.kind.value, period.years, period.wording]
    is_event = rule is not None and rule.period.kind is PeriodKind.EVENT
    dates = [end and (str(end) if is_event else str(end)[:4]), None, None]
    return json.dumps([dates, told], ensure_ascii=False, separators=(",", ":"))


def over(is_over: bool) -> str:  # noqa: FBT001 - it is the question itself
    """A mark where a limit is missed."""
    return " OVER THE LIMIT" if is_over else ""


if __name__ == "__main__":
    main()
