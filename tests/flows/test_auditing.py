"""What an audit must not call damage, beside the damage that it names."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from archive_store.package.layout import RECORD
from bench.faulty.small import store_tiny
from bench.faulty.steps import SUBJECT, killed_at
from flows.archive import Archive
from flows.auditing.index_check import check_index
from flows.auditing.packages import AuditAsked, audit_archive
from flows.index_check import index_check
from flows.keeping.indexing import pages_of_dossier
from flows.keeping.rebuild import rebuild_archive
from flows.machine.checks import Check
from flows.machine.search_engine import examine_search
from records.access import AccessLevel

Make = Callable[..., Archive]


def damaged(archive: Archive) -> set[tuple[str, str]]:
    told = audit_archive(archive, AuditAsked(everything=True), lambda _: None)
    return {(each.path, str(each.against)) for each in told.damaged}


@pytest.mark.parametrize(
    ("texts", "step"),
    [
        ([b"1"], "publish"),
        ([b"1"], "published"),
        ([b"1"], "ledger"),
        ([b"1", b"2"], "publish inventory.json"),
        ([b"1", b"2"], "publish inventory.json.sha512"),
        ([b"1", b"2"], "ledger"),
    ],
)
def test_an_audit_after_a_kill_calls_nothing_damage(
    make_archive: Make, tmp_path: Path, texts: list[bytes], step: str
) -> None:
    archive = make_archive(tmp_path / "archive", "H46")
    for text in texts[:-1]:
        store_tiny(archive.vault, SUBJECT, text)
    archive.engine.dispose()
    assert killed_at(archive.root, texts[-1], step)
    assert damaged(archive) == set()


def test_a_damaged_record_that_can_still_be_read_accuses_no_row(home: Any) -> None:
    archive = home.archive
    (package_id,) = archive.vault.list_packages()
    file = archive.vault.read_file(package_id, RECORD)
    sound = file.read_bytes()
    file.write_bytes(sound.replace("thẩm".encode(), "thấm".encode()).replace(b"20", b"21"))
    try:
        ((path, against),) = damaged(archive)
        assert (path.endswith(RECORD), against) == (True, "inventory")
    finally:
        file.write_bytes(sound)
    assert damaged(archive) == set()


def test_an_index_that_differs_from_the_store_is_told(home: Any) -> None:
    archive = home.archive
    dossier = home.outcome.report.dossier_code

    def told() -> tuple[str, ...]:
        return tuple(each.code for each in check_index(archive, lambda _: None).problems)

    def doctor() -> list[Check]:
        def found(name: str, detail: str, key: str | None, **_: object) -> Check:
            return Check(name=name, ok=key is None, detail=detail, remedy=key or "")

        return list(examine_search(found, archive))

    pages = tuple(pages_of_dossier(archive, dossier))
    assert told() == ("S025",)
    archive.index.add(pages)
    assert told() == ()
    assert {page.access for page in pages} == {AccessLevel.PUBLIC, AccessLevel.CONDITIONAL}
    archive.index.add([replace(page, access=AccessLevel.PUBLIC) for page in pages])
    assert told() == ("S027",)
    archive.index.add([replace(pages[0], document_code=f"{dossier}.0000009")])
    archive.index.add(pages[1:])
    assert set(told()) <= {"S026", "S027"}
    assert "S026" in told()
    rebuild_archive(archive, "index", lambda _: None)
    assert told() == ()
    (changed, *_) = archive.root.glob("index/g-*/*/*.seg")
    changed.write_bytes(changed.read_bytes() + b" ")
    assert told() == ("S029",)
    index_check.fn(str(archive.root))
    assert [(check.name, check.ok, check.detail.split()[1:]) for check in doctor()][1:] == [
        ("search index", False, ["S029"])
    ]
    shutil.rmtree(archive.root / "index")
