"""Foreign METS packages: a sound one passes, each kind of damage is refused with its code."""

import hashlib
import re
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from archive_store.package import build_package
from archive_store.package.imports.confined import judge
from records.package import PackageContents

Change = Callable[[Path], object]
MASTER = "representations/master/data/H46.21.2010.01.001.tif"
ENTITY = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>"""
BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "ha">%s]><a>&a30;</a>""" % b"".join(
    b'<!ENTITY a%d "&a%d;&a%d;">' % (n, n - 1, n - 1) for n in range(1, 31)
)
OUTSIDE = (
    b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>"""
)


@pytest.fixture
def package(tmp_path: Path, make_contents: Callable[..., PackageContents], now: datetime) -> Path:
    """The folder of an unpacked package, in the one root folder that it must have."""
    content = tmp_path / "content"
    return build_package(make_contents(), content, now).root


def refer(root: Path, name: str, content: bytes) -> None:
    """Change a file and every METS entry of it, as somebody does who wants it to pass."""
    file = root / name
    old = hashlib.sha256(file.read_bytes()).hexdigest()
    listed = rf'SIZE="{file.stat().st_size}"([^>]*){old}'
    file.write_bytes(content)
    made = rf'SIZE="{len(content)}"\g<1>{hashlib.sha256(content).hexdigest()}'
    for mets in sorted(root.rglob("METS.xml"), reverse=True):
        told = mets.read_text()
        if mets == file or old not in told:
            continue
        if mets.parent == root:
            mets.write_text(re.sub(listed, made, told))
        else:
            refer(root, str(mets.relative_to(root)), re.sub(listed, made, told).encode())


def edited(name: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        told = (root / name).read_text()
        assert old in told
        refer(root, name, told.replace(old, new).encode())

    return change


PREMIS = "representations/master/metadata/preservation/PREMIS_master.xml"
DAMAGED: dict[str, tuple[set[str], Change]] = {
    "changed scan": ({"A097"}, lambda root: (root / MASTER).write_bytes(
        b"x" * (root / MASTER).stat().st_size)),
    "shortened scan": ({"A097", "A100"}, lambda root: (root / MASTER).write_bytes(b"x")),
    "missing scan": ({"A098"}, lambda root: (root / MASTER).unlink()),
    "unlisted file": ({"A099"}, lambda root: (root / "representations/master/data/more.tif"
                                              ).write_bytes(b"x")),
    "changed EAD": ({"A100"}, lambda root: (root / "metadata/descriptive/EAD.xml"
                                            ).write_bytes(b"<simpledc/>")),
    "PREMIS of another scan": ({"A097", "A100"}, lambda root: refer(root, MASTER, b"II*\0other")),
    "entity": ({"A011"}, lambda root: refer(root, "metadata/descriptive/EAD.xml", ENTITY)),
    "entity bomb in METS": ({"A010"}, lambda root: (root / "METS.xml").write_bytes(BOMB)),
    "external entity in METS": ({"A011"}, lambda root: (root / "METS.xml").write_bytes(OUTSIDE)),
    "external entity in EAD": ({"A011"}, lambda root: refer(
        root, "metadata/descriptive/EAD.xml", OUTSIDE)),
    "METS that is none": ({"A104"}, lambda root: (root / "METS.xml").write_bytes(b"<mets/>")),
    "METS names a file outside": ({"A101"}, edited(
        "METS.xml", "documentation/README.txt", "../../../../etc/passwd")),
    "METS names an escaped path": ({"A101"}, edited(
        "METS.xml", "documentation/README.txt", "%2e%2e/%2e%2e/etc/passwd")),
    "METS names an absolute path": ({"A101"}, edited(
        "METS.xml", "documentation/README.txt", "/etc/passwd")),
    "METS names a page of the web": ({"A101"}, edited(
        "METS.xml", "documentation/README.txt", "http://localhost/README.txt")),
    "METS leads to METS outside": ({"A101"}, edited(
        "METS.xml", "representations/rep1/METS.xml", "../METS.xml")),
    "PREMIS that is none": ({"A104"}, edited(PREMIS, "<premis:size>", "<premis:size>x")),
    "no METS": ({"A095"}, lambda root: (root / "METS.xml").unlink()),
}  # fmt: skip


def codes(told: dict[str, Any]) -> set[str]:
    return {each["code"] for each in told["problems"]}


def test_a_sound_package_is_read_whole(package: Path) -> None:
    told = judge(str(package.parent))
    assert (told["form"], told["payload"], codes(told)) == ("mets", package.name, set())
    assert told["package"]["identity"] == package.name
    assert set(told["package"]["files"]) == {
        path.relative_to(package).as_posix()
        for path in package.rglob("*")
        if path.is_file() and path.relative_to(package).as_posix() != "METS.xml"
    }
    described = "representations/rep1/metadata/descriptive/EAD_doc_{:03d}.xml"
    assert told["package"]["links"] == [
        [described.format(n), f"representations/rep1/data/H46.21.2010.01.{n:03d}.pdf"]
        for n in (1, 2)
    ]
    assert told["package"]["described"][described.format(2)] == [
        ["docCode", "H46.21.2010.01.0000002"]
    ]


@pytest.mark.parametrize("name", DAMAGED)
def test_a_damaged_package_is_refused_for_what_is_wrong(name: str, package: Path) -> None:
    expected, change = DAMAGED[name]
    change(package)
    assert codes(judge(str(package.parent))) == expected


def test_two_packages_in_one_container_are_none(package: Path) -> None:
    shutil.copytree(package, package.parent / "another")
    assert codes(judge(str(package.parent))) == {"A095"}


def test_a_file_without_a_digest_is_taken_with_a_warning(package: Path) -> None:
    mets = package / "METS.xml"
    told = re.sub(r' CHECKSUM="[0-9a-f]+" CHECKSUMTYPE="SHA-256"', "", mets.read_text(), count=1)
    mets.write_text(told)
    judged = judge(str(package.parent))
    assert codes(judged) == {"A103"}
    assert judged["package"] is not None
