"""What the list marks secret, or an earlier run kept apart, is not opened and not kept in work."""

import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from intake.restricted import accepted_digests, read_withheld, withheld_digests
from records.batch import Batch
from records.digest import sha256_of_bytes

TakeIn = Callable[..., Batch]


@pytest.mark.parametrize(
    "cells",
    [{"AM": "Mật"}, {"AM": "Tuyệt mật"}, {"AM": "03"}, {"AM": "3"}, {"AJ": "Có dấu MẬT"},
     {"AJ": "tài liệu mật"}],
)  # fmt: skip
def test_a_marked_row_is_set_aside_before_its_file_is_opened(
    take_in: TakeIn, make: SimpleNamespace, tmp_path: Path, cells: dict[str, Any]
) -> None:
    rows = [make.document("a.tif"), make.document("b.tif", AG="Chuyện riêng", **cells)]
    batch = take_in({"a.tif": make.tiff(), "b.tif": b"never opened"}, rows)
    (dossier,) = batch.dossiers
    assert [str(each.file.name) for each in dossier.documents] == ["a.tif"]
    assert dossier.withheld == 1
    (told,) = [found for found in batch.problems if found.code == "F030"]
    digest = sha256_of_bytes(b"never opened")
    assert told.subject == f"sha256:{digest[:12]}"
    left = [file.name for file in batch.folder.rglob("*") if file.is_file()]
    assert left == ["a.tif"]
    ((note, acceptance),) = read_withheld(tmp_path / "quarantine")
    assert (note.name, note.rule, note.written) == ("b.tif", "list", "danh sach.xlsx:3")
    assert acceptance is None
    for file in (tmp_path / "quarantine").rglob("*"):
        assert stat.S_IMODE(file.stat().st_mode) in {0o700, 0o600}


@pytest.mark.parametrize(
    "cells",
    [{"AM": "Công khai"}, {"AJ": "sổ bảo mật"}, {"AJ": "Bí mật kinh doanh"}, {"AJ": "CÓ BÍ MẬT"}],
)
def test_ordinary_rows_are_taken_in(
    take_in: TakeIn, make: SimpleNamespace, cells: dict[str, Any]
) -> None:
    batch = take_in({"a.tif": make.tiff()}, [make.document("a.tif", **cells)])
    assert len(batch.dossiers[0].documents) == 1


def test_one_row_that_marks_the_dossier_marks_all_its_files(
    take_in: TakeIn, make: SimpleNamespace, tmp_path: Path
) -> None:
    rows = make.three()
    rows[1]["H"] = "Tối mật"
    take_in({f"{name}.tif": make.tiff(shade=ord(name)) for name in "abc"}, rows)
    assert len(withheld_digests(tmp_path / "quarantine")) == 3


def test_what_was_kept_apart_is_not_copied_again_until_it_is_accepted(
    take_in: TakeIn, make: SimpleNamespace
) -> None:
    rows = [make.document("a.tif"), make.document("b.tif")]
    files = {"a.tif": make.tiff(), "b.tif": make.tiff(shade=9), "copy.tif": make.tiff(shade=9)}
    digests = frozenset({sha256_of_bytes(files["b.tif"])})
    batch = take_in(files, rows, replace(make.options, withheld=digests))
    assert len(batch.dossiers[0].documents) == 1
    assert [file.name for file in batch.folder.rglob("*.tif")] == ["a.tif"]
    batch = take_in(files, [rows[0], rows[1] | {"AM": "Mật"}],
                    replace(make.options, accepted=digests))  # fmt: skip
    assert len(batch.dossiers[0].documents) == 2
    assert accepted_digests(batch.folder) == frozenset()
