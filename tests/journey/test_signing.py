"""What was taken in awaits the archive's signature, gets it as a new version, and keeps it."""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from archive_store import audit, check_package, find, list_page
from archive_store.package.layout import PREMIS, PREMIS_OF, root_name
from archive_store.package.premis_reading import read_events
from archive_store.package.signatures.signing import Pkcs12Key
from archive_store.vault.catalogue.wanted import Wanted
from cli.main import luutru
from flows.archive import Archive, open_archive
from flows.keeping.rebuild import rebuild_archive
from flows.looking.show import show_record
from flows.revising.parting import part_document
from flows.revising.versions import Note, revise
from flows.signing.copies import SigningReport, SigningRequest, sign_copies
from flows.signing.signatures import examine_stored
from flows.signing.state import can_be, dossier_state
from records.access import ARCHIVIST
from records.digest import sha256_of
from records.dossier import Dossier
from records.errors import InputError, RefusedError
from records.event import Event, EventType
from records.package import CatalogueRow, ListedDossier
from records.signature import SigningState
from samples.signing_authority import SampleAuthority, Wish

pytestmark = pytest.mark.journey

CODE = "H46.21.2012.01.01.02"
FIRST = f"{CODE}.0000001"
ACCESS = "representations/rep1/data/{}.{:03d}.pdf"
NOTE = Note(by="Lan", why="Đối chiếu với bản giấy")
SECRET = "bí mật"  # noqa: S105 - of a key that lives as long as the test


class Killed(BaseException):
    """Stands for kill -9 at a step."""


@pytest.fixture
def archive(good: SimpleNamespace, copy_of: Callable[[Path], Path]) -> Iterator[Archive]:
    opened = open_archive(copy_of(good.archive))
    yield opened
    opened.engine.dispose()


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SimpleNamespace:
    folder, authority = tmp_path_factory.mktemp("key"), SampleAuthority(datetime.now(UTC))
    issued = authority.issue(Wish(common_name="Lưu trữ lịch sử (mẫu)"))
    (folder / "key.p12").write_bytes(issued.p12(SECRET))
    (folder / "root.pem").write_bytes(authority.root_pem())
    return SimpleNamespace(
        file=folder / "key.p12", root=folder / "root.pem", certificate=issued.certificate
    )


@pytest.fixture
def sign(key: SimpleNamespace) -> Callable[..., SigningReport]:
    def signed(archive: Archive, *codes: str, limit: int | None = None) -> SigningReport:
        request = SigningRequest(codes=codes, by="Lan", limit=limit)
        return sign_copies(archive, request, Pkcs12Key(file=key.file), SECRET, lambda _: None)

    return signed


def row_of(archive: Archive) -> CatalogueRow:
    row = find(archive.engine, CODE)
    assert row is not None
    return row


def listed(archive: Archive, *, is_signed: bool) -> tuple[ListedDossier, ...]:
    return list_page(archive.engine, Wanted(is_signed=is_signed)).rows


def access_of(archive: Archive, ordinal: int, version: int | None = None) -> Path:
    path = ACCESS.format(CODE, ordinal)
    return archive.vault.read_file(row_of(archive).package_id, path, version)


def test_all_that_was_taken_in_awaits_a_signature(archive: Archive) -> None:
    rows = listed(archive, is_signed=False)
    assert sorted((row.unsigned, row.documents) for row in rows) == [(4, 4)] * 3
    assert listed(archive, is_signed=True) == ()
    assert set(show_record(archive, CODE, ARCHIVIST).signing.values()) == {SigningState.AWAITING}


def test_an_archive_that_does_not_sign_waits_for_nothing(
    archive: Archive, sign: Callable[..., SigningReport]
) -> None:
    signing = archive.settings.signing.model_copy(update={"required": False})
    settings = archive.settings.model_copy(update={"signing": signing})
    quiet = replace(archive, settings=settings)
    assert dossier_state(settings, row_of(quiet)) is SigningState.NOT_ASKED
    assert [can_be(settings, state) for state in SigningState] == [False, True, True]
    with pytest.raises(RefusedError) as refused:
        sign(quiet)
    assert refused.value.problem.code == "F154"


@pytest.fixture(scope="module")
def signed(
    good: SimpleNamespace, key: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SimpleNamespace]:
    """An archive whose dossier has one signed document; only looked at."""
    root = tmp_path_factory.mktemp("signed") / "kho"
    shutil.copytree(good.archive, root, ignore=shutil.ignore_patterns("work", "prefect"))
    shutil.copy(key.root, root / "trust")
    opened = open_archive(root)
    request = SigningRequest(codes=(FIRST,), by="Lan")
    report = sign_copies(opened, request, Pkcs12Key(file=key.file), SECRET, lambda _: None)
    yield SimpleNamespace(archive=opened, report=report)
    opened.engine.dispose()


def test_a_signed_copy_is_a_new_version_and_everything_else_stays(
    signed: SimpleNamespace, tmp_path: Path
) -> None:
    archive = signed.archive
    (told,) = signed.report.dossiers
    assert (told.documents, told.version, signed.report.problems) == ((FIRST,), 2, ())
    assert signed.report.is_trusted
    before, after = access_of(archive, 1, version=1), access_of(archive, 1)
    assert after.read_bytes().startswith(before.read_bytes())
    assert access_of(archive, 2) == access_of(archive, 2, version=1)
    assert (row_of(archive).version, row_of(archive).unsigned) == (2, 3)
    second = archive.vault.place.object(told.package_id) / "v2" / "content"
    assert sorted(path.name for path in second.rglob("*") if path.is_file()) == [
        f"{CODE}.001.pdf", "METS.xml", "METS.xml", "METS.xml", "METS.xml", "PREMIS.xml",
        "PREMIS_rep1.xml", "record.json",
    ]  # fmt: skip
    root = tmp_path / root_name(told.package_id)
    for path in archive.vault.list_files(told.package_id):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(archive.vault.read_file(told.package_id, path), root / path)
    assert check_package(root) == ()
    assert audit(archive.vault, datetime.now(UTC)).ok
    assert [each.actor for each in archive.vault.history(told.package_id)] == ["luutru", "Lan"]
    assert not list(archive.vault.staging.glob("signing-*"))


def test_the_package_tells_who_signed_what(signed: SimpleNamespace, key: SimpleNamespace) -> None:
    archive = signed.archive
    shown = show_record(archive, CODE, ARCHIVIST)
    assert list(shown.signing.values()) == [SigningState.SIGNED, *[SigningState.AWAITING] * 3]
    kept = shown.dossier.documents[0].signed
    assert kept is not None
    assert kept.sha256 == sha256_of(access_of(archive, 1))
    assert (kept.level, kept.certificate.serial) == ("B-B", f"{key.certificate.serial_number:x}")

    def events(path: str) -> list[Event]:
        told = read_events(archive.vault.read_file(shown.package_id, path).read_bytes())
        return [each for each in told if each.type is EventType.SIGNING]

    (whole,), (of_file,) = events(PREMIS), events(PREMIS_OF.format("rep1"))
    assert events(PREMIS_OF.format("master")) == []
    assert (whole.objects, of_file.objects) == ((kept.sha256,), (ACCESS.format(CODE, 1),))
    for word in (FIRST, kept.certificate.subject, kept.certificate.serial, kept.certificate.sha256):
        assert word in whole.detail


def test_a_killed_run_is_finished_by_the_next_which_signs_nothing_twice(
    archive: Archive, sign: Callable[..., SigningReport]
) -> None:
    def killed(name: str) -> None:
        if name == "published":
            raise Killed

    with pytest.raises(Killed):
        sign(replace(archive, vault=archive.vault.watched(killed)), FIRST)
    assert (row_of(archive).version, row_of(archive).unsigned) == (1, 4)
    (signed,) = sign(archive, FIRST, CODE).dossiers
    assert (signed.version, len(signed.documents)) == (3, 3)
    assert access_of(archive, 1).read_bytes().count(b"/ByteRange") == 1
    assert sign(archive, CODE).dossiers == ()
    before = listed(archive, is_signed=True)
    assert [(row.dossier_code, row.version) for row in before] == [(CODE, 3)]
    rebuild_archive(archive, "catalogue", lambda _: None)
    assert listed(archive, is_signed=True) == before


def test_a_damaged_copy_is_not_signed_and_does_not_stop_the_others(
    archive: Archive, sign: Callable[..., SigningReport]
) -> None:
    file = access_of(archive, 1)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)
    other = "H46.21.2010.01.01.01.0000003"
    report = sign(archive, FIRST, other, f"{CODE}.0000002", limit=2)
    assert [(each.code, each.subject) for each in report.problems] == [("A127", FIRST)]
    assert [each.documents for each in report.dossiers] == [(other,)]


def test_a_code_that_nothing_has_stops_before_anything_is_signed(
    archive: Archive, sign: Callable[..., SigningReport]
) -> None:
    for code in ("H46.0", f"{CODE}.0000099"):
        with pytest.raises(InputError) as told:
            sign(archive, FIRST, code)
        assert told.value.problem.code == "F009"
    assert row_of(archive).version == 1


def test_a_correction_keeps_the_signature_and_a_parted_document_loses_it(
    archive: Archive, sign: Callable[..., SigningReport]
) -> None:
    def corrected(dossier: Dossier) -> Dossier:
        first, *rest = dossier.documents
        return replace(dossier, documents=(replace(first, number="999"), *rest))

    sign(archive, FIRST)
    revise(archive, row_of(archive).package_id, corrected, NOTE, datetime.now(UTC))
    assert (row_of(archive).version, row_of(archive).unsigned) == (3, 3)
    assert access_of(archive, 1) == access_of(archive, 1, version=2)
    part_document(archive, FIRST, (2,), NOTE, datetime.now(UTC))
    assert (row_of(archive).unsigned, row_of(archive).documents) == (5, 5)
    assert examine_stored(archive, FIRST, datetime.now(UTC)) == ()
    seen = subprocess.run(
        ["pdftotext", access_of(archive, 1), "-"], capture_output=True, text=True, check=True
    )
    assert "Thời gian ký" not in seen.stdout


def test_the_commands_sign_list_and_judge(
    archive: Archive, key: SimpleNamespace, tmp_path: Path
) -> None:
    def told(*words: object, ends: int = 0) -> Any:
        done = CliRunner().invoke(
            luutru, ["--archive", *map(str, (archive.root, *words)), "--json"],
            standalone_mode=False,
        )  # fmt: skip
        assert (done.exception, done.return_value or 0) == (None, ends)
        return json.loads(done.stdout)

    shutil.copy(key.root, archive.root / "trust")
    (tmp_path / "secret").write_text(f"{SECRET}\n")
    signed = told("sign", FIRST, "--p12", key.file, "--secret-file", tmp_path / "secret")
    assert (signed["signed"], signed["is_trusted"], signed["problems"]) == (1, True, [])
    listed = told("list", "--signature", "awaiting")["dossiers"]
    assert [(each["signature"], each["unsigned"]) for each in listed] == [
        ("awaiting", 3), ("awaiting", 4), ("awaiting", 4),
    ]  # fmt: skip
    assert told("show", CODE)["signing"][FIRST] == "signed"
    (judged,) = told("signatures", FIRST)["files"]
    assert judged["path"] == ACCESS.format(CODE, 1)
    assert [each["verdict"] for each in judged["signatures"]] == ["valid"]
    (archive.root / "trust" / key.root.name).unlink()
    (elsewhere,) = told("signatures", access_of(archive, 1), ends=1)["files"]
    assert [each["reason"] for each in elsewhere["signatures"]] == ["no-authority"]


@pytest.mark.parametrize(
    "words",
    [
        ["sign"],
        ["sign", CODE, "--all-awaiting"],
        ["sign", CODE, "--token", "x"],
        ["sign", CODE, "--p12", "pyproject.toml", "--token", "x"],
    ],
    ids=" ".join,
)
def test_half_a_key_or_two_wishes_are_a_wrong_command_line(
    words: list[str], archive: Archive
) -> None:
    done = CliRunner().invoke(luutru, ["--archive", str(archive.root), *words])
    assert done.exit_code == 2
