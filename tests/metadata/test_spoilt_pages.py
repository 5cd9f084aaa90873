"""No page, however spoilt, raises or makes an impossible value sure; strange papers give gaps."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from bench.spoilt_pages import clean_documents, impossible, page_of_rows, spoilt
from metadata import read_description

# ``bench/spoilt_text.py`` tries ten thousand.
DOCUMENTS = clean_documents()


@settings(max_examples=2 * settings.default.max_examples)
@given(chance=st.randoms(use_true_random=False), which=st.integers(0, len(DOCUMENTS) - 1))
def test_spoilt_text_gives_gaps_and_no_exception(chance: random.Random, which: int) -> None:
    pages = spoilt(DOCUMENTS[which], chance)
    assert impossible(read_description(pages)) == []


def told(which: int) -> dict[str, str]:
    return {name: field.value for name, field in read_description(DOCUMENTS[which]).known()}


def test_a_contract_of_two_parties_has_neither_number_nor_date_of_its_body() -> None:
    assert told(2) == {"document_type": "Hợp đồng", "signer_title": "ĐẠI DIỆN BÊN B"}


def test_a_dash_without_a_name_breaks_no_list_of_recipients() -> None:
    page = page_of_rows((350, 1700, "Nơi nhận:"), (350, 1770, "-"), (350, 1812, "Sở Nội vụ;"))
    read = read_description((page,)).recipients
    assert read is not None
    assert read.value == "Sở Nội vụ"


def test_foreign_text_invents_no_field() -> None:
    assert told(3) == {}


def test_a_document_of_blank_pages_has_no_field() -> None:
    assert told(4) == {}
