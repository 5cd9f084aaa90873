"""The signer judges before signing, remembers beside the key, and stops for a clock behind."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from archive_store import Vault
from archive_store.vault.database.engine import migrate, open_database
from archive_store.vault.ledger.entries import NewEntry, append, entries, head
from archive_store.vault.ledger.export import export_ledger, import_ledger
from archive_store.vault.ledger.head_keys import read_key
from archive_store.vault.ledger.heads import check_heads, kept_notes, trusted_keys
from flows.archive import Archive
from flows.ledger.account import mend_ledger_tree, prove_code, save_head, tell_head, verify_ledger
from flows.ledger.signing import make_archive_key, request_for_newest, sign_newest, timestamp_newest
from flows.settings import LedgerSection, read_settings
from records.digest import Sha512
from records.errors import ArchiveError, InputError, RefusedError, SetupError
from records.report import Progress

NOW = datetime(2026, 3, 2, 1, 2, 3, tzinfo=UTC)
DAY = timedelta(days=1)


def nobody(_: Progress) -> None:
    """Nobody watches."""


def opened(root: Path, engine: Engine, **ledger: str) -> Archive:
    defaults = Path(str(files("flows").joinpath("defaults", "settings.toml")))
    settings = read_settings(defaults).model_copy(update={"ledger": LedgerSection(**ledger)})
    vault = Vault(root / "store", engine)
    return Archive(root=root, settings=settings, engine=engine, vault=vault)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    engine = open_database(tmp_path / "luutru.db")
    migrate(engine)
    made = opened(tmp_path, engine, key_file="signer/key.pem", heads_folder="elsewhere")
    (tmp_path / "signer").mkdir()
    make_archive_key(made, None, NOW)
    fill(engine, 5)
    return made


def fill(engine: Engine, count: int, actor: str = "luutru", time: datetime = NOW) -> None:
    for number in range(count):
        append(engine, NewEntry(
            time=time, actor=actor, action="store", object_id=f"urn:uuid:{number}", version=1,
            inventory_sha512=Sha512("0" * 128),
        ))  # fmt: skip


def forget(engine: Engine, *tables: str) -> None:
    with engine.begin() as connection:
        for table in tables:
            for change in ("update", "delete"):
                connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_refuses_{change}"))
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names of this test


def code_of(archive: Archive, now: datetime) -> str:
    with pytest.raises(ArchiveError) as refused:
        sign_newest(archive, None, now, nobody)
    return refused.value.problem.code


def test_a_head_is_kept_in_the_archive_beside_the_key_and_elsewhere(archive: Archive) -> None:
    first = sign_newest(archive, None, NOW + DAY, nobody)
    fill(archive.engine, 2)
    second = sign_newest(archive, None, NOW + 2 * DAY, nobody)
    notes = [first.head.note, second.head.note]
    assert [note for _, note in kept_notes(archive.engine)] == notes
    for folder in ("elsewhere", "signer/key.pem.heads"):
        told = [file.read_text() for file in sorted((archive.root / folder).iterdir())]
        assert told == notes
    size, root = head(archive.engine).size, head(archive.engine).root
    assert (second.number, second.head.checkpoint.size, second.head.checkpoint.root) == (
        2,
        size,
        root,
    )
    assert (second.timestamp, second.problems) == (None, ())
    assert check_heads(archive.engine) == ()
    assert (archive.root / "signer" / "key.pem").stat().st_mode & 0o777 == 0o600


def test_a_rewritten_history_gets_no_signature_even_without_the_archives_heads(
    archive: Archive,
) -> None:
    saved = archive.root / "saved.head"
    sign_newest(archive, None, NOW + DAY, nobody)
    save_head(archive, tell_head(archive), saved)
    forget(archive.engine, "ledger", "ledger_node", "ledger_head", "ledger_key")
    fill(archive.engine, 6, actor="nobody")
    for file in (archive.root / "elsewhere").iterdir():
        file.unlink()
    verdict = verify_ledger(archive, (), None, nobody)
    assert (verdict.problems, verdict.heads) == ((), 0)
    assert code_of(archive, NOW + 2 * DAY) == "F109"
    assert (trusted_keys(archive.engine), kept_notes(archive.engine)) == ((), ())
    make_archive_key(archive, archive.root / "other.pem", NOW)
    _, key = read_key(archive.root / "signer" / "key.pem", "luutru/H46")
    (fault,) = check_heads(archive.engine, ((str(saved), saved.read_text()),), (key,))
    assert (fault.code, fault.subject) == ("A066", str(saved))


@pytest.mark.parametrize(("left", "code"), [(3, "A067"), (5, None)])
def test_a_ledger_that_was_cut_or_rolled_back_is_shorter_than_its_heads(
    archive: Archive, left: int, code: str | None
) -> None:
    sign_newest(archive, None, NOW + DAY, nobody)
    told = entries(archive.engine)
    forget(archive.engine, "ledger", "ledger_node")
    fill(archive.engine, left)
    assert entries(archive.engine) == told[:left]
    found = [each.code for each in verify_ledger(archive, (), None, nobody).problems]
    # The archive's own head, and the one that lies elsewhere.
    assert found == ([code] * 2 if code else [])
    assert head(archive.engine).size == left


def test_a_damaged_tree_is_made_anew_only_where_the_heads_bear_it_out(archive: Archive) -> None:
    sign_newest(archive, None, NOW + DAY, nobody)
    root = head(archive.engine).root
    spoil = "UPDATE ledger_node SET hash = replace(hash, substr(hash, 1, 2), 'ee') WHERE seq = 3"
    with archive.engine.begin() as connection:
        connection.execute(text(spoil))
    told = verify_ledger(archive, (), None, nobody)
    assert [each.code for each in told.problems] == ["A060"]
    assert {each.code for each in check_heads(archive.engine)} == {"A066"}
    assert mend_ledger_tree(archive) == ()
    assert verify_ledger(archive, (), None, nobody).problems == ()
    assert head(archive.engine).root == root
    forget(archive.engine, "ledger", "ledger_node")
    fill(archive.engine, 5, actor="nobody")
    with archive.engine.begin() as connection:
        connection.execute(text(spoil))
    spoilt = head(archive.engine)
    assert [each.code for each in mend_ledger_tree(archive)] == ["A066", "A066"]
    assert head(archive.engine) == spoilt


def test_a_head_of_an_unknown_key_is_refused(archive: Archive, tmp_path: Path) -> None:
    sign_newest(archive, None, NOW + DAY, nobody)
    forget(archive.engine, "ledger_key")
    make_archive_key(archive, tmp_path / "other.pem", NOW)
    assert {each.code for each in check_heads(archive.engine)} == {"A065"}


def test_signing_stops_for_a_clock_that_is_behind_and_storing_does_not(archive: Archive) -> None:
    sign_newest(archive, None, NOW + DAY, nobody)
    fill(archive.engine, 1, time=NOW - DAY)
    assert code_of(archive, NOW + DAY - timedelta(seconds=1)) == "F101"
    forget(archive.engine, "ledger_head")
    assert code_of(archive, NOW + DAY - timedelta(seconds=1)) == "F101"
    fill(archive.engine, 1, time=NOW + 3 * DAY)
    assert code_of(archive, NOW + 2 * DAY) == "F101"
    sign_newest(archive, None, NOW + 3 * DAY, nobody)
    told = verify_ledger(archive, (), None, nobody)
    assert (told.problems, [each.code for each in told.clock]) == ((), ["A064"])


def test_keys_that_others_can_read_or_that_are_none_are_refused(archive: Archive) -> None:
    key = archive.root / "signer" / "key.pem"
    key.chmod(0o640)
    assert code_of(archive, NOW + DAY) == "A068"
    key.chmod(0o600)
    key.write_text("none")
    assert code_of(archive, NOW + DAY) == "A068"
    key.unlink()
    assert code_of(archive, NOW + DAY) == "A068"
    without = opened(archive.root, archive.engine)
    assert code_of(without, NOW + DAY) == "F108"
    assert kept_notes(archive.engine) == ()


def test_a_key_is_never_overwritten(archive: Archive) -> None:
    before = (archive.root / "signer" / "key.pem").read_bytes()
    with pytest.raises(RefusedError) as refused:
        make_archive_key(archive, None, NOW)
    assert refused.value.problem.code == "F100"
    assert (archive.root / "signer" / "key.pem").read_bytes() == before


def test_an_archive_that_was_restored_is_signed_on(archive: Archive, tmp_path: Path) -> None:
    sign_newest(archive, None, NOW + DAY, nobody)
    export_ledger(archive.engine, tmp_path / "ledger.jsonl")
    engine = open_database(tmp_path / "restored.db")
    migrate(engine)
    import_ledger(engine, tmp_path / "ledger.jsonl")
    restored = replace(archive, engine=engine)
    fill(engine, 1)
    signing = sign_newest(restored, None, NOW + 2 * DAY, nobody)
    assert (signing.number, signing.head.checkpoint.size) == (1, 6)
    assert verify_ledger(restored, (), None, nobody).problems == ()
    engine.dispose()


def test_what_no_signed_head_covers_is_not_proven(archive: Archive) -> None:
    def refused(code: str) -> str:
        with pytest.raises(ArchiveError) as told:
            prove_code(archive, code, ())
        return told.value.problem.code

    assert refused("urn:uuid:1") == "F102"
    sign_newest(archive, None, NOW + DAY, nobody)
    assert [
        each.entry.count("urn:uuid:1") for each in prove_code(archive, "urn:uuid:1", ()).entries
    ] == [1]
    assert refused("urn:uuid:none") == "F103"
    fill(archive.engine, 2)
    assert refused("urn:uuid:1") == "F102"


def test_a_timestamp_that_cannot_be_had_is_told_and_the_head_kept(archive: Archive) -> None:
    asking = opened(
        archive.root, archive.engine, key_file="signer/key.pem", tsa_url="http://127.0.0.1:9/",
        tsa_ca="ca.pem",
    )  # fmt: skip
    signing = sign_newest(asking, None, NOW + DAY, nobody)
    assert [each.code for each in signing.problems] == ["F105"]
    assert [number for number, _ in kept_notes(archive.engine)] == [1]
    assert request_for_newest(archive)[0] == 1
    for told, code in ((archive, "F108"), (asking, "F105")):
        with pytest.raises((SetupError, InputError)) as failed:
            timestamp_newest(told)
        assert failed.value.problem.code == code
