"""A delivery becomes a Batch: copies, identity, order, and nothing lost."""

import json
import os
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from types import SimpleNamespace

import pytest

from intake import read_batch, verify_delivered
from records.batch import Batch
from records.dates import PartialDate
from records.digest import sha256_of_bytes
from records.errors import InputError

TakeIn = Callable[..., Batch]


def codes(batch: Batch) -> list[str]:
    return sorted(found.code for found in batch.problems)


def test_a_listed_delivery_becomes_dossiers_with_proven_copies(
    take_in: TakeIn, make: SimpleNamespace, tmp_path: Path
) -> None:
    files = {"hộp 1/A.tif": make.tiff(2), "hộp 1/b.PDF": make.pdf(3)}
    rows = [
        make.document("\\hộp 1\\B.pdf", Y=2, AA="12", AC="05", AD=1, AE="2010", AI=3, P=2),
        make.document("\\Hộp 1\\a.tif", Y=1, AB="/QĐ- CC"),
    ]
    batch = take_in(files, rows)
    (dossier,) = batch.dossiers
    assert batch.problems == ()
    assert dossier.code == "H30.81.2010.01.02.03"
    assert (dossier.fonds.name, dossier.provisional, dossier.withheld) == ("Sở Y tế", False, 0)
    assert dossier.listed.title == "Tập lưu công văn đi"
    assert dossier.listed.start == PartialDate(year=2010)
    first, second = dossier.documents
    assert (first.ordinal, first.file.name) == (1, PurePosixPath("hộp 1/A.tif"))
    assert (first.file.media_type, first.file.page_count) == ("image/tiff", 2)
    assert first.file.sha256 == sha256_of_bytes(files["hộp 1/A.tif"])
    assert first.file.copy == batch.folder / "received" / "hộp 1/A.tif"
    assert first.file.copy.read_bytes() == files["hộp 1/A.tif"]
    assert first.listed is not None
    assert first.listed.notation == "/QĐ- CC"
    assert (second.ordinal, second.file.media_type) == (2, "application/pdf")
    assert second.listed is not None
    assert second.listed.issued == PartialDate(year=2010, month=1, day=5)
    assert batch.folder == tmp_path / "work" / batch.batch_id


def test_the_same_delivery_gives_an_equal_batch_and_copies_nothing_again(
    take_in: TakeIn, make: SimpleNamespace
) -> None:
    files, rows = {"a.tif": make.tiff(), "b.tif": b""}, [make.document("a.tif")]
    first = take_in(files, rows)
    copy = first.dossiers[0].documents[0].file.copy
    made = copy.stat().st_mtime_ns
    assert take_in(files) == first
    assert copy.stat().st_mtime_ns == made
    copy.write_bytes(b"rotten")
    assert take_in(files) == first
    assert copy.read_bytes() == files["a.tif"]


def test_one_changed_byte_makes_another_batch(take_in: TakeIn, make: SimpleNamespace) -> None:
    ids = {take_in({"a.tif": make.tiff(shade=shade)}).batch_id for shade in (1, 2)}
    assert len(ids) == 2
    assert all(name.startswith("lo-01-") for name in ids)


def test_a_kept_copy_that_lost_a_byte_is_refused(take_in: TakeIn, make: SimpleNamespace) -> None:
    file = take_in({"a.tif": make.tiff()}).dossiers[0].documents[0].file
    verify_delivered(file)
    file.copy.write_bytes(file.copy.read_bytes()[:-1])
    with pytest.raises(InputError) as raised:
        verify_delivered(file)
    assert raised.value.problem.code == "I006"
    file.copy.unlink()
    with pytest.raises(InputError):
        verify_delivered(file)


def test_folders_without_a_list_become_provisional_dossiers_in_natural_order(
    take_in: TakeIn, make: SimpleNamespace
) -> None:
    names = ("Hồ sơ A/10.tif", "Hồ sơ A/2.tif", "hs b/x.tif")
    batch = take_in({name: make.tiff(shade=at) for at, name in enumerate(names)})
    first, second = batch.dossiers
    assert codes(batch) == ["I031", "I031"]
    assert (first.provisional, first.listed.title) == (True, "Hồ sơ A")
    assert [one.file.name.name for one in first.documents] == ["2.tif", "10.tif"]
    assert [one.ordinal for one in first.documents] == [1, 2]
    assert first.code.startswith("H30.")
    assert first.code.endswith(".TAM-HO-SO-A")
    assert second.listed.title == "hs b"


def test_single_files_from_two_folders_are_one_batch(make: SimpleNamespace, tmp_path: Path) -> None:
    sources = (tmp_path / "x" / "1.tif", tmp_path / "y" / "1.tif")
    for shade, source in enumerate(sources):
        source.parent.mkdir()
        source.write_bytes(make.tiff(shade=shade))
    batch = read_batch(sources, tmp_path / "work", tmp_path / "q", make.options)
    assert [dossier.listed.title for dossier in batch.dossiers] == ["x", "y"]
    names = {one.file.name for dossier in batch.dossiers for one in dossier.documents}
    assert names == {PurePosixPath("x/1.tif"), PurePosixPath("y/1.tif")}


def test_links_and_pipes_are_refused_and_never_followed(
    take_in: TakeIn, make: SimpleNamespace, tmp_path: Path
) -> None:
    root = tmp_path / "lo-01"
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "s.tif").write_bytes(make.tiff(shade=9))
    root.mkdir()
    (root / "folder").symlink_to(tmp_path / "secret")
    (root / "link.tif").symlink_to(tmp_path / "secret" / "s.tif")
    os.mkfifo(root / "pipe")
    batch = take_in({"a.tif": make.tiff()}, [make.document("a.tif"), make.document("link.tif")])
    assert codes(batch) == ["I003", "I003", "I009", "I020"]
    received = [path for path in batch.folder.rglob("*") if path.is_file()]
    assert {path.name for path in received} == {"a.tif", "danh sach.xlsx"}


def test_a_name_that_is_not_unicode_is_kept_under_a_safe_one(
    take_in: TakeIn, make: SimpleNamespace, tmp_path: Path
) -> None:
    root = tmp_path / "lo-01"
    root.mkdir()
    (root / os.fsdecode(b"b\xe1o c\xe1o.tif")).write_bytes(make.tiff())
    batch = take_in({})
    assert codes(batch) == ["I008", "I031"]
    assert str(batch.dossiers[0].documents[0].file.name) == "b%DCE1o c%DCE1o.tif"


def test_decomposed_names_match_the_list(take_in: TakeIn, make: SimpleNamespace) -> None:
    name = unicodedata.normalize("NFD", "Hồ sơ/Quyết định.tif")
    batch = take_in({name: make.tiff()}, [make.document("\\HỒ SƠ\\quyết  định.TIF")])
    assert batch.problems == ()
    assert batch.dossiers[0].documents[0].file.name == PurePosixPath(name)


@pytest.mark.parametrize(("make_source", "code"), [(False, "I001"), (True, "I002")])
def test_nothing_to_take_in_is_an_input_error(
    make: SimpleNamespace, tmp_path: Path, make_source: bool, code: str
) -> None:
    source = tmp_path / "lo"
    if make_source:
        source.mkdir()
    with pytest.raises(InputError) as raised:
        read_batch((source,), tmp_path / "work", tmp_path / "q", make.options)
    assert raised.value.problem.code == code


def test_every_bad_file_costs_one_problem_and_lies_in_quarantine(
    take_in: TakeIn, make: SimpleNamespace, tmp_path: Path
) -> None:
    good = make.tiff(shade=3)
    files = {
        "good.tif": good,
        "empty.tif": b"",
        "text.pdf": b"xin chao" * 99,
        "cut.pdf": make.pdf(2)[:-300],
        "again.tif": good,
        "unlisted.tif": make.tiff(shade=4),
        "Thumbs.db": b"\xd0\xcf\x11\xe0",
        "x" * 250 + ".tif": b"",
    }
    listed = [name for name in files if name not in {"unlisted.tif", "Thumbs.db"}]
    batch = take_in(files, [make.document(name, P=6) for name in (*listed[:-1], listed[-1])])
    (dossier,) = batch.dossiers
    by_file = {found.subject: found.code for found in batch.problems}
    assert codes(batch) == sorted(by_file.values())
    assert by_file == {
        "empty.tif": "I040",
        "text.pdf": "I041",
        "cut.pdf": "I042",
        "again.tif": "I048",
        "unlisted.tif": "I023",
        "Thumbs.db": "I050",
        "x" * 250 + ".tif": "I040",
    }
    assert (len(dossier.documents), dossier.withheld) == (1, 5)
    folder = tmp_path / "quarantine" / batch.batch_id
    copies = {path.name for path in folder.iterdir() if not path.name.endswith(".problem.json")}
    assert copies == files.keys() - {"good.tif"}
    note = json.loads((folder / "again.tif.problem.json").read_text(encoding="utf-8"))
    assert note["problem"]["code"] == "I048"
    assert "good.tif" in note["problem"]["message"]


def test_limits_on_files_are_kept(take_in: TakeIn, make: SimpleNamespace) -> None:
    files = {
        "large.tif": make.tiff(size=(900, 900)),
        "long.tif": make.tiff(4),
        "ok.tif": make.tiff(),
    }
    options = replace(make.options, max_pages_per_file=3, max_file_bytes=3000)
    assert len(files["large.tif"]) > 3000
    batch = take_in(files, [make.document(name) for name in files], options)
    assert [(found.subject, found.code) for found in batch.problems] == [
        ("large.tif", "I047"),
        ("long.tif", "I046"),
    ]
