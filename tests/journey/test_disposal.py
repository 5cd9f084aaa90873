"""A dossier from the proposal to the signed minutes, by the command line alone."""

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

CODE = "H46.21.2010.01.01.01"
EXTENDED = "H46.21.2019.01.02.03"
OTHERS = ("H46.21.2012.01.01.02", "H46.21.2019.01.02.03")
PAPER = ("--date", "2026-01-05", "--document")


@pytest.fixture(scope="module")
def archive(
    good: SimpleNamespace, luutru: Callable[..., Any], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The good batch with its work in hand, and a second copy."""
    folder = tmp_path_factory.mktemp("disposal")
    root = folder / "kho"
    shutil.copytree(good.archive, root, ignore=shutil.ignore_patterns("prefect"))
    (folder / "sao").mkdir()
    assert luutru("--archive", root, "copies", "add", "sao", folder / "sao").returncode == 0
    assert luutru("--archive", root, "copies", "sync").returncode == 0
    return root


@pytest.fixture(scope="module")
def needles(archive: Path, ask: Callable[..., Any]) -> set[bytes]:
    """Pieces of the dossier's scans, access copies, text and descriptions."""
    shown = ask(archive, "show", CODE)
    content = Path(shown["object_path"]) / "v1" / "content"
    found = {"tập huấn nghiệp vụ văn thư, lưu trữ cho công chức, viên chức năm 2010 tại".encode()}
    for path in content.rglob("*"):
        if path.is_file() and ("data" in path.parts or path.name == "record.json"):
            whole = path.read_bytes()
            found.add(whole[len(whole) // 2 :][:64])
    # What other dossiers say as well is no trace of this one.
    others = [Path(ask(archive, "show", code)["object_path"]) for code in OTHERS]
    shared = [path.read_bytes() for top in others for path in top.rglob("*") if path.is_file()]
    return {each for each in found if not any(each in content for content in shared)}


@pytest.fixture(scope="module")
def case(
    archive: Path, needles: set[bytes], ask: Callable[..., Any], luutru: Callable[..., Any]
) -> SimpleNamespace:
    """The case up to the order to destroy, with what each step told."""
    assert needles
    # A second dossier is due, too, and is kept for a new period.
    shorter = luutru("--archive", archive, "correct", EXTENDED, "retention=2 năm", "--why", "thử")
    assert shorter.returncode == 0
    told = {"proposed": ask(archive, "disposal", "propose", "--due", *PAPER, "1/TTr", "--by", "A")}
    number = told["proposed"]["case"]

    def step(name: str, by: str, *people: str, verdict: tuple[str, ...] = ()) -> None:
        named = [*verdict, *(word for each in people for word in ("--with", each))]
        told[name] = ask(
            archive, "disposal", name, number, *PAPER, f"{name}/SNV", "--by", by, *named
        )

    step("convene", "B", "Lan", "Minh", "Hà")
    step("appraise", "C")
    step("decide", "D", verdict=("--extend", f"{EXTENDED}=20 năm: còn dùng"))
    step("hand-over", "E", "Tú")
    told["order"] = ask(archive, "disposal", "execute", number, "--by", "G", ends=1)
    return SimpleNamespace(number=number, told=told)


def holding(top: Path, needles: set[bytes]) -> list[tuple[str, bytes]]:
    contents = ((path, path.read_bytes()) for path in top.rglob("*") if path.is_file())
    found = ((path, next((n for n in needles if n in whole), b"")) for path, whole in contents)
    return [(str(path.relative_to(top)), needle) for path, needle in found if needle]


@pytest.fixture(scope="module")
def race(
    archive: Path, case: SimpleNamespace, command: Path, environment: Callable[..., dict[str, str]]
) -> list[tuple[int, str]]:
    """Two people confirm at the same moment."""
    asked = [command, "--archive", archive, "disposal", "execute", case.number, "--json", "--by"]
    children = [
        subprocess.Popen(
            [*asked, by],
            env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for by in ("H", "I")
    ]  # fmt: skip
    return [(child.wait(300), "".join(child.communicate())) for child in children]


def test_each_step_says_where_the_case_stands(case: SimpleNamespace) -> None:
    told = case.told
    assert [each["dossier_code"] for each in told["proposed"]["dossiers"]] == [
        CODE, EXTENDED,
    ]  # fmt: skip
    states = [each["state"] for each in told.values()]
    assert states == ["proposed", "council", "appraised", "decided", "handed-over", "ordered"]
    assert told["appraise"]["clock"] is None
    assert told["decide"]["clock"]["ends_on"] == "2026-01-20"
    assert [each["code"] for each in told["decide"]["warnings"]] == ["T051"]
    assert told["order"]["awaits_confirmation"]


def test_a_dry_run_names_every_place(
    archive: Path, case: SimpleNamespace, needles: set[bytes], ask: Callable[..., Any]
) -> None:
    before = ask(archive, "disposal", "execute", case.number, "--dry-run")
    assert {each["place"] for each in before["places"]} == {
        "store", "work", "index", "database", "copy sao",
    }  # fmt: skip
    assert holding(archive, needles)


def test_a_hold_is_the_last_word(
    archive: Path, case: SimpleNamespace, ask: Callable[..., Any], luutru: Callable[..., Any]
) -> None:
    hold = ask(archive, "hold", CODE, "--reason", "khiếu nại", "--authority", "9/CV-TTr")["hold"]
    refused = luutru("--archive", archive, "disposal", "execute", case.number, "--by", "H")
    assert refused.returncode == 4
    assert hold in refused.stderr
    assert ask(archive, "show", CODE)["version"] == 1
    ask(archive, "release", hold, "--reason", "đã giải quyết", "--by", "Minh")
    assert [each["state"] for each in ask(archive, "holds", "--all")["holds"]] == ["released"]
    assert luutru("--archive", archive, "disposal", "show", case.number).returncode == 0


def test_of_two_who_confirm_at_once_one_does(race: list[tuple[int, str]]) -> None:
    assert sorted(code for code, _ in race) in ([0, 0], [0, 4]), race


def test_nothing_is_left_and_the_rest_is_whole(
    archive: Path, case: SimpleNamespace, race: list[tuple[int, str]], needles: set[bytes],
    ask: Callable[..., Any], luutru: Callable[..., Any],
) -> None:  # fmt: skip
    assert race
    assert holding(archive.parent, needles) == []
    assert luutru("--archive", archive, "show", CODE).returncode == 4
    assert {each["dossier_code"] for each in ask(archive, "list")["dossiers"]} == set(OTHERS)
    audited = ask(archive, "audit", "--all")
    assert (audited["objects"], audited["damaged"]) == (2, [])
    assert ask(archive, "search", "kho lưu trữ chuyên dụng")["total"] > 0
    assert ask(archive, "copies", "verify")["copies"][0]["findings"] == []
    assert ask(archive, "ledger", "verify")
    shown = ask(archive, "show", EXTENDED)
    rule = shown["dossier"]["retention"]
    assert (shown["version"], rule["period"]["wording"]) == (3, "20 năm")
    assert (rule["instrument"], rule["item"]) == ("decide/SNV", case.number)


def test_the_minutes_are_signed_and_the_papers_say_so(
    archive: Path, case: SimpleNamespace, race: list[tuple[int, str]], ask: Callable[..., Any],
    tmp_path: Path,
) -> None:  # fmt: skip
    assert race
    closed = ask(archive, "disposal", "close", case.number, *PAPER, "5/BB", "--by", "K",
                 "--with", "Nga", "--with", "Tú")  # fmt: skip
    assert closed["state"] == "minutes-signed"
    assert closed["next"] == []
    files = ask(archive, "disposal", "papers", case.number, "--to", tmp_path)["files"]
    assert {Path(each).suffix for each in files} == {".docx", ".pdf", ".xlsx"}
    page = ["pdftotext", "-layout", tmp_path / "bien-ban-huy.pdf", "-"]
    minutes = subprocess.run(page, capture_output=True, text=True, check=True).stdout
    assert CODE in "".join(minutes.split())
    assert "decide/SNV" in minutes
    kept = {each.name for each in (archive / "disposals" / case.number).iterdir()}
    assert {"giay-xac-nhan.pdf", f"premis-{CODE}.xml", "bien-ban-huy.docx"} <= kept
    assert "muc-luc-van-ban.docx" not in kept
    stated = json.dumps(ask(archive, "disposal", "list"), ensure_ascii=False)
    assert case.number in stated
