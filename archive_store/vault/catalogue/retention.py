"""What a sweep reads of the catalogue: no record, and never more than some rows at a time.

The column ``retention`` holds what decides about a dossier, as JSON that is the same for all
dossiers with the same rule and dates. So each such group is decided once.
"""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from sqlalchemy import BigInteger, Engine, cast, func, select

from archive_store.vault.database.tables import CATALOGUE
from records.dates import PartialDate, read_partial_date
from records.dossier import Dossier
from records.messages import text
from records.retention import (
    PROPOSED,
    PeriodKind,
    RetentionFacts,
    RetentionPeriod,
    RetentionRule,
)

ROWS_AT_ONCE = 20_000
GROUPS_AT_ONCE = 500
COLUMNS = CATALOGUE.c
DATES = 4
"""Of a dossier: its end, an event, its submission, its transfer."""


class RetentionGroup(NamedTuple):
    """Dossiers of one fonds that ``deciding`` decides about: how many, with how many sheets."""

    deciding: str
    agency_code: str
    fonds_code: str
    fonds: str
    dossiers: int
    sheets: int


def deciding(dossier: Dossier) -> str:
    """What decides about a dossier; of its end only the year, but for a period with an event."""
    rule, end = dossier.retention, dossier.end
    if end is not None and (rule is None or rule.period.kind is not PeriodKind.EVENT):
        end = PartialDate(year=end.year)
    dates = [each and each.iso for each in (end, dossier.event_on, dossier.submitted_on)]
    if dossier.transferred_on is not None:
        # Few have it: the others' value stays as it was before there was such a date.
        dates.append(dossier.transferred_on.iso)
    told: list[object] = []
    if rule is not None:
        period = rule.period
        told += [rule.instrument, rule.version, rule.item]
        told += [period.kind.value, period.years, period.wording]
    return json.dumps([dates, told], ensure_ascii=False, separators=(",", ":"))


def facts_of(code: str, told: str) -> RetentionFacts:
    """What ``deciding`` told, of the dossier ``code``; the rule without its text and reason."""
    dates, rule = json.loads(told) if told else ((None, None, None), ())
    known = [read_partial_date(each) if each else None for each in dates]
    end, event, submitted, transferred = (*known, None)[:DATES]
    return RetentionFacts(
        code=code,
        rule=_rule(*rule) if rule else None,
        end=end,
        event_on=event,
        submitted_on=submitted,
        transferred_on=transferred,
    )


def retention_groups(engine: Engine) -> Iterator[RetentionGroup]:
    """All dossiers, counted by fonds and by what decides; those decided alike come together."""
    by = (COLUMNS.retention, COLUMNS.agency_code, COLUMNS.fonds_code, COLUMNS.fonds)
    sheets = cast(func.sum(COLUMNS.sheets), BigInteger)
    asked = select(*by, func.count(), sheets).group_by(*by).order_by(COLUMNS.retention)
    with engine.connect() as connection:
        found = connection.execution_options(yield_per=ROWS_AT_ONCE).execute(asked)
        for part in found.partitions():
            yield from map(RetentionGroup._make, part)


def codes_in_order(
    engine: Engine, wanted: Iterable[tuple[str, int]]
) -> Iterator[tuple[str, list[str]]]:
    """Codes of the dossiers that each ``wanted`` decides about, in the order of ``wanted``.

    Each comes with the number of dossiers to be expected: small groups are read together. What is
    stored or changed meanwhile may or may not be among them.
    """
    part: list[str] = []
    expected = 0
    for told, dossiers in wanted:
        if part and (expected + dossiers > ROWS_AT_ONCE or len(part) == GROUPS_AT_ONCE):
            yield from _small(engine, part)
            part, expected = [], 0
        if dossiers > ROWS_AT_ONCE:
            yield from _large(engine, told)
        else:
            part.append(told)
            expected += dossiers
    if part:
        yield from _small(engine, part)


def _small(engine: Engine, part: list[str]) -> Iterator[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {told: [] for told in part}
    # Asked for in no order: to have one, PostgreSQL would read the whole index each time.
    asked = select(COLUMNS.retention, COLUMNS.dossier_code).where(COLUMNS.retention.in_(part))
    with engine.connect() as connection:
        for told, code in connection.execute(asked):
            found[told].append(code)
    yield from ((told, sorted(codes)) for told, codes in found.items() if codes)


def _large(engine: Engine, told: str) -> Iterator[tuple[str, list[str]]]:
    asked = select(COLUMNS.dossier_code).where(COLUMNS.retention == told)
    asked = asked.order_by(COLUMNS.dossier_code).limit(ROWS_AT_ONCE)
    after = ""
    while True:
        # Each part is a transaction of its own: a long sweep holds nothing back.
        with engine.connect() as connection:
            codes = list(connection.scalars(asked.where(COLUMNS.dossier_code > after)))
        if codes:
            yield told, codes
        if len(codes) < ROWS_AT_ONCE:
            return
        after = codes[-1]


def _rule(
    instrument: str, version: str, item: str, kind: str, years: int | None, wording: str
) -> RetentionRule:
    facts = {"instrument": instrument, "item": item.lstrip(PROPOSED), "wording": wording}
    return RetentionRule(
        instrument=instrument,
        version=version,
        item=item,
        text="",
        period=RetentionPeriod(kind=PeriodKind(kind), wording=wording, years=years),
        reason=text("retention.proposed.short", **facts),
    )
