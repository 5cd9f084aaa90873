"""Ten thousand clean objects, made as any other: no audit may say a word against one."""

import time
from pathlib import Path

from archive_store import audit
from bench.faulty.judging import reopened_vault
from bench.faulty.small import NOW, store_tiny
from bench.faulty.tally import Row


def audit_clean_objects(folder: Path, count: int) -> Row:
    """Store ``count`` tiny packages, some with a second version, and audit them all."""
    folder.mkdir(parents=True)
    vault = reopened_vault(folder)
    began = time.monotonic()
    for number in range(count):
        store_tiny(vault, number)
        if number % 20 == 0:
            store_tiny(vault, number, b"2")
    stored = time.monotonic() - began
    report = audit(vault, NOW)
    audited = time.monotonic() - began - stored
    row = Row(fault=f"no fault: {count} clean objects", alarms=len(report.damaged))
    row.tries, row.stood = count, report.objects
    row.alarms = len(report.damaged) + (not report.ledger_intact)
    row.notes = [f"stored in {stored:.0f} s, audited in {audited:.0f} s ({report.files} files)"]
    row.notes += [f"{each.package_id} {each.path} {each.kind}" for each in report.damaged[:5]]
    vault.place.engine.dispose()
    return row
