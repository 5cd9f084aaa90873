"""``ocr-report``: figures and the page, on one scan whose text is known."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from lxml import html

Run = Callable[..., subprocess.CompletedProcess[str]]
TRUTH = "giay-moi.p1.gt.txt"


@pytest.fixture
def folder(page: Path, page_truth: dict[str, Any], tmp_path: Path) -> Path:
    """A scan, the truth of its page, and the truth of its fields."""
    made = tmp_path / "thử <b>"
    made.mkdir()
    shutil.copyfile(page, made / "giay-moi.png")
    (made / TRUTH).write_text(page_truth["pages"][0]["text"] + "\nKhông có <i>trên giấy</i>")
    told = {"file": "giay-moi.png", "number_handwritten": True} | page_truth["fields"]
    (made / "truth.json").write_text(json.dumps([told]))
    return made


@pytest.mark.engine
def test_a_scan_with_its_truth_is_measured_and_shown(
    folder: Path, ask: Callable[..., Any], tmp_path: Path
) -> None:
    told = ask(tmp_path / "none", "ocr-report", folder, "--to", tmp_path / "báo cáo")
    assert told["problems"] == []
    (measured,) = told["pages"]
    assert (measured["file"], measured["number"]) == ("giay-moi.png", 1)
    missing = len("Không có <i>trên giấy</i>") / measured["characters"]
    assert missing * 0.5 < measured["cer"] < missing + 0.04
    assert measured["cer"] <= measured["cer_in_order"] < 0.2
    assert 0 < measured["wer"] < measured["wer_in_order"] < 0.3
    fields = {each["field"]: each for each in told["fields"]}
    assert fields["number"]["by_hand"]
    assert fields["subject"] == {
        "field": "subject", "by_hand": False, "exact": 1, "wrong": 0, "wrong_sure": 0, "missed": 0,
        "invented": 0,
    }  # fmt: skip
    _check_page(Path(told["report"]))


def _check_page(report: Path) -> None:
    page = html.parse(str(report)).getroot()
    assert page.get("lang") == "vi"
    assert not page.xpath("//script | //link | //b[.='thử'] | //li//i")
    assert "thử <b>" in page.xpath("string(//title)")
    (picture,) = page.xpath("//image/@href")
    assert (report.parent / picture).stat().st_size > 10_000
    (box,) = page.xpath("//svg[.//image]/@viewbox | //svg[.//image]/@viewBox")
    assert box == "0 0 1240 1754"
    assert page.xpath("//svg[.//circle]//title")
    wrong = "".join(page.xpath("//ol/li[last()]//text()"))
    assert "<i>" in wrong
    assert page.xpath("//ol/li[last()]//del")


def test_a_folder_without_truth_is_told_with_its_remedy(luutru: Run, tmp_path: Path) -> None:
    done = luutru("ocr-report", tmp_path, "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert ".p1.gt.txt" in done.stderr


def test_a_truth_that_is_no_list_is_told(luutru: Run, tmp_path: Path) -> None:
    (tmp_path / "truth.json").write_text('{"file": "a.pdf"}')
    done = luutru("ocr-report", tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("truth.json: ")


@pytest.mark.engine
def test_a_truth_without_its_page_or_scan_costs_no_other(
    folder: Path, ask: Callable[..., Any], tmp_path: Path
) -> None:
    (folder / "truth.json").unlink()
    (folder / "giay-moi.p2.gt.txt").write_text("trang hai")
    (folder / "mat-scan.p1.gt.txt").write_text("không có bản quét")
    (folder / "hong.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    (folder / "hong.p1.gt.txt").write_text("hỏng")
    told = ask(tmp_path / "none", "ocr-report", folder, ends=1)
    assert [page["number"] for page in told["pages"]] == [1]
    assert sorted(each["code"] for each in told["problems"]) == ["C003", "C004", "O002"]
    assert told["report"] is None
