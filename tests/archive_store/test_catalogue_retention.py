"""What the catalogue tells a sweep: who is decided alike, and by what."""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from archive_store import catalogue
from archive_store.vault.catalogue import retention
from archive_store.vault.catalogue.retention import (
    codes_in_order,
    deciding,
    facts_of,
    retention_groups,
)
from records.dates import PartialDate
from records.package import CatalogueEntry
from records.retention import PeriodKind, RetentionFacts, RetentionPeriod, RetentionRule

MakeEntry = Callable[[int], CatalogueEntry]
TWENTY = RetentionRule(
    instrument="09/2011/TT-BNV", version="2026-11", item="TT09-006b", text="Kế hoạch", reason="…",
    period=RetentionPeriod(kind=PeriodKind.YEARS, wording="20 năm", years=20),
)  # fmt: skip
UNTIL = replace(
    TWENTY, item="TT09-001a",
    period=RetentionPeriod(kind=PeriodKind.EVENT, wording="Đến khi văn bản hết hiệu lực"),
)  # fmt: skip
FACTS = (
    {"retention": TWENTY, "end": PartialDate(year=2015, month=3, day=1), "sheets": 5},
    {"retention": TWENTY, "end": PartialDate(year=2015, month=12), "sheets": 7},
    {"retention": UNTIL, "end": PartialDate(year=2015, month=3, day=1), "sheets": 1},
    {"retention": UNTIL, "end": PartialDate(year=2015, month=3, day=2), "sheets": 1,
     "event_on": PartialDate(year=2020), "submitted_on": PartialDate(year=2016, month=1),
     "transferred_on": PartialDate(year=2022, month=5, day=4)},
    {"retention": None, "end": None, "sheets": 2},
)  # fmt: skip


def entries(make_entry: MakeEntry) -> list[CatalogueEntry]:
    made = [make_entry(number) for number in range(1, len(FACTS) + 1)]
    return [
        replace(entry, dossier=replace(entry.dossier, **facts))  # type: ignore[arg-type]
        for entry, facts in zip(made, FACTS, strict=True)
    ]


def decided_alike(engine: Engine) -> list[tuple[str, list[str]]]:
    """What decides, and the codes that it decides about, as a sweep asks for them."""
    counted: Counter[str] = Counter()
    for group in retention_groups(engine):
        counted[group.deciding] += group.dossiers
    return list(codes_in_order(engine, sorted(counted.items())))


def test_dossiers_with_one_rule_and_year_are_decided_alike(
    engine: Engine, make_entry: MakeEntry
) -> None:
    made = entries(make_entry)
    for entry in made:
        catalogue.save(engine, entry, b"record")
    codes = [entry.dossier.code for entry in made]
    alike = sorted((codes for _, codes in decided_alike(engine)), key=len)
    assert alike[-1] == codes[:2]
    assert sorted(code for group in alike for code in group) == codes
    counted = {(each.dossiers, each.sheets) for each in retention_groups(engine)}
    assert counted == {(2, 12), (1, 1), (1, 2)}
    assert {each.fonds for each in retention_groups(engine)} == {"UBND tỉnh"}


def test_what_decides_is_read_back(make_entry: MakeEntry) -> None:
    for entry in entries(make_entry):
        dossier = entry.dossier
        rule, end = dossier.retention, dossier.end
        facts = facts_of(dossier.code, deciding(dossier))
        if facts.rule is not None and rule is not None:
            facts = replace(facts, rule=replace(facts.rule, text=rule.text, reason=rule.reason))
        if rule is not UNTIL and end is not None:
            end = PartialDate(year=end.year)
        assert facts == RetentionFacts(
            code=dossier.code, rule=rule, end=end, event_on=dossier.event_on,
            submitted_on=dossier.submitted_on, transferred_on=dossier.transferred_on,
        )  # fmt: skip


def test_a_row_that_nobody_filled_decides_nothing() -> None:
    assert facts_of("h", "") == RetentionFacts(code="h", rule=None)


def test_a_large_group_comes_in_parts_and_whole(
    engine: Engine, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "ROWS_AT_ONCE", 2)
    made = [make_entry(number) for number in range(1, 6)]
    for entry in made:
        catalogue.save(engine, entry, b"record")
    parts = [codes for _, codes in decided_alike(engine)]
    assert [len(codes) for codes in parts] == [2, 2, 1]
    assert [code for codes in parts for code in codes] == [each.dossier.code for each in made]


@pytest.mark.parametrize("groups_at_once", [1, 2, 500])
def test_groups_come_in_the_order_that_is_asked_for(
    engine: Engine, make_entry: MakeEntry, monkeypatch: pytest.MonkeyPatch, groups_at_once: int
) -> None:
    monkeypatch.setattr(retention, "GROUPS_AT_ONCE", groups_at_once)
    for entry in entries(make_entry):
        catalogue.save(engine, entry, b"record")
    known = dict(decided_alike(engine))
    for wanted in (sorted(known), sorted(known, reverse=True), sorted(known)[1:3]):
        asked = [(told, len(known[told])) for told in wanted]
        assert list(codes_in_order(engine, asked)) == [(told, known[told]) for told in wanted]
