"""Organisation codes: who made the records, and who manages them now."""

from collections.abc import Callable
from datetime import date

import pytest

from metadata import assemble
from metadata.describe import describe
from metadata.organisations import custodian_of, organisations, provenance_of
from metadata.record import read_record, write_record
from records.authority import Certainty
from records.batch import BatchDossier, Fonds
from records.dossier import ArchiveIdentity
from records.page import RecognizedPage


def fonds(code: str) -> Fonds:
    return Fonds(name="Sở Nội vụ tỉnh Quảng Bình", agency_code=code, fonds_code="SNV")


def test_a_closed_code_keeps_its_name_and_leads_to_who_manages_it_now() -> None:
    origin, keeper = provenance_of(fonds("H46.21")), custodian_of(fonds("H46.21"))
    assert (origin.name, origin.code) == ("Sở Nội vụ tỉnh Quảng Bình", "H46.21")
    assert (origin.level_one_name, origin.closed_on) == ("Quảng Bình", date(2025, 7, 1))
    assert keeper is not None
    assert (keeper.code, keeper.name, keeper.is_closed) == ("H50", "Quảng Trị", False)
    assert keeper.certainty is Certainty.VERIFIED


def test_an_open_code_is_managed_by_its_own_body() -> None:
    keeper = custodian_of(fonds("H14"))
    assert keeper is not None
    assert (keeper.code, keeper.name) == ("H14", "Cao Bằng")
    assert not provenance_of(fonds("H14")).is_closed


def test_what_is_known_by_memory_says_so() -> None:
    origin, keeper = provenance_of(fonds("H22.3")), custodian_of(fonds("H22.3"))
    assert keeper is not None
    assert {origin.certainty, keeper.certainty} == {Certainty.MEMORY}


@pytest.mark.parametrize("code", ["H99.21", "", "X", "h46.21"])
def test_a_code_of_no_list_is_unknown_and_not_guessed(code: str) -> None:
    assert provenance_of(fonds(code)).certainty is Certainty.UNKNOWN
    assert custodian_of(fonds(code)) is None


def test_every_closed_code_leads_to_an_open_one() -> None:
    table = organisations()
    provinces = [each for each in table.values() if each.group == "H"]
    assert len(provinces) == 63
    assert sum(each.closed_on is None for each in provinces) == 34
    for each in provinces:
        assert (each.closed_on is None) == (each.successor is None), each
        assert each.successor is None or table[each.successor].closed_on is None, each


def test_the_record_keeps_both_bodies(
    decision: tuple[RecognizedPage, ...], make_batch: Callable[..., BatchDossier]
) -> None:
    batch = make_batch()
    document = describe(decision, batch.documents[0], batch)
    archive = ArchiveIdentity(name="Lưu trữ", code="H99")
    kept = read_record(write_record(assemble(batch, (document,), archive, None)))
    assert kept.provenance_org == provenance_of(batch.fonds)
    assert kept.custodian_org is None
