"""A batch without faults: taken in, listed, shown, taken in again, rebuilt."""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
TakeIn = Callable[[Path, Path], dict[str, Any]]
Run = Callable[..., subprocess.CompletedProcess[str]]
DOSSIERS = {
    "H46.21.2010.01.01.01": (4, 9),
    "H46.21.2012.01.01.02": (4, 13),
    "H46.21.2019.01.02.03": (4, 8),
}
"""Documents and pages of each, as ``samples/README.md`` tells."""


def test_everything_is_stored_and_nobody_is_needed(good: SimpleNamespace) -> None:
    told = good.report
    assert good.code == 0
    assert (told["state"], told["documents"], told["pages"]) == ("stored", 12, 30)
    # Five papers of the batch have annexes, which stay with them.
    assert [(p["code"], p["severity"]) for p in told["problems"]] == [("M071", "info")] * 5
    assert [
        (d["dossier_code"], d["version"], d["state"], d["documents"], d["pages"])
        for d in told["dossiers"]
    ] == [(code, 1, "stored", *counts) for code, counts in DOSSIERS.items()]


def test_a_run_that_goes_well_is_silent_beside_its_report(good: SimpleNamespace) -> None:
    assert good.said == ""


def test_the_list_shows_what_the_report_said(good: SimpleNamespace, ask: Ask) -> None:
    listed = ask(good.archive, "list")
    assert listed["total"] == 3
    keys = ("dossier_code", "package_id", "version", "documents", "pages", "state")
    rows = [{key: row[key] for key in keys} for row in listed["dossiers"]]
    assert sorted(rows, key=lambda row: row["dossier_code"]) == good.report["dossiers"]


def test_a_dossier_is_shown_under_its_code_a_document_s_code_and_its_package_id(
    good: SimpleNamespace,
    ask: Ask,
    shown: dict[str, Any],
    truth: Callable[[str], list[dict[str, Any]]],
) -> None:
    dossier = shown["H46.21.2012.01.01.02"]
    documents = dossier["dossier"]["documents"]
    assert [document["file"]["name"] for document in documents] == [
        entry["file"] for entry in truth("good") if entry["dossier"] == "02"
    ]
    assert [told["version"] for told in dossier["history"]] == [1]
    assert ask(good.archive, "show", documents[2]["code"]) == dossier
    assert ask(good.archive, "show", dossier["package_id"]) == dossier


def test_how_long_a_dossier_is_kept_and_who_sees_it_is_shown(
    good: SimpleNamespace, luutru: Run
) -> None:
    screen = luutru("--archive", good.archive, "show", "H46.21.2012.01.01.02").stdout
    assert "Thời hạn lưu trữ: Vĩnh viễn (khai theo danh mục nộp)" in screen
    assert "Tiếp cận: Sử dụng có điều kiện · Thời gian: " in screen


def test_what_nothing_is_called_is_said_with_a_remedy(good: SimpleNamespace, luutru: Run) -> None:
    done = luutru("--archive", good.archive, "show", "H99.99.2010.01.01.01", "--json")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("H99.99.2010.01.01.01: ")
    assert "luutru list" in done.stderr


def test_the_sweep_lists_what_the_periods_of_the_list_ask(good: SimpleNamespace, ask: Ask) -> None:
    swept = ask(good.archive, "retention", "sweep", "--as-of", "2031-01-01")
    keys = ("dossier_code", "action", "period", "due_on", "blocked_by")
    assert (swept["as_of"], swept["dossiers"], swept["unknown"]) == ("2031-01-01", 3, [])
    assert sorted(tuple(due[key] for key in keys) for due in swept["due"]) == [
        ("H46.21.2010.01.01.01", "destroy", "10 năm", "2021-01-01", []),
        ("H46.21.2012.01.01.02", "transfer", "Vĩnh viễn", "2018-01-01", []),
    ]


def without_speed(told: dict[str, Any]) -> dict[str, Any]:
    forecast = told["forecast"] | {"bytes_per_second": 0}
    return told | {"seconds": 0, "forecast": forecast}


def test_the_same_batch_again_stores_nothing_twice(
    good: SimpleNamespace, ask: Ask, take_in: TakeIn, samples: Path, tmp_path: Path
) -> None:
    archive = shutil.copytree(good.archive, tmp_path / "archive")
    again = take_in(archive, samples / "batches" / "good")
    assert again | {"seconds": 0} == good.report | {"seconds": 0}
    untouched = shutil.copytree(good.archive, tmp_path / "untouched")
    before, after = (ask(each, "audit", "--all") for each in (untouched, archive))
    assert without_speed(after) == without_speed(before)
    assert ask(archive, "list") == ask(good.archive, "list")


def test_the_same_scans_under_another_batch_name_change_nothing(
    good: SimpleNamespace, ask: Ask, take_in: TakeIn, samples: Path, tmp_path: Path
) -> None:
    archive = shutil.copytree(good.archive, tmp_path / "archive")
    renamed = shutil.copytree(samples / "batches" / "good", tmp_path / "lo-02")
    (known,) = (archive / "work").glob("good-*")
    # Its pages were read for another batch: a step that is done is not redone.
    batch = known.with_name(known.name.replace("good", "lo-02"))
    shutil.copytree(known / "pages", batch / "pages")
    assert take_in(archive, renamed)["state"] == "stored"
    assert (batch / "batch.json").exists()
    assert ask(archive, "list") == ask(good.archive, "list")


def test_catalogue_and_index_made_again_are_those_that_were_there(
    good: SimpleNamespace, ask: Ask, copy_of: Callable[[Path], Path]
) -> None:
    archive = copy_of(good.archive)
    shutil.rmtree(archive / "index")
    assert ask(archive, "rebuild") == {"dossiers": 3, "pages": 30}
    assert ask(archive, "list") == ask(good.archive, "list")
    was, now = (ask(each, "search", "kho luu tru") for each in (good.archive, archive))
    assert now == was
    assert was["total"] > 0
