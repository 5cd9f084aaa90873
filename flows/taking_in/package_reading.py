"""Reads a judged package as one dossier: which files are its scans, and what is said of each.

Where it is silent, nothing is invented: the pages are read like those of any delivery.
"""

import posixpath
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from flows.taking_in.judging import PackageTold, Pairs, Verdict, judge_descriptions
from flows.taking_in.package_parts import derived, natural, representations, scans_of
from intake.options import IntakeOptions
from intake.package import PackageDelivery, PackageDocument
from metadata.package_values import (
    ToldDossier,
    is_of_document,
    read_document_values,
    read_dossier_values,
)
from metadata.record import read_record
from records.batch import Fonds, ListedDocument, ListedDossier
from records.document import Document
from records.errors import InputError
from records.problem import Problem, problem

RECORDS = ("metadata/other/record.json", "documentation/record.json")
RECORD_LIMIT_BYTES = 16 << 20
CODES = {"fileCode", "arcFileCode"}
"""Only descriptions by the circular have one of these."""


def read_delivery(
    verdict: Verdict, package: PackageTold, name: str, options: IntakeOptions
) -> tuple[PackageDelivery, tuple[Problem, ...]]:
    """The dossier that the package holds, and what a person should know of how it was read."""
    root = verdict.content / verdict.payload
    described = package.described
    at = next((path for path, values in described.items() if _tells_dossier(values)), None)
    whole = described[at] if at is not None else ()
    each_document = {path: v for path, v in described.items() if is_of_document(v)}
    told = read_dossier_values(whole, each_document.values())
    fonds, problems = _fonds(told, name, options)
    if at is not None and {tag for tag, _ in whole} & CODES:
        problems += judge_descriptions(verdict, at, tuple(each_document))
    delivery = PackageDelivery(
        name=PurePosixPath(name).stem,
        root=root,
        sha256=verdict.sha256,
        code=told.code,
        fonds=fonds,
        listed=told.listed if whole else ListedDossier(title=PurePosixPath(name).stem),
        documents=tuple(_documents(package, each_document, root)),
    )
    parts = representations(package)
    left = ((part, files) for part, files in parts.items() if part in derived(package))
    problems += [problem("F133", name, name=part, files=len(files)) for part, files in left]
    return delivery, tuple(problems)


def _tells_dossier(values: Pairs) -> bool:
    tags = {tag for tag, _ in values}
    return not is_of_document(values) and bool(tags & {*CODES, "title"})


def _fonds(told: ToldDossier, name: str, options: IntakeOptions) -> tuple[Fonds, list[Problem]]:
    agency = told.agency
    if agency is None:
        return options.default_fonds, []
    for fonds in options.fonds:
        codes = {fonds.agency_code, fonds.fonds_code} - {""}
        if any(agency == code or agency.endswith(f".{code}") for code in codes):
            return fonds, []
    unknown = Fonds(name=agency, agency_code=agency, fonds_code="")
    return unknown, [problem("F135", name, agency=agency)]


def _documents(
    package: PackageTold, described: dict[str, Pairs], root: Path
) -> Iterator[PackageDocument]:
    scans = scans_of(package)
    links = dict(package.links)
    kept = _record_documents(package, root)
    by_stem = {_stem(path): path for path in scans}
    taken: set[str] = set()
    order = sorted(described, key=natural)
    for row, place in enumerate(order, start=1):
        data = links.get(place, "")
        listed = read_document_values(described[place], row, data)
        known = kept.get(listed.ordinal or 0)
        scan = by_stem.get(_stem(data)) or (data if data in scans else _shared(known, scans, root))
        if scan is None:
            continue
        taken.add(scan)
        yield _document(scan, listed, place, known)
    loose = [path for path in scans if path not in taken]
    for row, path in enumerate(loose, start=len(order) + 1):
        yield _document(path, ListedDocument(row=row, path=path), path, None)


def _document(
    scan: str, listed: ListedDocument, place: str, known: Document | None
) -> PackageDocument:
    is_part = known is not None and (known.first_page > 1 or bool(known.separators)
                                     or known.page_count < known.file.page_count)  # fmt: skip
    return PackageDocument(
        scan=PurePosixPath(scan),
        listed=listed,
        place=place,
        pages=(known.first_page, known.page_count) if known and is_part else None,
        separators=known.separators if known and is_part else (),
    )


def _record_documents(package: PackageTold, root: Path) -> dict[int, Document]:
    """What our own record in the package says of each ordinal; of any other package nothing."""
    path = next((each for each in RECORDS if each in package.files), None)
    if path is None or (root / path).stat().st_size > RECORD_LIMIT_BYTES:
        return {}
    try:
        dossier = read_record((root / path).read_bytes())
    except InputError:
        return {}
    return {each.ordinal: each for each in dossier.documents}


def _shared(known: Document | None, scans: tuple[str, ...], root: Path) -> str | None:
    """The scan in which a document lies that has none of its own name."""
    if known is None:
        return None
    size = known.file.size_bytes
    alike = [path for path in scans if (root / path).stat().st_size == size]
    return alike[0] if len(alike) == 1 else None


def _stem(path: str) -> str:
    return posixpath.basename(path).rpartition(".")[0]
