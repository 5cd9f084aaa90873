"""A PDF that came signed: judged when it is taken in, told, kept, and never changed."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest

from archive_store.package.layout import PREMIS_OF
from archive_store.package.premis_reading import read_events
from flows.archive import Archive, open_archive
from flows.keeping.storing import store_dossier
from flows.looking.show import show_record
from flows.signing.signatures import examine_stored
from flows.taking_in.batches import pages_of_batch, receive
from flows.taking_in.reading import read_chunk
from records.access import ARCHIVIST
from records.event import EventType
from records.signature import Reason, Verdict
from samples.signed_pdf import OFFICE, sign_received
from samples.signing_authority import SampleAuthority, Wish

pytestmark = pytest.mark.journey

NOW = datetime.now(UTC)
VALID, STRANGE, BROKEN = "1-hop-le.pdf", "2-la.pdf", "3-hong.pdf"


@pytest.fixture(scope="module")
def archive(new_archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    opened = open_archive(shutil.copytree(new_archive, tmp_path_factory.mktemp("den") / "kho"))
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="module")
def delivered(archive: Archive, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three small pages: signed by whom we trust, by a stranger, and changed after signing."""
    known, stranger = SampleAuthority(NOW), SampleAuthority(NOW, "Tổ chức lạ")
    (archive.root / "trust" / "goc.pem").write_bytes(known.root_pem())
    plain, folder = (tmp_path_factory.mktemp(name) for name in ("plain", "Van ban den"))
    for name, authority in ((VALID, known), (STRANGE, stranger), (BROKEN, known)):
        with pikepdf.new() as pdf:
            pdf.add_blank_page(page_size=(300, 400))
            pdf.docinfo["/Title"] = name
            pdf.save(plain / name)
        issued = authority.issue(Wish(common_name=OFFICE))
        sign_received(plain / name, folder / name, issued)
    content = (folder / BROKEN).read_bytes()
    (folder / BROKEN).write_bytes(content.replace(b"3-hong", b"3-hung", 1))
    return folder


@pytest.fixture(scope="module")
def stored(archive: Archive, delivered: Path) -> SimpleNamespace:
    batch = receive(archive, (delivered,))
    assert read_chunk(archive, pages_of_batch(batch)) == 0
    outcome = store_dossier(archive, batch, batch.dossiers[0], NOW)
    return SimpleNamespace(batch=batch, outcome=outcome, code=batch.dossiers[0].code)


def test_each_received_signature_is_judged_told_and_kept(
    archive: Archive, delivered: Path, stored: SimpleNamespace
) -> None:
    assert stored.outcome.is_stored
    told = {(each.subject, each.code) for each in stored.outcome.problems if each.code > "F149"}
    assert {(VALID, "F150"), (STRANGE, "F151"), (BROKEN, "F152")} <= told
    shown = show_record(archive, stored.code, ARCHIVIST)
    assert [
        (
            each.file.name.name,
            *((found.verdict, found.reason) for found in each.received_signatures),
        )
        for each in shown.dossier.documents
    ] == [
        (VALID, (Verdict.VALID, None)),
        (STRANGE, (Verdict.UNTRUSTED, Reason.NO_AUTHORITY)),
        (BROKEN, (Verdict.BROKEN, Reason.DIGEST)),
    ]
    masters = [
        archive.vault.read_file(shown.package_id, path).read_bytes()
        for path in shown.files
        if path.startswith("representations/master/data/")
    ]
    assert masters == [(delivered / name).read_bytes() for name in (VALID, STRANGE, BROKEN)]
    premis = archive.vault.read_file(shown.package_id, PREMIS_OF.format("master"))
    events = [
        (each.outcome, each.objects)
        for each in read_events(premis.read_bytes())
        if each.type is EventType.SIGNATURE_VALIDATION
    ]
    assert events == [
        (outcome, (f"representations/master/data/{stored.code}.{ordinal:03d}.pdf",))
        for ordinal, outcome in enumerate(("valid", "untrusted", "broken"), start=1)
    ]


def test_the_same_delivery_changes_nothing_and_today_is_asked_anew(
    archive: Archive, stored: SimpleNamespace
) -> None:
    batch = stored.batch
    again = store_dossier(archive, batch, batch.dossiers[0], datetime.now(UTC))
    assert again.report.version == 1
    (archive.root / "trust" / "goc.pem").unlink()
    today = examine_stored(archive, stored.code, datetime.now(UTC))
    assert [each.signatures[0].verdict for each in today] == [
        Verdict.UNTRUSTED, Verdict.UNTRUSTED, Verdict.BROKEN,
    ]  # fmt: skip
