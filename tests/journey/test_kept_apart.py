"""A file with a stamp of secrecy is in the quarantine and nowhere else until it is accepted."""

import shutil
import stat
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from samples.ageing import Scan
from samples.batches import scan_document
from samples.delivery_list import ListedDossier, ListedScan, write_list
from samples.scan_files import write_scan
from samples.seal import press
from samples.sheet import Mark, MarkKind
from samples.written import Written, read_dossiers

pytestmark = pytest.mark.journey

TakeIn = Callable[[Path, Path], dict[str, Any]]
STAMP = "TỐI MẬT"
SUBJECT = "Về việc rà soát địa điểm cất giữ vật tư dự phòng"
COLOUR = Scan(dpi=200, mode="colour", skew=0.0, noise=1.0)


def _written(number: str, subject: str) -> Written:
    first = read_dossiers("good")[0].documents[0]
    body = f"{subject} theo kế hoạch năm.\nKính báo để các đơn vị biết và thực hiện."
    return replace(first, number=number, subject=(subject,), body=body, scan=COLOUR, urgency=None)


def _scan(path: Path, written: Written, stamp: str | None) -> None:
    pages = [page.pixels for page in scan_document(written)]
    if stamp:
        mark = Mark(kind=MarkKind.URGENCY_STAMP, text=stamp, x=320, y=400, size=60)
        pages.append(press(np.full_like(pages[0], 250), mark, COLOUR.dpi, np.random.default_rng(1)))
    write_scan(path, tuple(pages), COLOUR)


@pytest.fixture(scope="module")
def kept_apart(
    tmp_path_factory: pytest.TempPathFactory,
    new_archive: Path,
    ask: Callable[..., Any],
    take_in: TakeIn,
) -> SimpleNamespace:
    """A dossier of two files; the last page of the second is stamped. Taken in twice."""
    folder = tmp_path_factory.mktemp("apart")
    archive = shutil.copytree(new_archive, folder / "kho")
    batch = folder / "lo quet"
    plain, stamped = _written("11", "Báo cáo công tác văn thư"), _written("12", SUBJECT)
    _scan(batch / "hs" / "001.pdf", plain, None)
    _scan(batch / "hs" / "002.pdf", stamped, STAMP)
    rows = tuple(
        ListedScan(document=written, path=f"hs/{name}.pdf", pages=pages, sheets=pages)
        for name, written, pages in (("001", plain, 1), ("002", stamped, 2))
    )
    dossier = ListedDossier(dossier=read_dossiers("good")[0], scans=rows, declared_documents=2)
    write_list(batch / "list.xlsx", (dossier,))
    first = ask(archive, "ingest", batch, ends=1)
    again = take_in(archive, batch)
    return SimpleNamespace(archive=archive, batch=batch, first=first, again=again)


def _outside(archive: Path) -> list[Path]:
    quarantine = archive / "quarantine"
    return [
        file for file in archive.rglob("*") if file.is_file() and quarantine not in file.parents
    ]


def test_the_dossier_is_stored_without_it_and_a_person_is_called(
    kept_apart: SimpleNamespace,
) -> None:
    for report in (kept_apart.first, kept_apart.again):
        (dossier,) = report["dossiers"]
        assert (dossier["state"], dossier["documents"], dossier["version"]) == ("partial", 1, 1)
        assert [p["code"] for p in report["problems"] if p["severity"] == "error"] == ["F030"]


def test_nothing_of_it_is_left_outside_the_quarantine(kept_apart: SimpleNamespace) -> None:
    delivered = (kept_apart.batch / "hs" / "002.pdf").read_bytes()
    sought = [STAMP.encode(), SUBJECT.encode()]
    for file in _outside(kept_apart.archive):
        content = file.read_bytes()
        assert content != delivered, file
        assert [told.decode() for told in sought if told in content] == [], file
        own = file.name == "fonds.csv" or file.parent.name == "authorities"
        assert file.suffix not in {".xlsx", ".csv"} or own
    pages = [file.parent.name for file in _outside(kept_apart.archive) if "pages" in file.parts]
    assert len(set(pages)) == 1


def test_the_quarantine_has_it_for_its_owner_only(kept_apart: SimpleNamespace) -> None:
    (folder,) = (kept_apart.archive / "quarantine" / "restricted").iterdir()
    assert (
        stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) == 0o700
    )
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
    assert modes == {"scan.pdf": 0o600, "note.json": 0o600}
    assert (folder / "scan.pdf").read_bytes() == (kept_apart.batch / "hs" / "002.pdf").read_bytes()


def test_the_list_of_the_quarantine_gives_reasons_only_when_asked(
    kept_apart: SimpleNamespace, ask: Callable[..., Any]
) -> None:
    (told,) = ask(kept_apart.archive, "quarantine", "list")["files"]
    assert (told["code"], told["state"], told["reason"]) == ("F030", "waiting", None)
    (told,) = ask(kept_apart.archive, "quarantine", "list", "--reasons")["files"]
    assert "002.pdf, p. 2" in told["reason"]


def test_what_a_person_accepts_is_taken_in(
    kept_apart: SimpleNamespace, tmp_path: Path, ask: Callable[..., Any], take_in: TakeIn
) -> None:
    archive = shutil.copytree(kept_apart.archive, tmp_path / "kho")
    (told,) = ask(archive, "quarantine", "list")["files"]
    ask(archive, "quarantine", "accept", told["reference"], "--by", "Lê An", "--why", "Đã giải mật")
    report = take_in(archive, kept_apart.batch)
    # The stamp on a sheet of its own looks like the head of another document.
    assert {p["code"] for p in report["problems"]} == {"M073"}
    (dossier,) = report["dossiers"]
    assert (dossier["state"], dossier["documents"], dossier["version"]) == ("stored", 2, 2)
    assert ask(archive, "audit", "--all")["damaged"] == []
