"""The other front door: a package from elsewhere, unpacked and judged, becomes a Batch.

Its description stands in for the list. Scans are copied, opened in the confined child and kept
apart by the same rules as those of any delivery.
"""

from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from intake.apart import judged_apart, keep_listed_apart, names_apart
from intake.arrange import Arrangement, provisional_code, withheld_scans
from intake.checks import check_dossier
from intake.codes import compose_code, slug
from intake.copies import Kept
from intake.delivery import Found
from intake.delivery_list import ListRow
from intake.matching import Match
from intake.options import IntakeOptions
from intake.quarantine import set_aside
from intake.receive import LIMITS, digests_of, identity_of, keep_all
from intake.scans import Judged, judge_scan
from records.batch import Batch, BatchDocument, BatchDossier, Fonds, ListedDocument, ListedDossier
from records.confined import ConfinedWorker
from records.digest import Sha256
from records.problem import Problem, problem


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageDocument:
    """A document of a package: its scan, what is said of it and where.

    ``pages`` are the first page in the scan and how many; ``None`` means all of it.
    """

    scan: PurePosixPath
    listed: ListedDocument
    place: str
    pages: tuple[int, int] | None = None
    separators: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageDelivery:
    """An unpacked package in ``root``: one dossier; ``sha256`` is that of the package itself."""

    name: str
    root: Path
    sha256: Sha256
    code: str | None
    fonds: Fonds
    listed: ListedDossier
    documents: tuple[PackageDocument, ...]


def read_package(
    package: PackageDelivery, work: Path, quarantine: Path, options: IntakeOptions
) -> Batch:
    """Take in one package; the same package gives an equal Batch again.

    The batch lies in ``work/<batch_id>``; scans that cannot be taken in go to quarantine.

    Raises:
        TransientError: a file changes (I005).
        SetupError: work or quarantine area cannot be written (I007).
    """
    names = dict.fromkeys(each.scan for each in package.documents)
    files = tuple(Found(name=name, path=package.root / name) for name in names)
    digests, unreadable = digests_of(files)
    identity = identity_of(digests, package.sha256)
    batch_id = f"{slug(package.name)}-{identity[:12]}"
    folder = work / batch_id
    kept = keep_all(files, digests, folder / "received", options.withheld)
    matches = tuple(_match(package, each) for each in package.documents)
    apart = names_apart(matches, kept, options)
    scans = _judged(kept, apart, folder, options)
    arrangement = _arranged(package, matches, scans, identity)
    for name, reason in arrangement.withheld.items():
        if name not in apart:
            set_aside(kept[name], reason, quarantine / batch_id)
    for name, place in apart.items():
        keep_listed_apart(kept[name], place, batch_id, quarantine)
    return Batch(
        batch_id=batch_id,
        source=package.root,
        folder=folder,
        dossiers=arrangement.dossiers,
        problems=(*unreadable, *arrangement.problems),
    )


def _match(package: PackageDelivery, document: PackageDocument) -> Match:
    row = ListRow(place=document.place, dossier=package.listed, document=document.listed)
    return Match(row=row, name=document.scan)


def _judged(
    kept: dict[PurePosixPath, Kept], apart: dict[PurePosixPath, str], folder: Path,
    options: IntakeOptions,
) -> dict[PurePosixPath, Judged]:  # fmt: skip
    with ConfinedWorker("intake.inspection", LIMITS, folder / "temporary") as worker:
        return {
            name: judged_apart(one) if name in apart else judge_scan(worker, one, options)
            for name, one in kept.items()
        }


def _arranged(
    package: PackageDelivery, matches: tuple[Match, ...], scans: dict[PurePosixPath, Judged],
    identity: Sha256,
) -> Arrangement:  # fmt: skip
    withheld = withheld_scans(dict.fromkeys(each.scan for each in package.documents), scans)
    documents = tuple(_documents(package, scans, withheld))
    code = compose_code((package.code,))
    title = package.listed.title or package.name
    problems: list[Problem] = [*withheld.values()]
    if not code:
        code = provisional_code(package.fonds, identity, title)
        problems.append(problem("I030", package.name, code=code))
    dossier = BatchDossier(
        code=code,
        fonds=package.fonds,
        provisional=not package.code,
        listed=package.listed,
        documents=documents,
        withheld=len(package.documents) - len(documents),
        last_ordinal=max(len(package.documents), *(each.listed.ordinal or 0
                                                   for each in package.documents)),
    )  # fmt: skip
    remarks = [told for name, one in scans.items() if name not in withheld for told in one.remarks]
    problems += [*remarks, *check_dossier(dossier, list(matches))]
    return Arrangement(dossiers=(dossier,), problems=tuple(problems), withheld=withheld)


def _documents(
    package: PackageDelivery, scans: dict[PurePosixPath, Judged],
    withheld: dict[PurePosixPath, Problem],
) -> list[BatchDocument]:  # fmt: skip
    told = [each.listed.ordinal or 0 for each in package.documents]
    is_usable = len(set(told)) == len(told) and 0 not in told
    found: list[BatchDocument] = []
    for place, each in enumerate(package.documents, start=1):
        file = scans[each.scan].file if each.scan in scans else None
        if file is None or each.scan in withheld:
            continue
        made = BatchDocument(
            ordinal=(each.listed.ordinal or place) if is_usable else place,
            file=file,
            listed=each.listed,
            separators=each.separators,
        )
        if each.pages is not None and sum(each.pages) - 1 <= file.page_count:
            first, count = each.pages
            made = replace(made, first_page=first, page_count=count, is_decided=True)
        found.append(made)
    return sorted(found, key=lambda each: each.ordinal)
