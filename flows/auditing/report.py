"""Writes what audits found as files for people: workbook, minutes to edit, minutes to print."""

from datetime import datetime
from importlib import import_module
from pathlib import Path

from archive_store.vault.audit.checked import list_checked
from flows.archive import Archive
from flows.auditing.figures import MinutesFacts
from flows.auditing.forecast import forecast_archive
from flows.auditing.history import read_history
from flows.auditing.minutes import heading_of, minutes_of
from flows.auditing.sheets import sheets_of
from records.dates import VIETNAM
from records.errors import RefusedError, SetupError


def write_reports(archive: Archive, folder: Path, now: datetime) -> tuple[Path, ...]:
    """Write ``kiem-tra-<moment>.xlsx``, ``.docx`` and ``.pdf`` into ``folder``; reads no package.

    Raises:
        RefusedError: F113, there are files of this name.
        SetupError: F114, a file cannot be written; T010, the font is missing.
    """
    name = f"kiem-tra-{now.astimezone(VIETNAM):%Y%m%d-%H%M%S}"
    targets = tuple(folder / f"{name}.{kind}" for kind in ("xlsx", "docx", "pdf"))
    for target in targets:
        if target.exists():
            raise RefusedError("F113", target)
    partial = {target: target.with_name(f".{target.name}.partial") for target in targets}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(archive, tuple(partial.values()), now)
        for target, written in partial.items():
            written.replace(target)
    except OSError as error:
        raise SetupError("F114", folder, reason=error.strerror) from error
    finally:
        for written in partial.values():
            written.unlink(missing_ok=True)
    return targets


def _write(archive: Archive, targets: tuple[Path, ...], now: datetime) -> None:
    # Its libraries load for a second; audits without a report do not wait for them.
    forms = import_module("retention.forms")
    history, told = read_history(archive), forecast_archive(archive, now)
    institution, report = archive.settings.institution, archive.settings.report
    form = minutes_of(
        MinutesFacts(
            heading=heading_of(
                institution.name, report.parent_body, report.place, report.notation, now
            ),
            bases=report.bases,
            now=now,
            run=next(iter(history.runs), None),
            open=history.open,
            dossiers=history.dossiers,
            forecast=told,
        )
    )
    workbook, document, page = targets
    forms.write_xlsx(sheets_of(history, list_checked(archive.engine), told, now), workbook, now)
    forms.write_docx(form, document, now)
    forms.write_pdf(form, page, now)
