"""A sweep decides groups; each dossier comes out as if it had been decided alone."""

import io
import json
from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

import pytest
from sqlalchemy import Engine

from archive_store import open_database
from archive_store.vault.catalogue.retention import codes_in_order, facts_of, retention_groups
from archive_store.vault.database.engine import migrate
from bench.retention import fill
from cli.retention_commands import metres
from flows.running.figures import write_document
from flows.settings import RetentionSection
from flows.sweep import METRE_DIGITS, Sweep, came_out, options_of
from records.retention import DueAction, RetentionDecision
from retention import decide

DOSSIERS = 400
DAY = date(2031, 1, 1)
SETTINGS = RetentionSection()


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    made = open_database(tmp_path_factory.mktemp("sweep") / "luutru.db")
    migrate(made)
    fill(made, DOSSIERS)
    yield made
    made.dispose()


def decided_alike(engine: Engine) -> list[tuple[str, list[str]]]:
    """What decides, and the codes that it decides about, as a sweep asks for them."""
    counted: Counter[str] = Counter()
    for group in retention_groups(engine):
        counted[group.deciding] += group.dossiers
    return list(codes_in_order(engine, sorted(counted.items())))


def one_by_one(
    engine: Engine, day: date, holds: dict[str, tuple[str, ...]]
) -> list[RetentionDecision]:
    return [
        decide(facts_of(code, told), holds.get(code, ()), day, options_of(SETTINGS))
        for told, codes in decided_alike(engine)
        for code in codes
    ]


def test_each_dossier_is_decided_as_if_alone(engine: Engine) -> None:
    alone = one_by_one(engine, DAY, {})
    held = {next(each.dossier_code for each in alone if each.action): ("Tòa án tỉnh",)}
    alone = one_by_one(engine, DAY, held)
    swept = Sweep(engine, SETTINGS, DAY, held)
    due = [each for each in alone if each.action is not None]
    by_code = {each.dossier_code: each for each in due}
    found = list(swept.due())
    assert {each.dossier_code: each for each in found} == by_code
    assert len(found) == len(due)
    days = [each.due_on for each in found]
    assert days == sorted(days, key=lambda day: day or DAY)
    assert len(set(days)) > 10
    assert list(swept.unknown()) == [each for each in alone if each.is_unknown]
    assert {each.action for each in alone} == {None, DueAction.DESTROY, DueAction.TRANSFER}
    assert [each.blocked_by for each in swept.due() if each.blocked_by] == [("Tòa án tỉnh",)]


def test_the_figures_count_every_dossier_once(engine: Engine) -> None:
    alone = one_by_one(engine, DAY, {})
    figures = Sweep(engine, SETTINGS, DAY).figures()
    assert figures.dossiers == DOSSIERS
    by_action = Counter(map(came_out, alone))
    assert {each.action: each.dossiers for each in figures.by_action} == by_action
    for counts in (figures.by_fonds, figures.by_rule):
        assert Counter(dict.fromkeys(by_action, 0)) + sum_by_action(counts) == by_action
    (destroy,) = (each for each in figures.by_action if each.action == "destroy")
    assert destroy.sheets == destroy.dossiers * 40
    assert destroy.metres == round(destroy.sheets / 8000, METRE_DIGITS)


def sum_by_action(counts: object) -> Counter[str]:
    total: Counter[str] = Counter()
    for each in counts:  # type: ignore[attr-defined]
        total[each.action] += each.dossiers
    return total


def test_the_document_is_json_under_the_contract_s_keys_and_the_same_again(engine: Engine) -> None:
    documents = []
    for _ in range(2):
        stream = io.BytesIO()
        write_document(stream, *Sweep(engine, SETTINGS, DAY).as_contract())
        documents.append(stream.getvalue())
    assert documents[0] == documents[1]
    told = json.loads(documents[0])
    assert (told["as_of"], told["dossiers"]) == ("2031-01-01", DOSSIERS)
    due = list(Sweep(engine, SETTINGS, DAY).due())
    assert [each["dossier_code"] for each in told["due"]] == [each.dossier_code for each in due]
    assert told["due"][0] == {
        "dossier_code": due[0].dossier_code, "action": due[0].action,
        "rule": due[0].rule and due[0].rule.item,
        "instrument": due[0].rule and due[0].rule.instrument,
        "version": due[0].rule and due[0].rule.version,
        "period": due[0].rule and due[0].rule.period.wording,
        "due_on": due[0].due_on and due[0].due_on.isoformat(), "reason": due[0].reason,
        "blocked_by": [],
    }  # fmt: skip
    assert len(told["unknown"]) == sum(1 for _ in Sweep(engine, SETTINGS, DAY).unknown())


def test_a_document_without_figures_or_items_is_json_too() -> None:
    stream = io.BytesIO()
    write_document(stream, {}, {"due": iter(()), "unknown": iter((b"1", b"2"))})
    assert json.loads(stream.getvalue()) == {"due": [], "unknown": [1, 2]}


@pytest.mark.parametrize(
    ("length", "told"),
    [(0, "0,00 m"), (0.0001, "dưới 0,01 m"), (0.05, "0,05 m"), (1234.5, "1.234,50 m")],
)
def test_metres_are_written_as_vietnamese_is(length: float, told: str) -> None:
    assert metres(length) == told


def test_a_later_day_never_has_less_due(engine: Engine) -> None:
    codes = [
        {each.dossier_code for each in Sweep(engine, SETTINGS, date(year, 1, 1)).due()}
        for year in (1980, 2026, 2031, 2100)
    ]
    assert all(before <= after for before, after in pairwise(codes))
