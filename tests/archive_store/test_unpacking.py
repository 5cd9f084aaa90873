"""Hostile containers: each is refused in seconds with its code, and nothing is written outside."""

import gzip
import io
import os
import stat
import struct
import tarfile
import time
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import asdict
from pathlib import Path

import pytest

from archive_store.package.imports.limits import UnpackLimits
from records.confined import ConfinedWorker, Limits
from records.errors import InputError

SECONDS = 10.0
Make = Callable[[Path], None]


@pytest.fixture(scope="module")
def staging(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("staging")


@pytest.fixture(scope="module")
def child(staging: Path) -> Iterator[ConfinedWorker]:
    with ConfinedWorker("archive_store.package.imports.confined", Limits(), staging) as worker:
        yield worker


@pytest.fixture
def verdict(child: ConfinedWorker, staging: Path, tmp_path: Path) -> Callable[[Path], str]:
    """Unpacks in the confined child: ``done`` or the code; sees that nothing lies outside."""

    def unpack(source: Path, limits: UnpackLimits | None = None) -> str:
        before = sorted(tmp_path.rglob("*"))
        known = {path.name for path in staging.iterdir()}
        target = staging / f"{tmp_path.name}-{len(known)}"
        question = {"source": str(source), "target": str(target),
                    "limits": asdict(limits or UnpackLimits())}  # fmt: skip
        started = time.monotonic()
        try:
            child.call("unpack", **question)
            told = "done"
        except InputError as error:
            told = error.problem.code
        assert time.monotonic() - started < SECONDS
        assert sorted(tmp_path.rglob("*")) == before
        assert {path.name for path in staging.iterdir()} - known == {target.name}
        assert not [path for path in target.rglob("*") if path.is_symlink()]
        return told

    return unpack


def zipped(*entries: tuple[str, bytes], kind: int = 0) -> Make:
    def make(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in entries:
                entry = zipfile.ZipInfo(name)
                entry.external_attr = (kind | 0o644) << 16
                packed.writestr(entry, content)

    return make


def tarred(*entries: tarfile.TarInfo, mode: str = "w") -> Make:
    def make(path: Path) -> None:
        with tarfile.open(path, mode) as packed:  # type: ignore[call-overload]
            for entry in entries:
                packed.addfile(entry, io.BytesIO(bytes(entry.size)))

    return make


def entry(
    name: str, kind: bytes = tarfile.REGTYPE, link: str = "", size: int = 1
) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname = kind, link
    made.size = size if kind == tarfile.REGTYPE else 0
    return made


NFD = unicodedata.normalize("NFD", "Đề án.pdf")
FINE = ("a/b.txt", b"x")
HOSTILE: dict[str, tuple[str, Make]] = {
    "zip-traversal": ("A091", zipped(FINE, ("../../evil.txt", b"x"))),
    "zip-traversal-inside": ("A091", zipped(("a/../../evil.txt", b"x"))),
    "zip-absolute": ("A091", zipped(("/evil.txt", b"x"))),
    "zip-drive": ("A091", zipped(("C:/evil.txt", b"x"))),
    "zip-backslash": ("A091", zipped(("a\\..\\..\\evil.txt", b"x"))),
    "zip-home": ("A091", zipped(("~/evil.txt", b"x"))),
    "zip-control": ("A091", zipped(("a\nb.txt", b"x"))),
    "zip-symlink": ("A092", zipped(("link", b"/etc/passwd"), kind=stat.S_IFLNK)),
    "zip-device": ("A092", zipped(("null", b""), kind=stat.S_IFCHR)),
    "zip-case": ("A093", zipped(("a/Data.txt", b"1"), ("a/data.TXT", b"2"))),
    "zip-case-of-folder": ("A093", zipped(("Data/1.txt", b"1"), ("data/2.txt", b"2"))),
    "zip-unicode-form": ("A093", zipped(("Đề án.pdf", b"1"), (NFD, b"2"))),
    "zip-file-and-folder": ("A093", zipped(("a", b"1"), ("a/b", b"2"))),
    "zip-deep": ("A094", zipped(("/".join("abcdefghijklmnopqrstuvwxyz"), b"1"))),
    "tar-traversal": ("A091", tarred(entry("a"), entry("../evil"))),
    "tar-absolute": ("A091", tarred(entry("/evil"))),
    "tar-symlink": ("A092", tarred(entry("x", tarfile.SYMTYPE, "/etc/passwd"))),
    "tar-hardlink": ("A092", tarred(entry("a"), entry("b", tarfile.LNKTYPE, "a"))),
    "tar-device": ("A092", tarred(entry("sda", tarfile.BLKTYPE))),
    "tar-fifo": ("A092", tarred(entry("pipe", tarfile.FIFOTYPE))),
    "tar-twice": ("A093", tarred(entry("a"), entry("a"))),
    "tar-gz-traversal": ("A091", tarred(entry("../evil"), mode="w:gz")),
    "tar-xz": ("A090", tarred(entry("a"), mode="w:xz")),
    "nothing": ("A090", lambda path: path.write_bytes(b"no container at all") and None),
    "zip-cut": ("A090", lambda path: path.write_bytes(b"PK\3\4" + bytes(60)) and None),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_container_is_refused(
    name: str, tmp_path: Path, verdict: Callable[[Path], str]
) -> None:
    code, make = HOSTILE[name]
    make(tmp_path / "package")
    assert verdict(tmp_path / "package") == code


GIB = 1 << 30


def one_entry_zip(content: bytes, claimed: int) -> bytes:
    """A ZIP of one deflated entry whose directory claims this size."""
    name = b"METS.xml"
    wide = struct.pack("<HHQ", 1, 8, claimed)
    head = struct.pack("<4s5H3L2H", b"PK\3\4", 45, 0, 8, 0, 33, 0, len(content), 0xFFFFFFFF,
                       len(name), len(wide))  # fmt: skip
    local = head + name + wide + content
    listed = struct.pack("<4s6H3L5H2L", b"PK\1\2", 45, 45, 0, 8, 0, 33, 0, len(content), 0xFFFFFFFF,
                         len(name), len(wide), 0, 0, 0, 0, 0) + name + wide  # fmt: skip
    return (
        local + listed + struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(listed), len(local), 0)
    )


def ten_gibibytes() -> bytes:
    """10 GiB of zeros, deflated to 10 MB: one block's worth, again and again."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return once * (10 * GIB >> 20) + b"\3\0"


@pytest.mark.parametrize(("claimed", "code"), [(10 * GIB, "A094"), (1000, "A090")])
def test_ten_megabytes_that_unpack_to_ten_gibibytes_are_refused(
    claimed: int, code: str, tmp_path: Path, verdict: Callable[[Path], str]
) -> None:
    (tmp_path / "bomb.zip").write_bytes(one_entry_zip(ten_gibibytes(), claimed))
    assert (tmp_path / "bomb.zip").stat().st_size < 12 << 20
    assert verdict(tmp_path / "bomb.zip") == code


def test_a_tar_bomb_is_stopped_while_it_is_unpacked(
    tmp_path: Path, verdict: Callable[[Path], str]
) -> None:
    header = entry("zeros", size=1 << 30).tobuf()
    with gzip.open(tmp_path / "bomb.tar.gz", "wb", compresslevel=1) as stream:
        stream.write(header)
        for _ in range(128):
            stream.write(bytes(1 << 20))
    assert verdict(tmp_path / "bomb.tar.gz") == "A094"


def local(name: bytes, content: bytes) -> bytes:
    sizes = (zlib.crc32(content), len(content), len(content))
    return (
        struct.pack("<4s5H3L2H", b"PK\3\4", 20, 0, 0, 0, 33, *sizes, len(name), 0) + name + content
    )


def directory_entry(name: bytes, content: bytes, offset: int) -> bytes:
    sizes = (zlib.crc32(content), len(content), len(content))
    return struct.pack("<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 33, *sizes, len(name), 0, 0, 0, 0,
                       0, offset) + name  # fmt: skip


def test_entries_that_share_their_bytes_are_refused(
    tmp_path: Path, verdict: Callable[[Path], str]
) -> None:
    # The content of "a" is a whole entry "b" (D. Fifield, A better zip bomb, 2019).
    inner = local(b"b", b"x" * 1000)
    whole = local(b"a", inner)
    listed = directory_entry(b"a", inner, 0) + directory_entry(b"b", b"x" * 1000, 31)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, len(listed), len(whole), 0)
    (tmp_path / "p.zip").write_bytes(whole + listed + end)
    with zipfile.ZipFile(tmp_path / "p.zip") as packed:
        assert packed.read("b") == b"x" * 1000
    assert verdict(tmp_path / "p.zip") == "A090"


def test_a_million_entries_are_refused_before_they_are_read(
    tmp_path: Path, verdict: Callable[[Path], str]
) -> None:
    count, name = 1_000_000, b"entry-0000000"
    head = struct.pack("<4s4H3L2H", b"PK\3\4", 20, 0, 0, 0, 0, 0, 0, 13, 0) + name
    listed = struct.pack(
        "<4s6H3L5H2L", b"PK\1\2", 20, 20, 0, 0, 0, 0, 0, 0, 0, 13, 0, 0, 0, 0, 0, 0
    )
    directory = (listed + name) * count
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory),
                       len(head))  # fmt: skip
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(head) + len(directory), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    (tmp_path / "many.zip").write_bytes(head + directory + wide + locator + end)
    assert verdict(tmp_path / "many.zip") == "A094"


def test_a_directory_that_lies_about_its_length_is_refused_too(
    tmp_path: Path, verdict: Callable[..., str]
) -> None:
    zipped(*((f"f{number}", b"") for number in range(30)))(tmp_path / "p.zip")
    raw = bytearray((tmp_path / "p.zip").read_bytes())
    struct.pack_into("<2H", raw, raw.rindex(b"PK\5\6") + 8, 1, 1)
    (tmp_path / "p.zip").write_bytes(raw)
    assert verdict(tmp_path / "p.zip", UnpackLimits(entries=20)) == "A094"


def test_many_entries_of_a_tar_are_refused(tmp_path: Path, verdict: Callable[..., str]) -> None:
    tarred(*(entry(f"f{number}") for number in range(30)))(tmp_path / "p.tar")
    assert verdict(tmp_path / "p.tar", UnpackLimits(entries=20)) == "A094"


def test_links_and_pipes_in_a_folder_are_refused(
    tmp_path: Path, verdict: Callable[[Path], str]
) -> None:
    (tmp_path / "links").mkdir()
    (tmp_path / "links" / "METS.xml").symlink_to("/etc/passwd")
    assert verdict(tmp_path / "links") == "A092"
    (tmp_path / "pipes").mkdir()
    os.mkfifo(tmp_path / "pipes" / "METS.xml")
    assert verdict(tmp_path / "pipes") == "A092"


@pytest.mark.parametrize("end", ["zip", "tar", "tar.gz", "folder"])
def test_a_decent_container_is_unpacked_and_inner_ones_stay_closed(
    end: str, tmp_path: Path, verdict: Callable[[Path], str], staging: Path
) -> None:
    inner = tmp_path / "inner.zip"
    zipped(("../evil", b"x"))(inner)
    names = {
        "p/METS.xml": b"<mets/>",
        "p/data/Quyết định.pdf": b"2",
        "p/inner.zip": inner.read_bytes(),
    }
    source = tmp_path / f"package.{end}"
    for name, content in names.items():
        (tmp_path / "made" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "made" / name).write_bytes(content)
    if end == "folder":
        source = tmp_path / "made"
    elif end == "zip":
        zipped(*names.items())(source)
    else:
        with tarfile.open(source, "w:gz" if end == "tar.gz" else "w") as packed:
            packed.add(tmp_path / "made", arcname=".")
    assert verdict(source) == "done"
    (target,) = staging.glob(f"{tmp_path.name}-*")
    found = {str(path.relative_to(target)): path.read_bytes()
             for path in target.rglob("*") if path.is_file()}  # fmt: skip
    assert found == names
