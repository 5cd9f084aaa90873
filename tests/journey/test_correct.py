"""``luutru correct`` on the good batch: a new version that every other command sees."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.archive import open_archive
from flows.keeping.newest import Newest, read_changes, read_newest
from flows.keeping.storing import store_dossier
from flows.taking_in.batches import receive

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
Run = Callable[..., subprocess.CompletedProcess[str]]
CODE = "H46.21.2012.01.01.02"
DOCUMENT = f"{CODE}.0000002"
WHY = ("--why", "Đối chiếu với bản giấy", "--by", "Lan")


@pytest.fixture
def archive(good: SimpleNamespace, copy_of: Callable[[Path], Path]) -> Path:
    return copy_of(good.archive)


@pytest.fixture(scope="module")
def refusing(good: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy for corrections that are refused: they too put the index right, in another order."""
    folder = tmp_path_factory.mktemp("refusing")
    ignored = shutil.ignore_patterns("work", "prefect")
    return shutil.copytree(good.archive, folder / "kho", ignore=ignored)


def version(ask: Ask, archive: Path) -> int:
    found: int = ask(archive, "show", CODE)["version"]
    return found


def test_a_correction_is_stored_shown_listed_and_found(archive: Path, ask: Ask) -> None:
    before = ask(archive, "show", CODE)["dossier"]["documents"][1]
    done = ask(archive, "correct", DOCUMENT, "subject=Bàn giao kho Thanh Xuyên", "number=", *WHY)
    assert (done["code"], done["version"], done["problems"]) == (CODE, 2, [])
    assert done["changes"] == [
        {"subject": DOCUMENT, "field": "subject", "old": before["subject"],
         "new": "Bàn giao kho Thanh Xuyên"},
        {"subject": DOCUMENT, "field": "number", "old": before["number"], "new": None},
    ]  # fmt: skip
    shown = ask(archive, "show", CODE)
    after = shown["dossier"]["documents"][1]
    assert (shown["package_id"], shown["version"]) == (done["package_id"], 2)
    assert (after["subject"], after["number"]) == ("Bàn giao kho Thanh Xuyên", None)
    assert (after["read"], after["listed"]) == (before["read"], before["listed"])
    assert [(one["field"], one["by"], one["why"]) for one in after["corrected"]] == [
        ("subject", "Lan", WHY[1]),
        ("number", "Lan", WHY[1]),
    ]
    assert [told["actor"] for told in shown["history"]] == ["luutru", "Lan"]
    titles = {hit["title"] for hit in ask(archive, "search", "kho", "--limit", 99)["hits"]}
    assert "Công văn Bàn giao kho Thanh Xuyên" in titles
    audit = ask(archive, "audit", "--all")
    assert (audit["damaged"], audit["ledger"]["size"]) == ([], 12 + 3 + 1)


def test_people_see_who_corrected_what(archive: Path, luutru: Run) -> None:
    told = luutru("--archive", archive, "correct", DOCUMENT, "number=99", *WHY).stdout
    assert "phiên bản 2" in told
    shown = luutru("--archive", archive, "show", CODE).stdout
    for word in ("Đã sửa", "Lan", WHY[1], "99"):
        assert word in shown


def test_a_trial_stores_nothing(archive: Path, ask: Ask) -> None:
    done = ask(archive, "correct", DOCUMENT, "number=99", *WHY, "--dry-run")
    assert (done["dry_run"], done["version"], len(done["changes"])) == (True, 1, 1)
    assert version(ask, archive) == 1


def test_the_same_correction_again_makes_no_version(archive: Path, ask: Ask) -> None:
    for changes in (1, 0):
        done = ask(archive, "correct", DOCUMENT, "number=99", *WHY)
        assert (done["version"], len(done["changes"])) == (2, changes)


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        ((DOCUMENT, "foo=1", *WHY), 2, "issued_date"),
        ((DOCUMENT, "issued_date=31/02/2012", *WHY), 2, "31/02/2012"),
        ((CODE, "end=2000", *WHY), 2, "2000"),
        ((DOCUMENT, "number", *WHY), 2, "number"),
        ((DOCUMENT, "number=1"), 2, "--why"),
        ((DOCUMENT, "number=1", "--why", " "), 2, "--why"),
        ((DOCUMENT, "access=03", *WHY), 4, "Mật"),
        ((DOCUMENT, "number=1", *WHY, "--version", "2"), 4, "v2"),
        ((f"{CODE}.0000099", "number=1", *WHY), 1, "luutru list"),
        (("H99.1", "title=x", *WHY), 1, "luutru list"),
    ],
)
def test_what_cannot_be_corrected_changes_nothing(
    refusing: Path, luutru: Run, ask: Ask, arguments: tuple[str, ...], code: int, told: str
) -> None:
    done = luutru("--archive", refusing, "correct", *arguments, "--json")
    assert (done.returncode, done.stdout) == (code, "")
    assert told in done.stderr
    assert version(ask, refusing) == 1


@pytest.fixture
def deliver(
    good: SimpleNamespace, ask: Ask, samples: Path, tmp_path: Path
) -> Iterator[SimpleNamespace]:
    """Corrects a copy of the good archive and delivers the dossier again; what is held then."""
    root = shutil.copytree(good.archive, tmp_path / "archive")
    ask(root, "correct", DOCUMENT, "number=99", *WHY)
    archive = open_archive(root)
    # The pages were read when the batch was first taken in, and lie in the work area.
    batch = receive(archive, (samples / "batches" / "good",))
    (delivered,) = (each for each in batch.dossiers if each.code == CODE)

    def again(**listed: Any) -> Newest:
        dossier = replace(delivered, listed=replace(delivered.listed, **listed))
        outcome = store_dossier(archive, batch, dossier, datetime.now(UTC))
        return read_newest(archive, str(outcome.report.package_id), datetime.now(UTC))

    yield SimpleNamespace(again=again, archive=archive)
    archive.engine.dispose()


def test_the_same_delivery_again_leaves_corrections_alone(deliver: SimpleNamespace) -> None:
    newest = deliver.again()
    assert (newest.stored.version, newest.dossier.documents[1].number) == (2, "99")


def test_a_changed_delivery_keeps_corrections_and_their_events(deliver: SimpleNamespace) -> None:
    newest = deliver.again(keywords="kho lưu trữ")
    corrected = newest.dossier.documents[1]
    assert newest.stored.version == 3
    assert (newest.dossier.keywords, corrected.number) == ("kho lưu trữ", "99")
    assert [one.by for one in corrected.corrected] == ["Lan"]
    (change,) = read_changes(deliver.archive, newest)
    assert (change.agent.name, change.objects) == ("Lan", (DOCUMENT,))
