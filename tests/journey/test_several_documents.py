"""Several documents in one scan: parted by a sheet at once, by a person afterwards."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest

from archive_store import check_package
from archive_store.package.layout import PREMIS, root_name
from flows.archive import open_archive

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
TakeIn = Callable[[Path, Path], dict[str, Any]]
Run = Callable[..., subprocess.CompletedProcess[str]]


def documents(shown: dict[str, Any]) -> list[tuple[int, int, int, str, str | None]]:
    return [
        (d["ordinal"], d["first_page"], d["page_count"], d["document_type"], d["notation"])
        for d in shown["dossier"]["documents"]
    ]


def unpacked(archive: Path, package_id: str, folder: Path) -> Path:
    opened = open_archive(archive)
    root = folder / root_name(package_id)
    for path in opened.vault.list_files(package_id):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(opened.vault.read_file(package_id, path), root / path)
    opened.engine.dispose()
    return root


def test_a_sheet_parts_a_scan_and_is_page_of_neither(
    parted: SimpleNamespace, tmp_path: Path
) -> None:
    assert documents(parted.shown) == [
        (1, 1, 1, "Kế hoạch", "KH-SNV"),
        (2, 3, 2, "Công văn", "SNV-VTLT"),
    ]
    assert [d["separators"] for d in parted.shown["dossier"]["documents"]] == [[], [2]]
    root = unpacked(parted.archive, parted.shown["package_id"], tmp_path)
    assert check_package(root) == ()
    (master,) = (root / "representations/master/data").iterdir()
    assert master.read_bytes() == (parted.batch / "bản quét.pdf").read_bytes()
    altos = sorted(path.parent.name[-3:] + "/" + path.name for path in root.rglob("*.alto.xml"))
    assert altos == ["001/0001.alto.xml", "002/0001.alto.xml", "002/0002.alto.xml"]


def test_the_report_tells_the_sheet_and_proposes_what_no_sheet_parts(
    parted: SimpleNamespace,
) -> None:
    told = parted.told
    assert (told["documents"], told["pages"]) == (2, 3)
    codes = [problem["code"] for problem in told["problems"]]
    assert codes.count("F070") == codes.count("M070") == 1
    (part,) = parted.shown["dossier"]["documents"][1]["parts"]
    assert (part["first"], part["last"], part["kind"]) == (2, 2, "document")
    assert part["description"]["notation"]["value"] == "BC-SNV"


def test_a_hit_behind_the_sheet_has_its_page_inside_its_document(
    parted: SimpleNamespace, ask: Ask
) -> None:
    hits = ask(parted.archive, "search", "BC-SNV", "--limit", "20")["hits"]
    assert {hit["document_code"][-1] for hit in hits} <= {"1", "2"}
    assert (f"{parted.code}.0000002", 2) in {(hit["document_code"], hit["page"]) for hit in hits}


def test_a_person_parts_the_rest_and_the_same_delivery_changes_nothing(
    parted: SimpleNamespace, ask: Ask, take_in: TakeIn, luutru: Run, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(parted.archive, archive)
    code = f"{parted.code}.0000002"
    why = ("--why", "Báo cáo là văn bản riêng", "--by", "Lan")
    wrong = luutru("--archive", archive, "split", code, "--at", "9", *why)
    assert (wrong.returncode, wrong.stderr[: len(code)]) == (1, code)
    told = ask(archive, "split", code, "--at", "2", *why)
    assert (told["version"], [each["pages"] for each in told["documents"]]) == (
        2,
        [[1, 1], [3, 3], [4, 4]],
    )
    shown = ask(archive, "show", parted.code)
    assert documents(shown) == [
        (1, 1, 1, "Kế hoạch", "KH-SNV"),
        (2, 3, 1, "Công văn", "SNV-VTLT"),
        (3, 4, 1, "Báo cáo", "BC-SNV"),
    ]
    assert [d["parts"] for d in shown["dossier"]["documents"]] == [[], [], []]
    root = unpacked(archive, shown["package_id"], tmp_path / "out")
    assert check_package(root) == ()
    assert len(list((root / "representations/master/data").iterdir())) == 1
    for access in (root / "representations/rep1/data").iterdir():
        with pikepdf.open(access) as pdf:
            assert len(pdf.pages) == 1
    assert "Báo cáo là văn bản riêng" in (root / PREMIS).read_text()
    (hit,) = ask(archive, "search", "BC-SNV", "--limit", "20")["hits"]
    assert (hit["document_code"], hit["page"]) == (f"{parted.code}.0000003", 1)
    assert ask(archive, "audit", "--all")["damaged"] == []

    assert take_in(archive, parted.batch)["dossiers"][0]["version"] == 2
    assert documents(ask(archive, "show", parted.code)) == documents(shown)


def test_a_person_may_say_that_it_is_one_document(
    parted: SimpleNamespace, ask: Ask, tmp_path: Path
) -> None:
    archive = tmp_path / "archive"
    shutil.copytree(parted.archive, archive)
    said = ("split", f"{parted.code}.0000002", "--at", "1", "--why", "Báo cáo gửi kèm")
    assert ask(archive, *said)["version"] == 2
    second = ask(archive, "show", parted.code)["dossier"]["documents"][1]
    assert (second["page_count"], second["parts"]) == (2, [])
    assert ask(archive, *said)["version"] == 2
