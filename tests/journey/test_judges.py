"""Others judge what we store: both E-ARK validators, OCFL's, XML's and PDF's, the circular's table.

Every version of every package of the sample batches: whole and partial dossiers, corrected ones,
several documents in one scan, Vietnamese file names. A judge that is missing fails these tests.
"""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive_store import find
from flows.archive import open_archive
from flows.revising.versions import Note, revise
from judges import circular, commons_ip, eark, ocfl, pdf, schemas
from judges.verdict import Verdict
from judges.versions import lay_out
from records.document import Correction
from records.dossier import Dossier

pytestmark = pytest.mark.journey

# Later than what the archive has stored: an earlier time is refused (A141).
NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30)
CORRECTED = "H46.21.2012.01.01.02"
DIVISION = ("CSIP101: mets/fileSec/fileGrp[@USE='Representations'] must be added in Root METS.xml",)
"""commons-ip wants no division ``Representations`` where each representation has its own ..."""
DIVISIONS = ("CSIP105: When a package consists of multiple representations, each described by a "
    "representation level METS.xml document, there should be a discrete representation div element "
    "for each representation.",)  # fmt: skip
"""... and eark-validator wants it, and says INVALID without: docs/decisions/0023."""
ADDRESS = "W008"
"""OCFL would like an address of whoever made a version; we know none and invent none."""


@pytest.fixture(scope="module")
def stores(
    damaged: SimpleNamespace, parted: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, ...]:
    """The stores of both batches, with one dossier corrected, and of the scan of several papers."""
    ignored = shutil.ignore_patterns("work", "prefect")
    copy = shutil.copytree(
        damaged.archive, tmp_path_factory.mktemp("judged") / "kho", ignore=ignored
    )
    archive = open_archive(copy)
    row = find(archive.engine, CORRECTED)
    assert row is not None
    revise(archive, row.package_id, renumbered, Note(by="Lan", why="Đối chiếu với bản giấy"), NOW)
    archive.engine.dispose()
    return copy / "store", parted.archive / "store"


def renumbered(dossier: Dossier) -> Dossier:
    first, *rest = dossier.documents
    told = Correction(field="number", old=first.number, new="99", by="Lan", at=NOW, why="giấy")
    changed = replace(first, number="99", corrected=(*first.corrected, told))
    return replace(dossier, documents=(changed, *rest))


@pytest.fixture(scope="module")
def objects(stores: tuple[Path, ...]) -> tuple[Path, ...]:
    return tuple(each for store in stores for each in ocfl.objects_of(store))


@pytest.fixture(scope="module")
def packages(
    objects: tuple[Path, ...], tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, ...]:
    folder = tmp_path_factory.mktemp("packages")
    return tuple(
        package
        for number, each in enumerate(objects)
        for package in lay_out(each, folder / str(number))
    )


@pytest.fixture(params=["of every kind", pytest.param("all", marks=pytest.mark.exhaustive)])
def judged(request: pytest.FixtureRequest, packages: tuple[Path, ...]) -> tuple[Path, ...]:
    """Both versions of the corrected dossier, some of the damaged batch, the scan of several."""
    if request.param == "all":
        return packages
    (second,) = (each for each in packages if each.parent.name == "v2")
    corrected = [each for each in packages if each.name == second.name]
    return (*corrected, *[each for each in packages if each not in corrected][:2], packages[-1])


@pytest.fixture
def package(packages: tuple[Path, ...], tmp_path: Path) -> Path:
    """A copy of the corrected package's second version, to do harm to."""
    (second,) = (each for each in packages if each.parent.name == "v2")
    return Path(shutil.copytree(second, tmp_path / second.name))


def sound(judge: str, packages: tuple[Path, ...], *warnings: str) -> tuple[Verdict, ...]:
    return tuple(
        Verdict(judge=judge, subject=each.name, is_valid=True, warnings=warnings)
        for each in packages
    )


def test_the_judged_packages_are_of_every_kind(packages: tuple[Path, ...]) -> None:
    versions = [each.parent.name for each in packages]
    assert (versions.count("v2"), len({each.name for each in packages})) == (1, len(packages) - 1)
    scans = [len(list(each.glob("representations/master/data/*"))) for each in packages]
    copies = [len(list(each.glob(pdf.COPIES))) for each in packages]
    assert (1, 2) in zip(scans, copies, strict=True)
    assert max(copies) == 4


def test_commons_ip_says_valid(judged: tuple[Path, ...]) -> None:
    assert commons_ip.judge(judged) == sound(commons_ip.NAME, judged, *DIVISION)


def test_eark_validator_says_valid(judged: tuple[Path, ...]) -> None:
    assert eark.judge(judged) == sound(eark.NAME, judged, *DIVISIONS)


def test_every_xml_file_is_valid_by_the_schemas_in_its_package(judged: tuple[Path, ...]) -> None:
    assert schemas.judge(judged) == sound(schemas.NAME, judged)


def test_every_package_is_built_as_the_circular_asks(judged: tuple[Path, ...]) -> None:
    assert circular.judge(judged) == sound(circular.NAME, judged)


def test_every_object_is_valid_ocfl(objects: tuple[Path, ...]) -> None:
    verdicts = ocfl.judge(objects)
    assert [each.subject for each in verdicts if not each.is_valid or each.errors] == []
    assert {told for each in verdicts for told in each.warnings if ADDRESS not in told} == set()


def test_every_access_copy_is_sound(judged: tuple[Path, ...]) -> None:
    copies = {each.read_bytes(): each for package in judged for each in package.glob(pdf.COPIES)}
    files = tuple(copies.values())
    assert len(files) >= len(judged)
    assert pdf.judge_syntax(files) == sound(pdf.QPDF, files)


def test_the_smallest_access_copy_of_each_package_is_pdf_a_1b(judged: tuple[Path, ...]) -> None:
    files = tuple(
        min(each.glob(pdf.COPIES), key=lambda copy: copy.stat().st_size) for each in judged
    )
    assert pdf.judge_pdfa(files) == sound(pdf.PREFLIGHT, files)


def flip(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def rewrite(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


TAMPERED: dict[str, tuple[Callable[[Path], object], str]] = {
    "scan": (lambda r: flip(next(r.glob("representations/master/data/*"))), "CSIP71"),
    "copy": (lambda r: next(r.glob(pdf.COPIES)).unlink(), "CSIP0"),
    "alien": (lambda r: (r / "documentation/alien.txt").write_text("x"), "CSIP66"),
    "premis": (lambda r: flip(r / "metadata/preservation/PREMIS.xml"), "CSIP43"),
    "identity": (lambda r: rewrite(r / "METS.xml", 'OBJID="urn', 'OBJID="urm'), "CSIP1"),
}


def test_tampered_packages_are_invalid(package: Path, tmp_path: Path) -> None:
    copies = []
    for name, (harm, _) in TAMPERED.items():
        copies.append(Path(shutil.copytree(package, tmp_path / name / package.name)))
        harm(copies[-1])
    for (name, (_, rule)), verdict in zip(TAMPERED.items(), commons_ip.judge(copies), strict=True):
        assert (name, verdict.is_valid) == (name, False)
        assert rule in {told.partition(":")[0] for told in verdict.errors}, name


def test_a_changed_mets_is_invalid_for_eark_validator_and_xmllint(package: Path) -> None:
    rewrite(package / "METS.xml", 'LABEL="Representations"', 'LABEL="Others"')
    (told,) = eark.judge([package])
    assert (told.is_valid, [each[:7] for each in told.errors]) == (False, ["CSIP103"])
    rewrite(package / "METS.xml", "<metsHdr", "<unknown/><metsHdr")
    (told,) = schemas.judge([package])
    assert not told.is_valid


ODD: dict[str, tuple[str, str, str]] = {
    "no event transfer": ("metadata/preservation/PREMIS.xml", ">transfer<", ">capture<"),
    "PREMIS.xml: no object": ("metadata/preservation/PREMIS.xml", "objectIdentifierValue>H46",
                              "objectIdentifierValue>H47"),
    "no fileGrp Schemas": ("METS.xml", 'USE="Schemas"', 'USE="Others"'),
    "CHECKSUMTYPE: MD5": ("METS.xml", 'CHECKSUMTYPE="SHA-256"', 'CHECKSUMTYPE="MD5"'),
    "CREATEDATE: ": ("METS.xml", "+07:00", "Z"),
    "RECORDSTATUS: ": ("METS.xml", 'RECORDSTATUS="REPLACEMENT"', 'RECORDSTATUS="OLD"'),
    "rep1 div TYPE": ("representations/rep1/METS.xml", 'TYPE="NORMALIZED"', 'TYPE="ORIGINAL"'),
    "MetadataLink/File: ": ("representations/rep1/METS.xml", "MetadataLink/File", "Link"),
    "totalDoc: ": ("metadata/descriptive/EAD.xml", "<totalDoc>4", "<totalDoc>5"),
    "dossier H46": ("metadata/descriptive/EAD.xml", "riskRecovery>", "riskrecovery>"),
}  # fmt: skip


@pytest.mark.parametrize("told", ODD)
def test_a_package_that_departs_from_the_circular_is_named(told: str, package: Path) -> None:
    name, old, new = ODD[told]
    rewrite(package / name, old, new)
    (verdict,) = circular.judge([package])
    assert not verdict.is_valid
    assert any(each.startswith(told) for each in verdict.errors), verdict.errors


def test_damaged_objects_are_invalid_ocfl(objects: tuple[Path, ...], tmp_path: Path) -> None:
    harms: tuple[Callable[[Path], object], ...] = (
        lambda o: flip(next(o.glob("v1/content/*/representations/master/data/*"))),
        lambda o: next(o.glob("v1/content/*/METS.xml")).unlink(),
        lambda o: (o / "v1/content/alien.txt").write_text("x"),
        lambda o: flip(o / "inventory.json.sha512"),
    )
    copies = [
        Path(shutil.copytree(objects[0], tmp_path / str(n) / objects[0].name))
        for n in range(len(harms))
    ]
    for harm, copy in zip(harms, copies, strict=True):
        harm(copy)
    assert [each.is_valid for each in ocfl.judge(copies)] == [False] * len(harms)
