"""The bag reader's verdicts: on bags made here, and on the public suite where it lies."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest

from archive_store.package.imports.bag import check_bag, read_bag_info
from records.problem import Severity

SUITE = Path(__file__).resolve().parents[2].parent / "shared/corpora/bagit-conformance-suite"
APPLY = sorted(
    bag for bag in SUITE.glob("v*/*/*") if bag.is_dir() and bag.parent.name != "windows-only"
)
VALID_KINDS = {"valid", "warning"}
Change = Callable[[Path], object]


def verdict(bag: Path) -> str:
    """``valid``, ``warning``, or the codes of the faults."""
    faults = check_bag(bag)
    errors = sorted({fault.code for fault in faults if fault.severity is Severity.ERROR})
    return " ".join(errors) or ("warning" if faults else "valid")


@pytest.mark.skipif(not APPLY, reason="the suite is not part of the project")
@pytest.mark.parametrize("bag", APPLY, ids=lambda bag: "/".join(bag.parts[-3:]))
def test_a_bag_of_the_suite_gets_the_verdict_that_it_is_filed_under(bag: Path) -> None:
    found = verdict(bag)
    assert (found in VALID_KINDS) == (bag.parent.name in VALID_KINDS), found


def write_manifest(bag: Path, algorithm: str = "sha256", name: str = "manifest") -> None:
    inside = bag.glob("data/**/*") if name == "manifest" else bag.glob("*.txt")
    lines = [
        f"{hashlib.new(algorithm, path.read_bytes()).hexdigest()}  {path.relative_to(bag)}\n"
        for path in sorted(inside)
        if path.is_file() and not path.name.startswith("tagmanifest")
    ]
    (bag / f"{name}-{algorithm}.txt").write_text("".join(lines))


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    made = tmp_path / "bag"
    (made / "data").mkdir(parents=True)
    (made / "data" / "quyết định.pdf").write_bytes(b"1")
    (made / "data" / "tờ trình.pdf").write_bytes(b"2")
    (made / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (made / "bag-info.txt").write_text("External-Description: Hồ sơ\n  năm 2012\nA: 1\n")
    write_manifest(made)
    write_manifest(made, name="tagmanifest")
    return made


def add(name: str, content: str) -> Change:
    def change(bag: Path) -> None:
        file = bag / name
        file.write_text(file.read_text() + content)
        write_manifest(bag, name="tagmanifest")

    return change


DAMAGED: dict[str, tuple[str, Change]] = {
    "changed": ("A097", lambda bag: (bag / "data" / "quyết định.pdf").write_bytes(b"x")),
    "changed tag": ("A097", lambda bag: (bag / "bag-info.txt").write_text("A: 2\n")),
    "missing": ("A098", lambda bag: (bag / "data" / "tờ trình.pdf").unlink()),
    "unlisted": ("A099", lambda bag: (bag / "data" / "thêm.pdf").write_bytes(b"3")),
    "no declaration": ("A098", lambda bag: (bag / "bagit.txt").unlink()),
    "no manifest": ("A096 A098 A099", lambda bag: (bag / "manifest-sha256.txt").unlink()),
    "outside": ("A101", add("manifest-sha256.txt", f"{'0' * 64}  ../outside\n")),
    "absolute": ("A101", add("manifest-sha256.txt", f"{'0' * 64}  /etc/passwd\n")),
    "miscounted": ("A100", add("bag-info.txt", "Payload-Oxum: 3.2\n")),
    "garbled": ("A096", add("manifest-sha256.txt", "no digest\n")),
    "twice": ("A096", add("manifest-sha256.txt", f"{'0' * 64}  data/tờ trình.pdf\n")),
    "unknown kind": ("A096", lambda bag: (bag / "manifest-crc32.txt").write_text("")),
    "other encoding": ("A096", lambda bag: (bag / "bagit.txt").write_text(
        "BagIt-Version: 1.0\nTag-File-Character-Encoding: rot13\n")),
    "later version": ("A096", lambda bag: (bag / "bagit.txt").write_text(
        "BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n")),
    "to be fetched": ("A102", lambda bag: (bag / "fetch.txt").write_text(
        "http://localhost/x - data/x\n")),
    "fetched outside": ("A101", lambda bag: (bag / "fetch.txt").write_text(
        "http://localhost/x - ../x\n")),
}  # fmt: skip


def test_a_sound_bag_has_no_fault(bag: Path) -> None:
    assert check_bag(bag) == ()
    told = (("External-Description", "Hồ sơ năm 2012"), ("A", "1"))
    assert read_bag_info(bag) == told


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_bag_is_refused_for_what_is_wrong(name: str, bag: Path) -> None:
    expected, change = DAMAGED[name]
    change(bag)
    assert verdict(bag) == expected
