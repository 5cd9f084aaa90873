"""What tests of disposal cases share: an archive with two copies, and a case on its way."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from flows.archive import Archive, open_archive
from flows.copying.adding import add_copy
from flows.copying.copies import sync_copies
from flows.disposing.cases import propose, take_step
from flows.disposing.executing import Execution, execute
from flows.keeping.indexing import index_dossiers
from flows.looking.show import find_row
from flows.settings import CopySection
from flows.taking_in.batches import receive
from metadata.delivery_table import write_table
from records.errors import ArchiveError
from records.report import Progress
from retention.disposal.case import Action, Paper, Step
from tests.flows.conftest import DOCUMENTS, DOSSIER, Stored

# The fixtures of this folder store half an hour ahead of the clock.
START = datetime.now(UTC) + timedelta(minutes=31)
PEOPLE = {
    Action.CONVENE: ("Lan", "Minh", "Hà"),
    Action.HAND_OVER: ("Tú",),
    Action.CLOSE: ("Nga", "Tú"),
}
ROAD = (Action.CONVENE, Action.APPRAISE, Action.DECIDE, Action.HAND_OVER)


def watch(_: Progress) -> None:
    """Nobody looks."""


@dataclass(frozen=True, kw_only=True)
class Kept:
    archive: Archive
    code: str
    copies: tuple[Path, Path]


def step(action: Action, by: str) -> Step:
    paper = Paper(number=f"{action}/QĐ", day=date(2026, 1, 5))
    return Step(
        action=action, by=by, at=datetime.now(UTC) + timedelta(minutes=31), paper=paper,
        people=PEOPLE.get(action, ()), note="vì sao",
    )  # fmt: skip


def make_kept(
    folder: Path, home: Stored, make_archive: Callable[..., Archive],
    store_read: Callable[..., object],
) -> Kept:  # fmt: skip
    """An archive with two copies that holds the delivery, indexed and copied."""
    root, copies = folder / "kho", (folder / "một", folder / "hai")
    archive = make_archive(root)
    for name, place in zip(("mot", "hai"), copies, strict=True):
        place.mkdir()
        add_copy(archive, CopySection(name=name, url=str(place)), START)
    open_archive.cache_clear()
    archive = open_archive(root)
    batch = receive(archive, (home.delivery,))
    store_read(archive, batch)
    (code,) = (each.code for each in batch.dossiers)
    index_dossiers(archive, (code,))
    sync_copies(archive, (), watch)
    return Kept(archive=archive, code=code, copies=copies)


def store_another(
    kept: Kept, home: Stored, store_read: Callable[..., object], delivery: Path
) -> str:
    """Store the same scans as a dossier of its own; its code."""
    shutil.copytree(home.delivery, delivery)
    (delivery / "list.csv").unlink()
    told = replace(DOSSIER, number="08")
    write_table([(told, each) for each in DOCUMENTS], delivery / "list.csv")
    batch = receive(kept.archive, (delivery,))
    store_read(kept.archive, batch)
    return batch.dossiers[0].code


def decided(kept: Kept) -> str:
    case = propose(kept.archive, (kept.code,), step(Action.PROPOSE, "P"), "bản trùng")
    for number, action in enumerate(ROAD):
        take_step(kept.archive, case.case_id, step(action, f"người {number}"))
    return case.case_id


def ordered(kept: Kept) -> str:
    case_id = decided(kept)
    assert run(kept, case_id, "Một").awaits_confirmation
    return case_id


def run(kept: Kept, case_id: str, by: str) -> Execution:
    return execute(kept.archive, case_id, by, datetime.now(UTC) + timedelta(minutes=32), watch)


def secrets(kept: Kept) -> set[bytes]:
    """What must be nowhere afterwards: pieces of every file of the dossier, and of its text."""
    row = find_row(kept.archive, kept.code)
    found = {"rộng kho lưu trữ chuyên".encode(), "chuyên dụng".encode(), "duyệt dự toán".encode()}
    for path in kept.archive.vault.list_files(row.package_id):
        # Formulas of METS and PREMIS are the same in every package, and in our own evidence.
        if "/data/" in path or "descriptive" in path or path.endswith("record.json"):
            content = kept.archive.vault.read_file(row.package_id, path).read_bytes()
            middle = len(content) // 2
            found.add(content[middle : middle + 64])
    return {each for each in found if len(each) > 8}


def holding(tops: tuple[Path, ...], needles: set[bytes]) -> dict[Path, bytes]:
    found = {}
    for top in tops:
        for path in top.rglob("*"):
            if path.is_file():
                content = path.read_bytes()
                told = next((each for each in needles if each in content), None)
                if told is not None:
                    found[path] = told
    return found


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(ArchiveError) as refused:
        work()
    return refused.value.problem.code


def put_in_quarantine(archive: Archive, code: str) -> None:
    quarantined = archive.quarantine / "lo-cu" / "1.png"
    quarantined.parent.mkdir()
    row = find_row(archive, code)
    master = next(p for p in archive.vault.list_files(row.package_id) if p.endswith("001.png"))
    shutil.copyfile(archive.vault.read_file(row.package_id, master), quarantined)
