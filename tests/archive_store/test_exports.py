"""Copies that leave: the same bytes each time, whole, proven, and never over another file."""

import hashlib
import json
import tarfile
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import bagit
import pytest
from lxml import etree

from archive_store.package import build_package
from archive_store.package.exports.bag import BagTold, make_bag
from archive_store.package.exports.circular import Sender, to_circular
from archive_store.package.exports.part import Part, below, content_of, part_of_bytes
from archive_store.package.exports.publish import publish
from archive_store.package.exports.tar_file import write_tar
from archive_store.package.exports.zip_file import write_zip
from archive_store.package.imports.confined import judge
from archive_store.vault.digests import promised
from archive_store.vault.vault import Vault
from records.errors import ArchiveError
from records.package import PackageContents, StoredPackage

DATABASES = ("sqlite",)

METS = "{http://www.loc.gov/METS/}"
CSIP = "{https://DILCIS.eu/XML/METS/CSIPExtensionMETS}"
HREF = "{http://www.w3.org/1999/xlink}href"
TOLD = {
    "organisation": "Lưu trữ tỉnh", "organisation_code": "H46", "identifier": "urn:uuid:1",
    "description": "Hồ sơ\nthử",
}  # fmt: skip


@pytest.fixture
def stored(
    vault: Vault, make_contents: Callable[..., PackageContents], now: datetime
) -> StoredPackage:
    return vault.store_package(build_package(make_contents(), vault.staging, now), "ab" * 32, now)


@pytest.fixture
def parts(vault: Vault, stored: StoredPackage) -> tuple[Part, ...]:
    found = promised(vault.place, stored.package_id).items()
    return tuple(
        Part(path=path, source=file, sha512=digest, size_bytes=file.stat().st_size)
        for path, (file, digest) in sorted(found)
    )


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(ArchiveError) as caught:
        act()
    return caught.value.problem.code


def test_a_zip_holds_every_file_under_one_root_and_is_the_same_again(
    parts: tuple[Part, ...], tmp_path: Path
) -> None:
    first, second = tmp_path / "1.zip", tmp_path / "2.zip"
    for target in (first, second):
        write_zip(below("gói", parts), target)
    assert first.read_bytes() == second.read_bytes()
    with zipfile.ZipFile(first) as packed:
        assert packed.testzip() is None
        held = {entry.filename: packed.read(entry) for entry in packed.infolist()}
        assert {entry.compress_type for entry in packed.infolist()} == {zipfile.ZIP_STORED}
    assert held == {f"gói/{part.path}": content_of(part) for part in parts}


@pytest.mark.parametrize("write", ["zip", "tar"])
def test_a_file_that_is_not_what_the_inventory_says_does_not_leave(
    write: str, parts: tuple[Part, ...], tmp_path: Path, now: datetime
) -> None:
    (scan,) = (part for part in parts if part.path.endswith("001.tif"))
    assert isinstance(scan.source, Path)
    content = bytearray(scan.source.read_bytes())
    content[9] ^= 1
    scan.source.chmod(0o644)
    scan.source.write_bytes(content)
    target = tmp_path / "out"
    act = {"zip": lambda: write_zip(parts, target), "tar": lambda: write_tar(parts, now, target)}
    assert refused(act[write]) == "A106"


def test_a_bag_is_valid_to_others_and_to_us_and_is_the_same_again(
    parts: tuple[Part, ...], tmp_path: Path, now: datetime
) -> None:
    told = BagTold(**TOLD, bagged=now.date())
    targets = tmp_path / "1.tar", tmp_path / "2.tar"
    for target in targets:
        write_tar(below("túi", make_bag(below("aip", parts), told)), now, target)
    assert targets[0].read_bytes() == targets[1].read_bytes()
    with tarfile.open(targets[0]) as packed:
        packed.extractall(tmp_path / "content", filter="data")
    bag = bagit.Bag(str(tmp_path / "content" / "túi"))
    bag.validate()
    size = sum(part.size_bytes for part in parts)
    assert {key: bag.info[key] for key in ("Bagging-Date", "Payload-Oxum")} == {
        "Bagging-Date": "2026-03-02",
        "Payload-Oxum": f"{size}.{len(parts)}",
    }
    assert bag.info["External-Description"] == "Hồ sơ thử"
    assert bag.version_info == (1, 0)
    judged = judge(str(tmp_path / "content"))
    assert (judged["form"], judged["payload"]) == ("bag", "túi/data/aip")
    assert [each["code"] for each in judged["problems"]] == []


def test_a_bag_keeps_the_profile_that_lies_in_it(parts: tuple[Part, ...], now: datetime) -> None:
    bag = {part.path: part for part in make_bag(parts, BagTold(**TOLD, bagged=now.date()))}
    profile = json.loads(content_of(bag["bagit-profile.json"]))
    lines = content_of(bag["bag-info.txt"]).decode().splitlines()
    labels = [line.partition(": ")[0] for line in lines]
    assert sorted(labels) == sorted(profile["Bag-Info"])
    manifests = {f"manifest-{each}.txt" for each in profile["Manifests-Required"]}
    tags = {f"tagmanifest-{each}.txt" for each in profile["Tag-Manifests-Required"]}
    outside = {path for path in bag if not path.startswith("data/")}
    assert outside == {"bagit.txt", "bag-info.txt", "bagit-profile.json", *manifests, *tags}


def heads(mets: etree._Element) -> dict[str, str | None]:
    header = mets.find(f"{METS}metsHdr")
    assert header is not None
    return {
        "OBJID": mets.get("OBJID"),
        "TYPE": mets.get("TYPE"),
        "PROFILE": mets.get("PROFILE"),
        "OAISPACKAGETYPE": header.get(f"{CSIP}OAISPACKAGETYPE"),
        "agent": header[0].get("TYPE"),
    }


def test_the_circulars_package_has_its_mets_values_and_is_sound(
    parts: tuple[Part, ...], stored: StoredPackage, tmp_path: Path
) -> None:
    sender = Sender(package_id=stored.package_id, organisation="Lưu trữ tỉnh")
    made = below("urn_uuid_1", to_circular(parts, sender))
    write_zip(made, tmp_path / "p.zip")
    with zipfile.ZipFile(tmp_path / "p.zip") as packed:
        packed.extractall(tmp_path / "content")  # noqa: S202 - our own
    root = tmp_path / "content" / "urn_uuid_1"
    judged = judge(str(root.parent))
    assert ([each["code"] for each in judged["problems"]], judged["form"]) == ([], "mets")
    whole = etree.parse(root / "METS.xml").getroot()
    part = etree.parse(root / "representations/rep1/METS.xml").getroot()
    assert heads(whole) == {
        "OBJID": stored.package_id,
        "TYPE": "Mixed",
        "PROFILE": "http://www.ra.ee/METS/v01/IP.xml",
        "OAISPACKAGETYPE": "AIP",
        "agent": "OTHER",
    }
    told = heads(part)
    assert str(told.pop("OBJID")).startswith("uuid-")
    assert told == {
        "TYPE": "Mixed",
        "PROFILE": "https://earkcsip.dilcis.eu/profile/E-ARK-CSIP.xml",
        "OAISPACKAGETYPE": "AIP",
        "agent": "ORGANIZATION",
    }
    divisions = [each.get("LABEL") for each in part.findall(f"{METS}structMap/{METS}div/{METS}div")]
    assert divisions == ["Metadata", "Data", "MetadataLink/File", "MetadataLink/File"]
    ids = {each.tag == f"{METS}file": str(each.get("ID"))[:3] for each in whole.iter()
           if each.get("ID")}  # fmt: skip
    assert ids == {True: "ID-", False: "uui"}
    assert not (root / "metadata/other").exists()


def test_the_circulars_package_changes_no_file_but_mets(
    parts: tuple[Part, ...], stored: StoredPackage
) -> None:
    sender = Sender(package_id=stored.package_id, organisation="Lưu trữ tỉnh")
    made = {part.path: part.sha512 for part in to_circular(parts, sender)}
    before = {part.path: part.sha512 for part in parts}
    record = before.pop("metadata/other/record.json")
    assert made.pop("documentation/record.json") == record
    assert made.keys() == before.keys()
    changed = {path for path, digest in made.items() if digest != before[path]}
    assert changed == {path for path in before if path.endswith("METS.xml")}


def test_a_published_file_is_whole_has_its_digest_beside_and_is_witnessed_first(
    tmp_path: Path,
) -> None:
    seen: list[Any] = []
    target = tmp_path / "new" / "a.zip"
    finished = publish(
        target, lambda path: path.write_bytes(b"whole") and None,
        lambda told: seen.append((told.sha256, target.exists())),
    )  # fmt: skip
    sha256 = hashlib.sha256(b"whole").hexdigest()
    assert (target.read_bytes(), finished.sha256, seen) == (b"whole", sha256, [(sha256, False)])
    assert target.with_name("a.zip.sha256").read_text() == f"{sha256}  a.zip\n"
    assert sorted(path.name for path in target.parent.iterdir()) == ["a.zip", "a.zip.sha256"]


def test_nothing_is_written_over_and_a_stopped_run_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "a.zip"

    def write(path: Path) -> None:
        path.write_bytes(b"whole")

    def stop(_: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        publish(target, write, stop)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.zip.sha256"]
    publish(target, write, lambda _: None)
    assert refused(lambda: publish(target, write, lambda _: None)) == "A107"
    target.unlink()
    target.with_name("a.zip.sha256").write_text("another\n")
    assert refused(lambda: publish(target, write, lambda _: None)) == "A107"
    target.symlink_to(tmp_path / "nowhere")
    assert refused(lambda: publish(target, write, lambda _: None)) == "A107"
    assert not (tmp_path / "nowhere").exists()


def test_parts_in_memory_and_on_disk_are_proven_alike(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"x")
    made = part_of_bytes("f", b"x")
    on_disk = Part(path="f", source=tmp_path / "f", sha512=made.sha512, size_bytes=1)
    assert content_of(on_disk) == content_of(made) == b"x"
    missing = Part(path="g", source=tmp_path / "g", sha512=made.sha512, size_bytes=1)
    assert refused(lambda: content_of(missing)) == "A106"
