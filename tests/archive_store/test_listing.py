"""Lists of the catalogue: filters, pages, words, and reading everything in parts."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import Engine

from archive_store import catalogue, find, list_page, read_rows
from archive_store.vault.catalogue import listing
from archive_store.vault.catalogue.listing import count_rows
from archive_store.vault.catalogue.wanted import Wanted
from records.batch import Fonds
from records.dates import PartialDate
from records.package import CatalogueEntry

MakeEntry = Callable[[int], CatalogueEntry]
TITLES = {
    1: "Hồ sơ xây dựng Kho lưu trữ huyện, số 12/QĐ-UBND",
    2: "Hồ sơ về việc hoà giải, tập 100%",
    3: "Hồ sơ khoa học",
    4: "Tập lưu đĐ_tên",
    5: "Kế hoạch lưu trữ 2019",
}


@pytest.fixture
def five(engine: Engine, make_entry: MakeEntry) -> Engine:
    years = {1: (2010, 2012), 2: (2012, None), 3: (None, 2015), 4: (None, None), 5: (2019, 2019)}
    for number, title in TITLES.items():
        entry = make_entry(number)
        first, last = (year and PartialDate(year=year, month=12, day=31) for year in years[number])
        fonds = Fonds(name=f"Sở {number % 2}", agency_code=f"H46.{number % 2}", fonds_code="07")
        dossier = replace(
            entry.dossier, title=title, start=first, end=last, fonds=fonds,
            access="02" if number == 3 else "01",
        )  # fmt: skip
        entry = replace(entry, dossier=dossier, batch_id=f"lo-{number // 3}")
        catalogue.save(engine, entry, b"%d" % number)
    return engine


WANTED: list[tuple[Wanted, list[int]]] = [
    (Wanted(), [5, 4, 3, 2, 1]),
    (Wanted(year=2011), [1]),
    (Wanted(year=2012), [2, 1]),
    (Wanted(year=2015), [3]),
    (Wanted(year=2016), []),
    (Wanted(access="02"), [3]),
    (Wanted(batch_id="lo-1", state="stored"), [5, 4, 3]),
    (Wanted(state="partial"), []),
    (Wanted(fonds="07"), [5, 4, 3, 2, 1]),
    (Wanted(fonds="Sở 1"), [5, 3, 1]),
    (Wanted(fonds="H46.0", words="tập"), [4, 2]),
    (Wanted(words="lưu trữ"), [5, 1]),
    (Wanted(words="TRU  luu"), [5, 1]),
    (Wanted(words="hòa giải"), [2]),
    (Wanted(words="kho"), [1]),
    (Wanted(words="khoa"), [3]),
    (Wanted(words="12/qđ"), [1]),
    (Wanted(words="100%"), [2]),
    (Wanted(words="dd ten"), [4]),
    (Wanted(words="%"), [5, 4, 3, 2, 1]),
    (Wanted(words="l_u"), []),
]


def test_what_is_wanted_is_found_newest_first(five: Engine) -> None:
    for wanted, numbers in WANTED:
        found = list_page(five, wanted)
        assert [row.ledger_position for row in found.rows] == numbers, wanted
        assert found.total == len(numbers)
        codes = [row.dossier_code for row in read_rows(five, wanted)]
        assert codes == sorted(row.dossier_code for row in found.rows)


def test_pages_together_are_the_list(five: Engine) -> None:
    pages = [list_page(five, limit=2, offset=offset) for offset in (0, 2, 4, 6)]
    assert [page.total for page in pages] == [5] * 4
    assert [[row.ledger_position for row in page.rows] for page in pages] == [
        [5, 4],
        [3, 2],
        [1],
        [],
    ]
    assert [row for page in pages for row in page.rows] == list(list_page(five).rows)


def test_everything_is_read_in_parts_with_its_record(
    five: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "ROWS_AT_ONCE", 2)
    rows = list(read_rows(five))
    assert [row.record for row in rows] == [b"1", b"2", b"3", b"4", b"5"]
    assert rows == [find(five, row.dossier_code) for row in rows]
    assert count_rows(five) == (5, 10)
