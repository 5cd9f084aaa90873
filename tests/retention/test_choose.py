"""From a named item, or a rule that the archive approved, to the one rule of a dossier."""

from dataclasses import replace
from datetime import date

import pytest

from records.errors import InputError
from records.retention import RetentionRule
from retention import correct_period, load_schedules
from retention.choose import find_item, longest, read_approved
from retention.propose import Subject

KNOWN = load_schedules()
NOW = date(2026, 1, 1)
HEADER = "title_words,document_types,fonds,instrument,item,approved_by,approved_on\n"


def rules(*wordings: str) -> list[RetentionRule]:
    return [rule for rule in (correct_period("Hồ sơ", each) for each in wordings) if rule]


@pytest.mark.parametrize(
    ("wordings", "wins"),
    [
        (["5 năm", "20 năm", "10 năm"], "20 năm"),
        (["70 năm", "Vĩnh viễn", "Đến khi văn bản hết hiệu lực"], "Vĩnh viễn"),
        (["Đến khi văn bản hết hiệu lực", "đến khi văn bản hết hiệu lực"],
         "Đến khi văn bản hết hiệu lực"),
        (["5 năm", "Đến khi văn bản hết hiệu lực"], None),
        (["Theo tuổi thọ công trình", "Đến khi văn bản hết hiệu lực"], None),
        ([], None),
    ],
)  # fmt: skip
def test_the_longest_period_wins_where_periods_compare(
    wordings: list[str], wins: str | None
) -> None:
    found = longest(rules(*wordings))
    assert (found and found.period.wording) == wins


def test_an_item_is_found_by_its_code_or_with_its_instrument() -> None:
    for named in ("TT09-006b", "09/2011/TT-BNV:TT09-006b"):
        schedule, item = find_item(KNOWN, named, NOW)
        assert (schedule.instrument, item.period.wording) == ("09/2011/TT-BNV", "20 năm")


@pytest.mark.parametrize("named", ["TT09-999", "10/2022/TT-BNV:TT09-006b", ""])
def test_an_item_that_nobody_has_is_told(named: str) -> None:
    with pytest.raises(InputError) as caught:
        find_item(KNOWN, named, NOW)
    assert caught.value.problem.code == "T025"


def test_a_code_of_several_instruments_is_asked_back() -> None:
    other = replace(KNOWN[0], instrument="DM-01")
    with pytest.raises(InputError) as caught:
        find_item([*KNOWN, other], "TT09-006b", NOW)
    assert caught.value.problem.code == "T026"
    assert find_item([*KNOWN, other], "DM-01:TT09-006b", NOW)[0] == other


def test_the_version_in_force_goes_before_one_that_it_replaced() -> None:
    newer = replace(KNOWN[0], version="2027", valid_from=date(2025, 1, 1), valid_to=None)
    assert find_item([newer, *KNOWN], "TT09-006b", NOW)[0] == newer
    assert find_item([newer, *KNOWN], "TT09-006b", date(2020, 1, 1))[0] == KNOWN[0]


def test_all_that_an_approved_rule_says_has_to_fit() -> None:
    (rule,) = read_approved(
        HEADER + "kế hoạch tuần,Kế hoạch|Lịch,H46.21,09/2011/TT-BNV,TT09-007b,Bà Lan,2026-01-05\n"
    )
    codes = ("H46.21", "SNV")
    fits = Subject(title="KẾ HOẠCH công tác tuần", document_types=("kế hoạch",), fonds="Sở")
    assert rule.fits(fits, codes)
    assert not rule.fits(fits, ("H46.22", "SYT"))
    assert not rule.fits(Subject(title="Kế hoạch tháng", document_types=("Lịch",)), codes)
    assert not rule.fits(Subject(title="Kế hoạch tuần", document_types=("Báo cáo",)), codes)
    assert (rule.approved_by, rule.approved_on, rule.line) == ("Bà Lan", date(2026, 1, 5), 2)


@pytest.mark.parametrize(
    "line",
    [
        "kế hoạch,,,09/2011/TT-BNV,TT09-007b,,2026-01-05",
        "kế hoạch,,,09/2011/TT-BNV,,Bà Lan,2026-01-05",
        "kế hoạch,,,09/2011/TT-BNV,TT09-007b,Bà Lan,",
        "kế hoạch,,,09/2011/TT-BNV,TT09-007b,Bà Lan,05/13/2026",
        ",,,09/2011/TT-BNV,TT09-007b,Bà Lan,2026-01-05",
    ],
)
def test_a_line_that_says_too_little_is_refused(line: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        read_approved(HEADER + line + "\n")


def test_an_empty_file_has_no_rules() -> None:
    assert read_approved("\ufeff" + HEADER + ",,,,,,\n") == ()
