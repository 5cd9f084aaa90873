"""Ranked proposals: by title, document types, group and fonds, each with its reason."""

from datetime import date

import pytest

from records.retention import PeriodKind, RetentionPeriod
from retention import Schedule, load_schedules
from retention.propose import Subject, propose, rule_of
from retention.schedule import Certainty, ScheduleItem

KNOWN = load_schedules()
THEN, NOW = date(2015, 1, 1), date(2026, 1, 1)


def items(*told: tuple[str, str, str], instrument: str = "01/2027/TT-XX") -> Schedule:
    return Schedule(
        instrument=instrument, version="1", valid_from=THEN, valid_to=None,
        items=tuple(
            ScheduleItem(
                code=code, group=group, text=text, certainty=Certainty.OFFICIAL, source="",
                period=RetentionPeriod(kind=PeriodKind.YEARS, wording="5 năm", years=5),
            )
            for code, group, text in told
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "item"),
    [
        ("Hồ sơ ứng dụng ISO của ngành, cơ quan năm 2014", "TT09-011"),
        ("Hồ sơ hội nghị sơ kết công tác 6 tháng của cơ quan", "TT09-004b"),
        ("Kế hoạch, báo cáo công tác đột xuất", "TT09-008"),
    ],
)
def test_the_likeliest_item_comes_first_of_at_least_three(title: str, item: str) -> None:
    found = propose(Subject(title=title), KNOWN, THEN, 3)
    assert found[0].item.code == item
    assert len(found) == 3
    assert [each.likeness for each in found] == sorted(
        (each.likeness for each in found), reverse=True
    )


def test_types_of_documents_decide_between_items_alike() -> None:
    schedule = items(("A", "", "Hồ sơ mua sắm, hợp đồng"), ("B", "", "Hồ sơ mua sắm, biên bản"))
    for kind, code in (("Hợp đồng", "A"), ("BIÊN BẢN", "B")):
        found = propose(Subject(title="Hồ sơ mua sắm", document_types=(kind,)), [schedule], NOW, 2)
        assert found[0].item.code == code
        assert found[0].parts["types"] == 100


def test_the_group_decides_between_items_alike() -> None:
    schedule = items(("A", "1. Tài chính", "Công văn"), ("B", "2. Quy hoạch", "Công văn"))
    found = propose(Subject(title="Công văn về quy hoạch"), [schedule], NOW, 2)
    assert [each.item.code for each in found] == ["B", "A"]


def test_a_fonds_of_the_sector_decides_between_instruments() -> None:
    row = ("A", "", "Hồ sơ kiểm tra")
    both = [items(row, instrument="01/2027/TT-BCT"), items(row, instrument="02/2027/TT-BYT")]
    for fonds, instrument in (("Sở Y tế", "02/2027/TT-BYT"), ("Sở Công Thương", "01/2027/TT-BCT")):
        found = propose(Subject(title="Hồ sơ kiểm tra", fonds=fonds), both, NOW, 2)
        assert found[0].schedule.instrument == instrument


def test_the_reason_tells_every_share() -> None:
    (found,) = propose(Subject(title="Hồ sơ sự cố y khoa", fonds="Sở Y tế"), KNOWN, NOW, 1)
    assert found.item.code == "BYT-01-38"
    assert "tiêu đề 100 %" in found.reason
    assert "phông 100 %" in found.reason


def test_only_schedules_in_force_propose_and_a_rule_names_its_source() -> None:
    assert propose(Subject(title="Kế hoạch"), KNOWN, date(2000, 1, 1), 3) == ()
    found = propose(Subject(title="Kế hoạch"), KNOWN, NOW, 3)
    assert "09/2011/TT-BNV" not in {each.schedule.instrument for each in found}
    rule = rule_of(found[0].schedule, found[0].item, "…")
    assert (rule.instrument, rule.version) == (
        found[0].schedule.instrument, found[0].schedule.version,
    )  # fmt: skip
    assert not rule.is_proposed
