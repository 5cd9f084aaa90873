"""The stand-alone verifier: what it accepts, and every forgery that it has to find."""

import ast
import base64
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Engine

from archive_store import Vault, build_package
from archive_store.vault.database.engine import migrate, open_database
from archive_store.vault.ledger.auditor import verify_ledger as auditor
from archive_store.vault.ledger.clock import confirm_clock
from archive_store.vault.ledger.entries import NewEntry, append, head
from archive_store.vault.ledger.folder import export_folder
from archive_store.vault.ledger.head_keys import make_key, read_key, sign_head
from archive_store.vault.ledger.heads import check_heads, keep_head, newest_head, trust_key
from archive_store.vault.ledger.proofs import prove
from archive_store.vault.ledger.signed_note import Checkpoint, SignedHead, read_note, read_verifier
from records.digest import Sha256, Sha512

DATABASES = ("sqlite",)

NOW = datetime(2026, 3, 2, 1, 2, 3, 456000, tzinfo=UTC)
Lines = list[bytes]


@dataclass(frozen=True, kw_only=True)
class Case:
    """An export that was tampered with, and what the auditor had kept before."""

    folder: Path
    key: str
    saved: Path


def fill(engine: Engine, first: int, last: int) -> None:
    for number in range(first, last):
        append(engine, NewEntry(
            time=NOW + timedelta(minutes=number), actor="Nguyễn Văn A", action="store",
            object_id=f"urn:uuid:{number % 7}", version=number // 7 + 1,
            inventory_sha512=Sha512(hashlib.sha512(bytes([number])).hexdigest()),
        ))  # fmt: skip


def entry_at(time: datetime) -> NewEntry:
    return NewEntry(
        time=time, actor="Nguyễn Văn A", action="store", object_id="urn:uuid:0", version=9,
        inventory_sha512=Sha512("0" * 128),
    )  # fmt: skip


def signed_now(engine: Engine, file: Path, minutes: int) -> SignedHead:
    private, key = read_key(file, "luutru/H46")
    newest = head(engine)
    time = NOW + timedelta(minutes=minutes)
    told = Checkpoint(origin="luutru/H46", size=newest.size, root=newest.root, time=time)
    made = sign_head(told, private, key)
    trust_key(engine, key, NOW)
    keep_head(engine, made)
    return made


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """21 entries; the first 13 signed, then the first 20."""
    folder = tmp_path_factory.mktemp("ledger")
    engine = open_database(folder / "luutru.db")
    migrate(engine)
    make_key(folder / "key.pem", "luutru/H46")
    for first, last, minutes in ((0, 13, 13), (13, 20, 20)):
        fill(engine, first, last)
        signed_now(engine, folder / "key.pem", minutes)
    fill(engine, 20, 21)
    export_folder(engine, folder / "export")
    engine.dispose()
    return engine


@pytest.fixture
def case(ledger: Engine, tmp_path: Path) -> Case:
    whole = Path(str(ledger.url.database)).with_name("export")
    folder = shutil.copytree(whole, tmp_path / "export")
    saved = Path(shutil.copy(folder / "heads" / "000001-13.head", tmp_path / "kept.head"))
    return Case(folder=folder, key=(folder / "keys.txt").read_text().strip(), saved=saved)


def judged(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, list[str]]:
    """The exit code, and the English of each finding that is not in order."""
    code = auditor.main([str(each) for each in arguments])
    told = capsys.readouterr().out.splitlines()[1::2]
    return code, [line.strip() for line in told if "[OK]" not in line]


def test_a_sound_export_is_sound(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    assert judged(capsys, case.folder, "--key", case.key, "--head", case.saved) == (
        0,
        ["[NOTE] The newest head signs 20 of 21 entries; the 1 after it are not signed yet."],
    )
    code, told = judged(capsys, case.folder)
    assert (code, told[0]) == (
        0,
        "[NOTE] The public key came with the export itself. "
        f"Compare it with that of your minutes: {case.key}",
    )


def test_the_verifier_names_who_answered_for_a_clock_that_ran_ahead(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    engine = open_database(tmp_path / "luutru.db")
    migrate(engine)
    fill(engine, 0, 2)
    append(engine, replace(entry_at(NOW + timedelta(days=400)), version=8))
    confirm_clock(engine, "Trần Thị B", NOW + timedelta(minutes=3))
    append(engine, entry_at(NOW + timedelta(minutes=4)))
    make_key(tmp_path / "key.pem", "luutru/H46")
    signed_now(engine, tmp_path / "key.pem", 5)
    export_folder(engine, tmp_path / "export")
    key = (tmp_path / "export" / "keys.txt").read_text().strip()
    code, told = judged(capsys, tmp_path / "export", "--key", key)
    assert code == 0
    (line,) = told
    assert line.startswith("[NOTE] Entry 3: Trần Thị B confirms that the clock had run ahead")


def chained(lines: Lines) -> Lines:
    """The lines with every number and hash made right again, as a forger would."""
    written: Lines = []
    previous = "0" * 64
    for seq, line in enumerate(lines):
        told = json.loads(line) | {"seq": seq, "previous": previous}
        spelt = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        written.append(spelt.encode())
        previous = hashlib.sha256(b"\0" + written[-1]).hexdigest()
    return written


def changed(lines: Lines, seq: int, old: bytes, new: bytes) -> Lines:
    assert old in lines[seq]
    return [*lines[:seq], lines[seq].replace(old, new), *lines[seq + 1 :]]


REWRITTEN = "HISTORY WAS REWRITTEN"
TAMPERING: dict[str, tuple[Callable[[Lines], Lines], list[str]]] = {
    "an entry edited": (
        lambda lines: changed(lines, 3, b"store", b"share"),
        ["Entry 4: does not follow", "CUT OFF", "CUT OFF", "CUT OFF"],
    ),
    "an entry edited, all hashes made anew": (
        lambda lines: chained(changed(lines, 3, b"store", b"share")), [REWRITTEN] * 3
    ),
    "an entry edited behind the saved head, all hashes made anew": (
        lambda lines: chained(changed(lines, 15, b"store", b"share")), [REWRITTEN]
    ),
    "an entry taken out": (lambda lines: chained([*lines[:5], *lines[6:]]), [REWRITTEN] * 3),
    "an entry slipped in": (lambda lines: chained([*lines[:5], *lines[4:]]), [REWRITTEN] * 3),
    "two entries swapped": (
        lambda lines: chained([*lines[:5], lines[6], lines[5], *lines[7:]]), [REWRITTEN] * 3
    ),
    "the tail cut off": (lambda lines: lines[:16], ["CUT OFF"]),
    "everything cut off": (lambda _: [], ["CUT OFF"] * 3),
    "another spelling": (
        lambda lines: changed(lines, 20, b'"seq":20', b'"seq": 20'),
        ["Entry 20: not in the one proper form"],
    ),
    "a number left out": (
        lambda lines: changed(lines, 20, b'"seq":20', b'"seq":21'), ["Entry 20: has the number 21"]
    ),
    "a line cut": (lambda lines: [*lines[:20], lines[20][:-1]], ["Entry 20: not in the one"]),
}  # fmt: skip


@pytest.mark.parametrize("kind", TAMPERING)
def test_tampering_with_the_entries_is_found(
    case: Case, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    tamper, expected = TAMPERING[kind]
    file = case.folder / "entries.jsonl"
    lines = tamper(file.read_bytes().splitlines())
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    code, told = judged(capsys, case.folder, "--key", case.key, "--head", case.saved)
    faults = [line for line in told if line.startswith("[FAULT]")]
    assert code == 1
    assert len(faults) == len(expected) + 1
    for line, words in zip(faults, expected, strict=False):
        assert words in line
    assert faults[-1].startswith(f"[FAULT] RESULT: NOT SOUND. {len(expected)} faults.")


def rolled_back(case: Case) -> None:
    """Yesterday's copy of everything: 13 entries and the one head of that day."""
    file = case.folder / "entries.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[:13]))
    (case.folder / "heads" / "000002-20.head").unlink()


def test_a_rollback_agrees_with_itself_and_not_with_a_saved_head(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = Path(shutil.copy(case.folder / "heads" / "000002-20.head", case.saved))
    rolled_back(case)
    assert judged(capsys, case.folder, "--key", case.key) == (0, [])
    code, told = judged(capsys, case.folder, "--key", case.key, "--head", saved)
    assert (code, "CUT OFF OR ROLLED BACK. 20 entries were signed" in told[0]) == (1, True)


def test_a_history_that_was_rewritten_and_signed_anew_needs_the_key_that_was_kept(
    case: Case, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    engine = open_database(tmp_path / "forged.db")
    migrate(engine)
    make_key(tmp_path / "forger.pem", "luutru/H46")
    fill(engine, 1, 21)
    signed_now(engine, tmp_path / "forger.pem", 30)
    forged = tmp_path / "forged"
    export_folder(engine, forged)
    engine.dispose()
    assert judged(capsys, forged)[0] == 0
    code, told = judged(capsys, forged, "--key", case.key)
    assert (code, "a forged head, or another key" in told[0]) == (1, True)
    code, told = judged(capsys, forged, "--key", case.key, "--head", case.saved)
    assert [REWRITTEN in line for line in told] == [False, True, False]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("\n13\n", "\n12\n", "a forged head"),
        ("T01:15:03", "T01:15:04", "a forged head"),
        ("\n\n— ", "\n— ", "not a head in its proper form"),
        ("time 2026", "time 1026-", "not a head in its proper form"),
    ],
)
def test_a_head_that_was_touched_is_refused(
    case: Case, capsys: pytest.CaptureFixture[str], old: str, new: str, words: str
) -> None:
    note = case.saved.read_text()
    assert old in note
    case.saved.write_text(note.replace(old, new))
    code, told = judged(capsys, case.folder, "--key", case.key, "--head", case.saved)
    assert (code, words in " ".join(told)) == (1, True)


def test_without_any_head_or_key_nothing_is_proven(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.rmtree(case.folder / "heads")
    assert "nothing can be proven" in judged(capsys, case.folder, "--key", case.key)[1][0]
    (case.folder / "keys.txt").unlink()
    assert judged(capsys, case.folder)[0] == 1


def test_entries_that_are_dated_before_a_signed_head_are_told(
    case: Case, capsys: pytest.CaptureFixture[str]
) -> None:
    file = case.folder / "entries.jsonl"
    lines = file.read_bytes().splitlines()
    lines[20] = lines[20].replace(b"2026-03-02T01:22", b"2026-03-01T01:22")
    file.write_bytes(b"".join(line + b"\n" for line in lines))
    code, told = judged(capsys, case.folder, "--key", case.key)
    assert (code, told[0]) == (
        0,
        "[NOTE] Entry 20: its time 2026-03-01T01:22:03.456000+00:00 is too early; "
        "the clock was set back.",
    )


def root_of(leaves: list[bytes]) -> bytes:
    if len(leaves) == 1:
        return hashlib.sha256(b"\0" + leaves[0]).digest()
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return hashlib.sha256(b"\1" + root_of(leaves[:split]) + root_of(leaves[split:])).digest()


def test_every_proof_leads_to_the_root_of_an_independent_tree(ledger: Engine) -> None:
    lines = [entry.entry.encode() for number in range(7) for entry in prove_all(ledger, number)]
    lines.sort(key=lambda line: json.loads(line)["seq"])
    assert len(lines) == 21
    for size in (1, 2, 3, 6, 8, 13, 16, 21):
        at = unsigned(size, root_of(lines[:size]).hex())
        earlier = [unsigned(each, root_of(lines[:each]).hex()) for each in range(1, size + 1)]
        proof = prove(ledger, at, f"urn:uuid:{(size - 1) % 7}", earlier)
        for each in proof.entries:
            path = [bytes.fromhex(step) for step in each.path]
            seq, leaf = json.loads(each.entry)["seq"], auditor.leaf_hash(each.entry.encode())
            assert auditor.root_of_inclusion(seq, size, leaf, path) == at.checkpoint.root
            for spoilt in ([*path, leaf], path[1:], path[::-1] if len(set(path)) > 1 else [leaf]):
                if spoilt != path:
                    found = auditor.root_of_inclusion(seq, size, leaf, spoilt)
                    assert found != at.checkpoint.root
        for old, grown in zip(earlier, proof.earlier, strict=True):
            path = [bytes.fromhex(step) for step in grown.path]
            root, told = bytes.fromhex(old.checkpoint.root), old.checkpoint
            roots = (told.root, at.checkpoint.root)
            assert auditor.roots_of_consistency(told.size, size, root, path) == roots
            assert auditor.roots_of_consistency(told.size, size, root, [*path, root]) != roots
            if path:
                assert auditor.roots_of_consistency(told.size, size, root, path[:-1]) != roots


def unsigned(size: int, root: str) -> Any:
    told = Checkpoint(origin="x", size=size, root=Sha256(root), time=NOW)
    return SignedHead(checkpoint=told, signatures=(), note=told.body)


def prove_all(engine: Engine, number: int) -> Any:
    return prove(engine, unsigned(21, head(engine).root), f"urn:uuid:{number}").entries


def test_a_proof_file_is_judged_by_key_and_root(
    ledger: Engine, case: Case, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    found = newest_head(ledger)
    assert found is not None
    earlier = read_note(case.saved.read_text(encoding="utf-8"))
    assert earlier is not None
    told = prove(ledger, found[1], "urn:uuid:3", (earlier,)).as_file()
    file = tmp_path / "H46.proof"
    file.write_text(json.dumps(told))
    assert judged(capsys, "--key", case.key, "--proof", file) == (0, [])
    whole = file.read_text()
    for old, new in (("v", "w"), ('"path": ["', '"path": ["00'), ("urn:uuid:3", "urn:uuid:4")):
        file.write_text(whole.replace(old, new, 1) if old != "v" else "[]")
        assert judged(capsys, "--key", case.key, "--proof", file)[0] == 1
    file.write_text(whole)
    forger = read_key(*forger_of(tmp_path))[1]
    assert judged(capsys, "--key", str(forger), "--proof", file)[0] == 1


def forger_of(folder: Path) -> tuple[Path, str]:
    make_key(folder / "forger.pem", "luutru/H46")
    return folder / "forger.pem", "luutru/H46"


VECTORS = {
    "RFC 8032 test 1": (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a", "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9"
        "b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    "RFC 8032 test 2": (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c", "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f1"
        "1d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    "RFC 8032 test 3": (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025", "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984d"
        "c6594a7c15e9716ed28dc027beceea1ec40a",
    ),
    "RFC 8032 test SHA(abc)": (
        "ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf",
        hashlib.sha512(b"abc").hexdigest(),
        "dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431"
        "e0303dca179c138ac17ad9bef1177331a704",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", VECTORS)
def test_signatures_of_the_rfc_are_right_and_any_other_wrong(name: str) -> None:
    public, message, signature = (bytes.fromhex(each) for each in VECTORS[name])
    assert auditor.ed25519_is_right(public, message, signature)
    assert not auditor.ed25519_is_right(public, message + b"\0", signature)
    for place in (0, 31, 32, 63):
        spoilt = bytearray(signature)
        spoilt[place] ^= 1
        assert not auditor.ed25519_is_right(public, message, bytes(spoilt))
    # The same signature with its scalar beyond the order of the group: RFC 8032 section 5.1.7.
    beyond = int.from_bytes(signature[32:], "little") + auditor.L
    malleable = signature[:32] + beyond.to_bytes(32, "little")
    assert not auditor.ed25519_is_right(public, message, malleable)


def test_a_note_of_the_go_library_is_read_and_right() -> None:
    """The example in the documentation of golang.org/x/mod/sumdb/note, another implementation."""
    line = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    told = (
        "If you think cryptography is the answer to your problem,\n"
        "then you don't know what your problem is.\n"
    )
    blob = base64.b64decode(
        "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
    )
    theirs, ours = auditor.read_key(line), read_verifier(line)
    assert theirs is not None
    assert ours is not None
    assert (str(ours), ours.key_id, ours.public) == (line, "c74f20a3", theirs.public)
    assert blob[:4] == theirs.key_id
    assert auditor.ed25519_is_right(theirs.public, told.encode(), blob[4:])
    assert auditor.read_key(line.replace("c74f20a3", "c74f20a4")) is None
    assert read_verifier(line.replace("c74f20a3", "c74f20a4")) is None


def test_signatures_of_another_implementation_are_right() -> None:
    for number in range(6):
        private = Ed25519PrivateKey.from_private_bytes(hashlib.sha256(bytes([number])).digest())
        public, message = private.public_key().public_bytes_raw(), os.urandom(number * 40)
        signature = private.sign(message)
        assert auditor.ed25519_is_right(public, message, signature)
        assert not auditor.ed25519_is_right(public[::-1], message, signature)


@pytest.fixture
def stored(
    vault: Vault, make_contents: Callable[..., Any], now: datetime, tmp_path: Path
) -> tuple[Path, Path, str]:
    """A store of two objects with three versions, its ledger exported, and the key."""
    for number, source, record in ((1, "aa", b"1"), (1, "bb", b"2"), (2, "aa", b"3")):
        package = build_package(make_contents(number, record=record), vault.staging, now)
        vault.store_package(package, source, now)
    engine = vault.place.engine
    key = make_key(tmp_path / "key.pem", "luutru/H46")
    signed_now(engine, tmp_path / "key.pem", 1)
    assert check_heads(engine) == ()
    export_folder(engine, tmp_path / "export")
    return vault.place.root, tmp_path / "export", str(key)


def test_the_store_is_held_against_the_ledger(
    stored: tuple[Path, Path, str], capsys: pytest.CaptureFixture[str]
) -> None:
    store, folder, key = stored
    arguments = (folder, "--key", key, "--store", store)
    assert judged(capsys, *arguments, "--contents") == (0, [])
    inventory = next(store.rglob("v1/inventory.json"))
    scan = next(store.rglob("*.001.tif"))
    for file, words in ((inventory, "v1/inventory.json was"), (scan, ".001.tif was changed")):
        sound = file.read_bytes()
        file.write_bytes(sound + b" ")
        code, told = judged(capsys, *arguments, "--contents")
        assert (code, words in told[0], len(told)) == (1, True, 2)
        file.write_bytes(sound)
    (scan.parent / "alien").touch()
    (inventory.parent / "inventory.json.sha512").rename(scan.parent / "inventory.json.sha512")
    told = judged(capsys, *arguments, "--contents")[1]
    assert sum("not in the ledger" in line for line in told) == 2
    assert judged(capsys, *arguments) == (0, [])
    shutil.move(inventory.parents[1], inventory.parents[1].with_name("urn%3auuid%3aother"))
    told = judged(capsys, *arguments)[1]
    assert sum("is missing" in line for line in told) == 3
    assert sum("not in the ledger" in line for line in told) == 1


def test_the_verifier_is_one_file_for_any_python_from_3_9(case: Case) -> None:
    source = (case.folder / "verify_ledger.py").read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 9))
    imported = {
        ((each.module or "") if isinstance(each, ast.ImportFrom) else each.names[0].name).split(
            "."
        )[0]
        for each in ast.walk(tree)
        if isinstance(each, ast.Import | ast.ImportFrom)
    }
    assert imported <= sys.stdlib_module_names
    assert source == Path(auditor.__file__).read_text(encoding="utf-8")
