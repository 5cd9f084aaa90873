"""What is reported of a list's cells, and what becomes of the dossiers all the same."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from records.batch import Batch

TakeIn = Callable[..., Batch]


def codes(batch: Batch) -> list[str]:
    return sorted(found.code for found in batch.problems)


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"AC": 31, "AD": 2, "AE": 2010}, "I018"),
        ({"AC": "khoảng", "AE": 2010}, "I018"),
        ({"AE": 20100}, "I018"),
        ({"AC": 5, "AE": 2010}, "I018"),
        ({"AI": 2}, "I027"),
        ({"Z": "12/2010"}, "I033"),
    ],
)
def test_one_doubtful_cell_is_one_warning_and_the_document_is_taken(
    with_list: TakeIn, make: SimpleNamespace, cells: dict[str, object], code: str
) -> None:
    rows = make.three()
    rows[1] |= cells
    batch = with_list(lambda root: make.list(root / "l.xlsx", rows))
    assert codes(batch) == [code]
    assert len(batch.dossiers[0].documents) == 3


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"J": 31, "K": 2}, "I018"),
        ({"L": 2011}, "I034"),
        ({"P": 4}, "I026"),
        ({"B": "Phông lạ"}, "I028"),
    ],
)
def test_what_is_wrong_with_the_dossier_is_told_once_for_all_rows(
    with_list: TakeIn, make: SimpleNamespace, cells: dict[str, object], code: str
) -> None:
    batch = with_list(lambda root: make.list(root / "l.xlsx", make.three(**cells)))
    assert codes(batch) == [code]


def test_an_unknown_fonds_falls_to_the_default(with_list: TakeIn, make: SimpleNamespace) -> None:
    batch = with_list(lambda root: make.list(root / "l.xlsx", make.three(B="Phông lạ")))
    assert batch.dossiers[0].code == "H30.2010.01.02.03"


def test_rows_that_disagree_on_their_dossier_are_reported(
    with_list: TakeIn, make: SimpleNamespace
) -> None:
    rows = make.three()
    rows[2]["G"] = "20 năm"
    batch = with_list(lambda root: make.list(root / "l.xlsx", rows))
    assert codes(batch) == ["I029"]
    assert batch.dossiers[0].listed.retention == "Vĩnh viễn"


@pytest.mark.parametrize(
    ("ordinals", "taken", "found"),
    [
        ((3, 1, 2), (1, 2, 3), []),
        ((2, 4, 9), (2, 4, 9), []),
        ((1, 1, 2), (1, 2, 3), ["I025"]),
        ((0, 1, 2), (1, 2, 3), ["I025"]),
        ((None, None, None), (1, 2, 3), []),
    ],
)
def test_ordinals_are_the_lists_own_while_they_can_be(
    with_list: TakeIn, make: SimpleNamespace, ordinals: tuple[object], taken: tuple[int],
    found: list[str],
) -> None:  # fmt: skip
    rows = [row | {"Y": at} for row, at in zip(make.three(), ordinals, strict=True)]
    batch = with_list(lambda root: make.list(root / "l.xlsx", rows))
    assert tuple(one.ordinal for one in batch.dossiers[0].documents) == taken
    assert codes(batch) == found


def test_a_missing_number_makes_a_provisional_dossier(
    with_list: TakeIn, make: SimpleNamespace
) -> None:
    batch = with_list(lambda root: make.list(root / "l.xlsx", make.three(E=None)))
    (dossier,) = batch.dossiers
    assert codes(batch) == ["I030"]
    assert dossier.provisional
    assert dossier.code.endswith(".TAM-TAP-LUU-CONG-VAN-DI")


def test_two_dossiers_never_share_a_code(with_list: TakeIn, make: SimpleNamespace) -> None:
    rows = make.three()
    rows[0]["E"], rows[1]["E"], rows[2]["E"] = "03/A", "03-A", "03 A"
    batch = with_list(lambda root: make.list(root / "l.xlsx", rows))
    assert codes(batch) == ["I032", "I032"]
    assert len({dossier.code for dossier in batch.dossiers}) == 3
