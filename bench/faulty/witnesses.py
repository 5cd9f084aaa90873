"""What a forger cannot reach: a signed head and its key kept elsewhere, and the second copy."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from archive_store.vault.ledger.folder import verifier
from bench.faulty.judging import audited_anew, reopened
from bench.faulty.small import Case
from flows.archive import Archive
from flows.copying.copies import verify_copies
from flows.ledger.account import export_proofs, verify_ledger
from flows.ledger.signing import make_archive_key, sign_newest
from records.errors import ArchiveError

SAVED_HEAD, VERIFIER, COPY = "ledger verify --from", "verify_ledger.py", "second copy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What an auditor has: the head that was signed, the public key, and a verifier of the own."""

    folder: Path
    key: str

    @property
    def head(self) -> Path:
        """The signed head."""
        return self.folder / "kept.head"

    @property
    def verifier(self) -> Path:
        """The verifier, from a source that the auditor trusts."""
        return self.folder / VERIFIER


def keep(archive: Archive, folder: Path) -> Kept:
    """Sign the ledger's head as the key holder does, and keep it in ``folder``."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    private, now = folder / "key.pem", datetime.now(UTC)
    _, key = make_archive_key(archive, private, now)
    signing = sign_newest(archive, private, now, lambda _: None)
    kept = Kept(folder=folder, key=key)
    kept.head.write_text(signing.head.note)
    kept.verifier.write_bytes(verifier())
    return kept


def is_named(name: str, found: dict[str, list[str]]) -> bool:
    """Whether something that was found names an object by its id, or by its folder in the store."""
    names = (name, name.replace(":", "%3a"))
    return any(each in line for told in found.values() for line in told for each in names)


def found_by(case: Case, kept: Kept) -> dict[str, list[str]]:
    """What audit, a head kept elsewhere, both verifiers and the second copy say of an archive."""
    wrong, told = audited_anew(case.archive)
    found = {
        "audit": [f"{package} {path}" for package, path in sorted(wrong)] + ([told] if told else [])
    }
    try:
        archive = reopened(case.archive)
    except ArchiveError as error:
        return found | {SAVED_HEAD: [str(error)]}
    try:
        verdict = verify_ledger(archive, (kept.head,), None, lambda _: None)
        found[SAVED_HEAD] = [str(each) for each in verdict.problems]
        found[VERIFIER] = _verified(archive, kept)
        copies = verify_copies(archive, (), (), lambda _: None)
        found[COPY] = [str(each) for copy in copies for each in (*copy.findings, *copy.problems)]
    finally:
        archive.engine.dispose()
    return found


def _verified(archive: Archive, kept: Kept) -> list[str]:
    """What the stand-alone verifier says, which knows only the export, the store, and ``kept``."""
    export = kept.folder / "export"
    shutil.rmtree(export, ignore_errors=True)
    export_proofs(archive, export)
    store = str(archive.root / "store")
    own = ("--key", kept.key, "--head", str(kept.head), "--store", store, "--contents")
    command = (sys.executable, "-I", str(kept.verifier), str(export), *own)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return []
    if done.returncode != 1 or "Traceback" in done.stderr:
        raise RuntimeError(done.stderr)
    return done.stdout.splitlines()
