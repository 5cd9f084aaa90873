"""A schedule read from a sheet: every fault has its row, and what is sound is taken whole."""

from datetime import date
from typing import Any

import pytest

from records.problem import Problem
from retention import load_schedules
from retention.schedule import (
    Certainty,
    Schedule,
    in_force,
    read_schedules,
    write_schedule,
)
from retention.schedule_check import changed_items, check_schedule, version_before
from retention.schedule_table import ReadTable, read_schedule_table

GIVEN = {"instrument": "10/2022/TT-BNV", "version": "2027-01", "valid_from": "15/02/2023"}
HEADER = ["Mã", "Nhóm", "Nội dung", "Thời hạn"]
KNOWN = load_schedules()


def read(*rows: list[Any], header: list[Any] = HEADER, **given: str) -> ReadTable:
    numbered = [[at, cells] for at, cells in enumerate([header, *rows], start=1)]
    return read_schedule_table([{"name": "", "rows": numbered}], "bang.csv", GIVEN | given)


def codes(problems: tuple[Problem, ...]) -> list[tuple[str, str]]:
    return [(each.code, each.subject) for each in problems]


def checked(*rows: list[Any], **given: str) -> list[tuple[str, str]]:
    told = read(*rows, **({"replaces": "2026-11"} | given))
    assert told.schedule is not None
    return codes(check_schedule(told.schedule, told.rows, KNOWN))


def test_a_sound_table_is_read_whole() -> None:
    told = read(
        ["A1", "1. Tổng hợp", "Kế hoạch năm", "Vĩnh viễn"],
        [None, "2. Tài chính", None, None],
        ["B1", None, "- Dự toán", "20 năm"],
        ["B2", None, "Hợp đồng", "5 năm sau khi chấm dứt hợp đồng"],
    )
    assert told.problems == ()
    assert told.schedule is not None
    assert [(each.code, each.group, each.text) for each in told.schedule.items] == [
        ("A1", "1. Tổng hợp", "Kế hoạch năm"),
        ("B1", "2. Tài chính", "Dự toán"),
        ("B2", "2. Tài chính", "Hợp đồng"),
    ]
    assert told.schedule.valid_from == date(2023, 2, 15)
    assert {each.certainty for each in told.schedule.items} == {Certainty.SECONDARY}


def test_a_table_is_the_same_when_it_was_written_and_read() -> None:
    told = read(["A1", "Nhóm", 'Kế "hoạch", năm\nxa', "Vĩnh viễn"], parent="09/2011/TT-BNV")
    assert told.schedule is not None
    assert tuple(read_schedules(write_schedule(told.schedule).decode())) == (told.schedule,)


@pytest.mark.parametrize("schedule", KNOWN, ids=lambda each: each.instrument)
def test_every_shipped_schedule_is_the_same_when_it_was_written_and_read(
    schedule: Schedule,
) -> None:
    assert tuple(read_schedules(write_schedule(schedule).decode())) == (schedule,)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (["A1", "", "Kế hoạch", "lâu dài"], "T012"),
        (["A1", "", "Kế hoạch", "10-20 năm"], "T012"),
        (["A1", "", "Kế hoạch", None], "T012"),
        ([None, "", "Kế hoạch", "10 năm"], "T020"),
        (["A1", "", None, "10 năm"], "T020"),
        (["A1", "", "Kế hoạch", {"formula": "=1+1"}], "T021"),
    ],
)
def test_a_fault_is_told_with_its_row(row: list[Any], code: str) -> None:
    told = read(["A0", "", "Công văn", "5 năm"], row)
    assert told.schedule is None
    assert (code, "bang.csv:3") in codes(told.problems)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"valid_from": "15/02"}, "T019"),
        ({"valid_from": "2023"}, "T019"),
        ({"valid_from": "31/02/2023"}, "T019"),
        ({"valid_to": "01/01/2020"}, "T019"),
        ({"instrument": ""}, "T020"),
        ({"version": ""}, "T020"),
        ({"valid_from": ""}, "T020"),
    ],
)
def test_what_is_said_of_the_whole_is_judged(given: dict[str, str], code: str) -> None:
    told = read(["A1", "", "Kế hoạch", "10 năm"], **given)
    assert told.schedule is None
    assert codes(told.problems) == [(code, "bang.csv")]


def test_a_sheet_without_a_header_is_no_schedule() -> None:
    assert codes(read(header=["a", "b"]).problems) == [("T011", "bang.csv")]
    assert codes(read(header=["Nội dung", "Thời hạn"]).problems) == [("T011", "bang.csv")]


def test_two_schedules_in_one_file_are_told() -> None:
    header = [*HEADER, "Văn bản"]
    rows = (["A1", "", "Một", "5 năm", "01/2027"], ["A2", "", "Hai", "5 năm", "02/2027"])
    told = read_schedule_table(
        [{"name": "", "rows": [[1, header], [2, rows[0]], [3, rows[1]]]}],
        "bang.csv",
        {"version": "1", "valid_from": "01/01/2027"},
    )
    assert codes(told.problems) == [("T022", "bang.csv:3")]


def test_one_item_with_two_periods_is_a_contradiction() -> None:
    same_code = (["A1", "n", "Một", "5 năm"], ["A1", "n", "Hai", "10 năm"])
    same_text = (["A1", "n", "Kế hoạch", "5 năm"], ["A2", "n", "KẾ  HOẠCH", "10 năm"])
    assert checked(*same_code) == [("T014", "bang.csv:3")]
    assert checked(*same_text) == [("T014", "bang.csv:3")]


def test_one_item_twice_is_told_once() -> None:
    assert checked(["A1", "n", "Một", "5 năm"], ["A1", "n", "Một", "5"]) == [("T013", "bang.csv:3")]
    other_group = (["A1", "n", "Một", "5 năm"], ["A2", "m", "Một", "10 năm"])
    assert checked(*other_group) == []


def test_days_that_overlap_another_version_are_told() -> None:
    row = ["A1", "n", "Một", "5 năm"]
    subject = "10/2022/TT-BNV 2027-01"
    assert checked(row, replaces="") == [("T015", subject)]
    assert checked(row, replaces="2026-11") == []
    assert checked(row, replaces="", valid_from="01/01/2020", valid_to="14/02/2023") == []
    assert checked(row, replaces="", valid_from="01/01/2020", valid_to="15/02/2023") == [
        ("T015", subject)
    ]


def own(*rows: list[Any], parent: str = "09/2011/TT-BNV") -> list[tuple[str, str]]:
    told = read(*rows, header=[*HEADER, "Mục gốc"], instrument="DM-01", parent=parent)
    assert told.schedule is not None
    return codes(check_schedule(told.schedule, told.rows, KNOWN))


@pytest.mark.parametrize(
    ("wording", "item", "code"),
    [
        ("20 năm", "TT09-006b", None),
        ("30 năm", "TT09-006b", None),
        ("Vĩnh viễn", "TT09-006b", None),
        ("19 năm", "TT09-006b", "T016"),
        ("70 năm", "TT09-002", "T016"),
        ("Vĩnh viễn", "TT09-002", None),
        ("5 năm sau khi kết thúc", "TT09-006b", "T016"),
        ("50 năm", "TT09-001a", "T016"),
        ("Đến khi văn bản hết hiệu lực thi hành", "TT09-001a", None),
        ("5 năm", "TT09-999", "T017"),
    ],
)
def test_an_archive_s_own_periods_are_no_shorter_than_the_nation_s(
    wording: str, item: str, code: str | None
) -> None:
    found = own(["X1", "n", "Việc riêng", wording, item])
    assert found == ([(code, "bang.csv:2")] if code else [])


def test_an_item_with_the_words_of_the_parent_is_compared_without_its_code() -> None:
    text = "Hồ sơ ứng dụng ISO của ngành, cơ quan"
    assert own(["X1", "n", text, "10 năm", ""]) == [("T016", "bang.csv:2")]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        # The same words in another order, with and without those that tell nothing.
        (["X1", "n", "Ứng dụng ISO, hồ sơ của cơ quan và ngành", "10 năm"], "T016"),
        (["X1", "n", "Ứng dụng ISO", "Vĩnh viễn"], None),
        # One word more may be another matter.
        (["X1", "n", "Hồ sơ không ứng dụng ISO của ngành", "5 năm"], "T069"),
        (["X1", "n", "Hồ sơ ứng dụng tin học", "5 năm"], "T069"),
        # Marks tell words from one another.
        (["X1", "n", "Hồ sơ ứng đúng ISO", "5 năm"], "T069"),
    ],
)
def test_an_item_without_a_parent_is_compared_where_it_is_surely_one_of_the_nation_s(
    row: list[Any], code: str | None
) -> None:
    assert [each for each, _ in own([*row, ""])] == ([code] if code else [])


def test_of_items_with_the_same_words_the_group_tells_which_is_meant() -> None:
    def alike(group: str, wording: str) -> list[str]:
        national = read(
            ["A1", "1. Kế hoạch", "Công văn trao đổi", "10 năm"],
            ["B1", "2. Tài chính", "Công văn trao đổi", "5 năm"],
            instrument="01/2030/TT-BNV",
        )
        told = read(["X1", group, "Công văn trao đổi", wording], parent="01/2030/TT-BNV")
        assert national.schedule is not None
        assert told.schedule is not None
        return [
            each.code for each in check_schedule(told.schedule, told.rows, (national.schedule,))
        ]

    assert alike("2. Tài chính", "5 năm") == []
    assert alike("1. Kế hoạch", "5 năm") == ["T016"]
    assert alike("Khác", "5 năm") == ["T069"]


def test_items_without_a_parent_are_listed_in_one_warning() -> None:
    rows = [[f"X{n}", "n", f"Việc riêng thứ {n}", "5 năm", ""] for n in range(40)]
    told = read(*rows, header=[*HEADER, "Mục gốc"], instrument="DM-01", parent="09/2011/TT-BNV")
    assert told.schedule is not None
    (found,) = check_schedule(told.schedule, told.rows, KNOWN)
    assert (found.code, found.subject) == ("T069", "DM-01 2027-01")
    assert "X0, X1" in found.message
    assert "(+10)" in found.message


def test_an_archive_s_own_schedule_names_a_parent_that_is_known() -> None:
    row = ["X1", "n", "Việc riêng", "5 năm", ""]
    assert own(row, parent="99/1999/TT-XX") == [("T018", "DM-01 2027-01")]
    told = read([*row[:4], "archive"], header=[*HEADER, "certainty"])
    assert told.schedule is not None
    found = check_schedule(told.schedule, told.rows, ())
    assert codes(found) == [("T018", "bang.csv:2")]


def test_what_a_new_version_changes_is_told_item_by_item() -> None:
    old = read(["A1", "n", "Một", "5 năm"], ["A2", "n", "Hai", "5 năm"], ["A3", "n", "Ba", "5 năm"])
    new = read(
        ["A1", "n", "Một", "5 năm"], ["A2", "n", "Hai", "10 năm"], ["A4", "n", "Bốn", "5 năm"],
        version="2028-01", replaces="2027-01",
    )  # fmt: skip
    assert old.schedule is not None
    assert new.schedule is not None
    assert version_before(new.schedule, [old.schedule, *KNOWN]) == old.schedule
    changes = changed_items(old.schedule, new.schedule)
    assert [(each.code, each.before, each.after) for each in changes] == [
        ("A2", "5 năm", "10 năm"), ("A3", "5 năm", None), ("A4", None, "5 năm"),
    ]  # fmt: skip
    assert len(changed_items(None, new.schedule)) == 3


def test_a_version_that_is_replaced_proposes_no_more() -> None:
    new = read(["A1", "n", "Một", "5 năm"], valid_from="01/01/2027", replaces="2026-11")
    assert new.schedule is not None

    def versions(day: date) -> list[str]:
        found = in_force([*KNOWN, new.schedule], day)  # type: ignore[list-item]
        return [each.version for each in found if each.instrument == "10/2022/TT-BNV"]

    assert versions(date(2026, 12, 31)) == ["2026-11"]
    assert versions(date(2027, 1, 1)) == ["2027-01"]
