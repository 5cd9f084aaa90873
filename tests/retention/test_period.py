import tomllib
import unicodedata
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from records.retention import PeriodKind, RetentionPeriod
from retention.period import longest_years, read_period
from retention.schedule import load_schedules


@pytest.mark.parametrize(
    ("wording", "kind", "years"),
    [
        ("Vĩnh viễn", PeriodKind.PERMANENT, None),
        ("VĨNH VIỄN", PeriodKind.PERMANENT, None),
        ("Bảo quản vĩnh viễn", PeriodKind.PERMANENT, None),
        (unicodedata.normalize("NFD", "Vĩnh viễn"), PeriodKind.PERMANENT, None),
        ("20 năm", PeriodKind.YEARS, 20),
        ("10", PeriodKind.YEARS, 10),
        (" 70  nam. ", PeriodKind.YEARS, 70),
        ("20 năm (hai mươi năm)", PeriodKind.YEARS, 20),
        ("Đến khi văn bản hết hiệu lực", PeriodKind.EVENT, None),
        ("Theo tuổi thọ công trình", PeriodKind.EVENT, None),
        ("5 năm sau khi chấm dứt Hợp đồng", PeriodKind.EVENT, None),
        ("10 năm kể từ ngày hết hiệu lực", PeriodKind.EVENT, None),
    ],
)
def test_a_known_wording_is_understood(wording: str, kind: PeriodKind, years: int | None) -> None:
    period = read_period(wording)
    assert period is not None
    assert (period.kind, period.years) == (kind, years)
    assert period.wording == " ".join(unicodedata.normalize("NFC", wording).split())


@pytest.mark.parametrize(
    "wording",
    ["05", "0", "Lâu dài", "200 năm", "71 năm", "10-20 năm", "khoảng 5 năm", "mười năm", "-"],
)
def test_an_unclear_wording_is_not_guessed(wording: str) -> None:
    assert read_period(wording) is None


def test_the_longest_period_is_data_with_its_source() -> None:
    whole = tomllib.loads((files("retention") / "data" / "rules.toml").read_text())
    bound = whole["longest_years"]
    longest = max(
        item.period.years or 0 for schedule in load_schedules() for item in schedule.items
    )
    assert (longest_years(), bound["value"]) == (longest, longest)
    assert (bound["certainty"], "09/2011/TT-BNV" in bound["source"]) == ("secondary", True)


@given(st.integers(1, 70))
def test_every_number_of_years_is_read_back(years: int) -> None:
    assert read_period(f"{years} năm") == RetentionPeriod(
        kind=PeriodKind.YEARS, wording=f"{years} năm", years=years
    )


@given(st.text())
def test_no_wording_breaks_the_reader(wording: str) -> None:
    read_period(wording)
