"""The facts of a page: one form for what is kept and for what is asked."""

from collections.abc import Callable

import pytest

from records.dates import PartialDate
from records.hit import IndexedPage
from search.facets import facets_of, issued_number
from search.facts import (
    Fact,
    dossier_fact,
    facts_of,
    number_facts,
    part,
    whole,
)

MakePage = Callable[..., IndexedPage]


def test_a_page_has_its_description_as_facts(page: MakePage) -> None:
    made = page(
        "H46.21.001",
        "giao đất",
        title="Về đất",
        notation="1343/QĐ-UBND",
        body="Sở Thủy lợi",
        dossier_title="Đất ở",
    )
    assert facts_of(made) == (
        "fonds=ubnd_tinh", "year=2010", "type=qd", "body=so_thuy_loi", "confidence=high",
        "fonds~ubnd", "fonds~tinh", "fonds~ubnd_tinh",
        "type~quyet", "type~dinh", "type~quyet_dinh", "type~qd",
        "body~so", "body~thuy", "body~loi", "body~so_thuy", "body~thuy_loi",
        "title~ve", "title~dat", "title~ve_dat", "dossier~dat", "dossier~o", "dossier~dat_o",
        "dossier=h46", "dossier=h46.21", "dossier=h46.21.001",
        "number=1343", "number=1343-qd", "number=1343-qd-ubnd",
    )  # fmt: skip


def test_a_body_is_found_by_its_listed_name_and_by_the_papers_words(page: MakePage) -> None:
    made = page("c.1", "x", body="Sở Y tế", body_as_written="SỞ Y TẾ TỈNH")
    found = {fact for fact in facts_of(made) if fact.startswith("body")}
    assert found == {
        "body=so_y_te", "body~so", "body~y", "body~te", "body~so_y", "body~y_te", "body~tinh",
        "body~te_tinh",
    }  # fmt: skip


def test_unknown_values_are_no_facts(page: MakePage) -> None:
    made = page("hs1.001", "x", document_type=None, year=None, title="", fonds="!")
    assert facts_of(made) == ("confidence=high", "dossier=hs1", "dossier=hs1.001")
    assert {name for name, value in facets_of(made).items() if value} == {
        "fonds", "access", "confidence",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("confidence", "band"), [(0.9, "high"), (0.89, "middle"), (0.7, "middle"), (0.69, "low")]
)
def test_confidence_is_counted_in_bands(page: MakePage, confidence: float, band: str) -> None:
    assert facets_of(page("hs1.001", "x", confidence=confidence))["confidence"] == band


@pytest.mark.parametrize(
    ("facts", "number"),
    [
        ({"issued": PartialDate(year=2014, month=2, day=1)}, 20140201),
        ({"issued": PartialDate(year=2014, month=2)}, 20140201),
        ({"issued": PartialDate(year=2014)}, 20140101),
        ({"year": 2010}, 20100101),
        ({"year": None}, 0),
    ],
)
def test_a_date_counts_from_the_first_day_it_can_mean(
    page: MakePage, facts: dict[str, object], number: int
) -> None:
    assert issued_number(page("hs1.001", "x", **facts)) == number


def test_marks_case_and_blanks_of_a_question_do_not_matter() -> None:
    assert whole(Fact.FONDS, "SỞ  NỘI VỤ") == whole(Fact.FONDS, "so noi vu") == "fonds=so_noi_vu"
    assert part(Fact.BODY, "Sở Nội vụ") == ("body~so_noi", "body~noi_vu")
    assert part(Fact.BODY, "ubnd") == part(Fact.BODY, "Uỷ ban nhân dân") == ("body~ubnd",)
    assert part(Fact.TYPE, "bc") == part(Fact.TYPE, "báo cáo") == ("type~bc",)
    assert part(Fact.BODY, "!") == ()
    assert dossier_fact(" h46.21. ") == dossier_fact("H46.21") == "dossier=h46.21"


@pytest.mark.parametrize(
    ("notation", "longest"),
    [("54/2017/NĐ-CP", "54-2017-nd-cp"), ("42-NQ/TW", "42-nq-tw"), ("15", "15"), ("", "")],
)
def test_the_documents_own_number_is_a_fact(notation: str, longest: str) -> None:
    assert [*number_facts(notation)][-1] == f"number={longest}"
