"""A package from elsewhere becomes a batch in hand: judged first, then read like a delivery.

A package with any fault is set aside whole with its report, and nothing of it is stored.
"""

import shutil
from dataclasses import replace
from pathlib import Path

from archive_store.package.imports.limits import UnpackLimits
from flows.archive import Archive
from flows.taking_in.batches import require_room, save_batch
from flows.taking_in.judging import PackageTold, Verdict, judge_package
from flows.taking_in.package_reading import read_delivery
from flows.taking_in.receiving import note_received
from flows.taking_in.submissions import keep_submission
from intake.apart import APART
from intake.codes import slug
from intake.delivery import survey
from intake.package import read_package
from intake.quarantine import set_package_aside
from intake.receive import take_in
from records.batch import Batch, Receipt
from records.errors import InputError
from records.problem import Problem, Severity, problem

RECEIVING = "receiving"
CIRCULAR, EARK, BAG = "TT 05/2025", "E-ARK", "BagIt"
EARK_PROFILES = ("earkaip", "earksip")
IDENTITY, TITLE = "External-Identifier", "External-Description"


def receive_package(archive: Archive, source: Path) -> Batch:
    """Judge a package and take its dossier in, noted in the work area and, by digest, the ledger.

    A refused package gives a batch without dossiers, whose problems are the faults.

    Raises:
        InputError: F136, there is none; I002, a bag without a single file.
        SetupError: the disk has no room (F011), or quarantine or work cannot be written (I007).
    """
    if source.is_symlink() or not source.exists():
        raise InputError("F136", source)
    require_room(archive, (source,))
    staging = archive.work / RECEIVING
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    try:
        verdict = judge_package(source, staging, _limits(archive))
        batch = _refused(archive, source, verdict) or _taken_in(archive, source, verdict)
        save_batch(batch)
        note_received(archive, batch)
        return batch
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _limits(archive: Archive) -> UnpackLimits:
    told = archive.settings.exchange
    return UnpackLimits(
        entries=told.max_entries, total_bytes=told.max_total_bytes, ratio=told.max_ratio
    )


def _refused(archive: Archive, source: Path, verdict: Verdict, *more: Problem) -> Batch | None:
    problems = (*verdict.problems, *more)
    faults = [each for each in problems if each.severity is Severity.ERROR]
    if not faults:
        return None
    batch_id = f"{slug(source.stem)}-{verdict.sha256[:12]}"
    place = archive.quarantine / batch_id
    set_package_aside(source, source.name, problems, place)
    folder = archive.work / batch_id
    folder.mkdir(parents=True, exist_ok=True)
    told = problem("F131", source.name, faults=len(faults), place=place)
    return Batch(
        batch_id=batch_id, source=source, folder=folder, dossiers=(), problems=(told, *problems)
    )


def _taken_in(archive: Archive, source: Path, verdict: Verdict) -> Batch:
    options = archive.intake_options
    package = verdict.package
    if package is None:
        batch = _plain_bag(archive, source, verdict)
        told: tuple[Problem, ...] = ()
    else:
        delivery, told = read_delivery(verdict, package, source.name, options)
        if not delivery.documents:
            nothing = _refused(archive, source, verdict, problem("F134", source.name))
            assert nothing is not None  # noqa: S101 - F134 is an error
            return nothing
        batch = read_package(delivery, archive.work, archive.quarantine, options)
    problems = (*verdict.problems, *told, *batch.problems)
    return replace(
        batch, source=source, problems=problems, receipt=_receipt(source, verdict, package, batch)
    )


def _plain_bag(archive: Archive, source: Path, verdict: Verdict) -> Batch:
    """A bag of scans, with a list among them or without: a delivery that came with manifests."""
    payload = verdict.content / verdict.payload
    delivery = replace(survey((payload,)), root=Path(source.stem))
    options = archive.intake_options
    batch = take_in(delivery, archive.work, archive.quarantine, options, verdict.sha256)
    title = dict(verdict.bag_info).get(TITLE)
    if title is None or len(batch.dossiers) != 1 or not batch.dossiers[0].provisional:
        return batch
    dossier = batch.dossiers[0]
    listed = replace(dossier.listed, title=title)
    return replace(batch, dossiers=(replace(dossier, listed=listed),))


def _receipt(source: Path, verdict: Verdict, package: PackageTold | None, batch: Batch) -> Receipt:
    # What is kept apart must not be told of by the package's own descriptions either.
    is_apart = any(each.code == APART for each in batch.problems)
    submission = () if is_apart else keep_submission(verdict, batch.folder / "submission")
    identity = package.identity if package else dict(verdict.bag_info).get(IDENTITY, "–")
    return Receipt(
        name=source.name,
        form=_form(verdict),
        identity=identity,
        sha256=verdict.sha256,
        unpacked=len(verdict.files),
        checked=package.checked if package else len(verdict.files),
        warnings=sum(each.severity is Severity.WARNING for each in verdict.problems),
        submission=submission,
    )


def _form(verdict: Verdict) -> str:
    package = verdict.package
    if verdict.form == "bag" or package is None:
        return BAG
    is_circular = any("FileCode" in tag or tag == "fileCode"
                      for values in package.described.values() for tag, _ in values)  # fmt: skip
    is_eark = any(name in package.profile for name in EARK_PROFILES)
    return CIRCULAR if is_circular and not is_eark else EARK
