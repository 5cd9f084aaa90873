"""Packages made to do harm: each has to be refused in seconds, with nothing written outside."""

import io
import tarfile
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.faulty.judging import reopened
from bench.faulty.small import Case
from bench.faulty.tally import Row
from flows.taking_in.importing import receive_package
from records.errors import ArchiveError

SECONDS = 30.0
"""On a machine that does nothing else these are two or three."""
LINK = 0o120777 << 16
BOMB_BYTES = 1 << 30
ENTRIES = 200_000
EVIL = "evil-was-here"
METS = b"""<?xml version="1.0"?>%s
<mets xmlns="http://www.loc.gov/METS/" OBJID="p" LABEL="%s"><structMap/></mets>"""


def refuse(case: Case) -> Iterator[Row]:
    """Import each; it is refused, quickly, and only quarantine and work have anything new."""
    folder = case.folder / "hostile"
    folder.mkdir(exist_ok=True)
    for name, make in PACKAGES.items():
        package = make(folder / name.replace(" ", "-"))
        archive = reopened(case.fresh())
        before, began = _everything(case.folder), time.monotonic()
        row = Row(fault=f"hostile: {name}")
        try:
            batch = receive_package(archive, package)
            ended = [] if not batch.dossiers else ["it was taken in"]
        except ArchiveError:
            ended = []
        except Exception as error:  # noqa: BLE001 - this is what is looked for
            ended = [repr(error)]
        seconds = time.monotonic() - began
        archive.engine.dispose()
        ended += [f"took {seconds:.0f} s"] if seconds > SECONDS else []
        ended += [f"wrote {each}" for each in _outside(case, before)]
        row.count(ended)
        yield row


def _everything(folder: Path) -> set[Path]:
    return {*folder.rglob("*"), *Path("/tmp").glob(f"{EVIL}*")}  # noqa: S108 - what a forger tries


def _outside(case: Case, before: set[Path]) -> list[str]:
    allowed = [case.archive / name for name in ("work", "quarantine")]
    new = _everything(case.folder) - before
    return [
        str(each)
        for each in sorted(new)
        if not any(each.is_relative_to(place) for place in allowed)
        and not each.name.startswith("luutru.db")
    ] + [str(each) for each in sorted(new) if EVIL in each.name]


def _zip(file: Path, entries: Callable[[zipfile.ZipFile], None]) -> Path:
    path = file.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        entries(packed)
    return path


def _tar(file: Path, *members: tarfile.TarInfo) -> Path:
    path = file.with_suffix(".tar")
    with tarfile.open(path, "w") as packed:
        for member in members:
            packed.addfile(member, io.BytesIO(b"x" * member.size))
    return path


def _member(
    name: str, kind: bytes = tarfile.REGTYPE, to: str = "", size: int = 0
) -> tarfile.TarInfo:
    told = tarfile.TarInfo(name)
    told.type, told.linkname, told.size = kind, to, size
    return told


def _linked(packed: zipfile.ZipFile) -> None:
    link = zipfile.ZipInfo("p/link")
    link.external_attr = LINK
    packed.writestr(link, "/tmp")  # noqa: S108 - what a forger tries
    packed.writestr(f"p/link/{EVIL}", b"x")


def _bomb(packed: zipfile.ZipFile) -> None:
    with packed.open("p/bomb.bin", "w", force_zip64=True) as stream:
        for _ in range(BOMB_BYTES >> 20):
            stream.write(bytes(1 << 20))


def _crowded(packed: zipfile.ZipFile) -> None:
    for number in range(ENTRIES):
        packed.writestr(f"p/{number}", b"")


def _entities(packed: zipfile.ZipFile) -> None:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    packed.writestr(
        "p/METS.xml", METS % (f'<!DOCTYPE m [<!ENTITY e0 "x">{levels}]>'.encode(), b"&e11;")
    )


def _outside_entity(packed: zipfile.ZipFile) -> None:
    kind = b'<!DOCTYPE m [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    packed.writestr("p/METS.xml", METS % (kind, b"&e;"))


PACKAGES: dict[str, Callable[[Path], Path]] = {
    "path upwards, zip": lambda file: _zip(file, lambda z: z.writestr(f"../../{EVIL}", b"x")),
    "absolute path, zip": lambda file: _zip(file, lambda z: z.writestr(f"/tmp/{EVIL}", b"x")),  # noqa: S108
    "link, zip": lambda file: _zip(file, _linked),
    "path upwards, tar": lambda file: _tar(file, _member(f"../../{EVIL}", size=1)),
    "link, tar": lambda file: _tar(
        file,
        _member("p/link", tarfile.SYMTYPE, "/tmp"),  # noqa: S108 - what a forger tries
        _member(f"p/link/{EVIL}", size=1),
    ),
    "hard link, tar": lambda file: _tar(file, _member("p/x", tarfile.LNKTYPE, "/etc/passwd")),
    "device, tar": lambda file: _tar(file, _member("p/x", tarfile.CHRTYPE)),
    "bomb of 1 GiB": lambda file: _zip(file, _bomb),
    "200,000 entries": lambda file: _zip(file, _crowded),
    "entities a billion times": lambda file: _zip(file, _entities),
    "entity of a file": lambda file: _zip(file, _outside_entity),
}
