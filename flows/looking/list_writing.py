"""The list of stored dossiers as a file in the layout that archives hand over."""

from collections.abc import Iterable
from pathlib import Path

from metadata.delivery_table import write_table
from metadata.list_rows import FIRST_ROW, Row, rows_of
from metadata.record import read_record
from records.errors import RefusedError, SetupError
from records.package import CatalogueRow


def write_list(rows: Iterable[CatalogueRow], target: Path) -> int:
    """Write a row for each document of dossiers in the order of their codes; how many there are.

    Raises:
        RefusedError: F041, there is a file of this name.
        SetupError: F042, the file cannot be written.
    """
    if target.exists():
        raise RefusedError("F041", target)
    told: list[Row] = []
    for row in rows:
        told += rows_of(read_record(row.record), first_row=len(told) + FIRST_ROW)
    partial = target.with_name(f".{target.stem}.partial{target.suffix}")
    try:
        write_table(told, partial)
        partial.replace(target)
    except OSError as error:
        raise SetupError("F042", target, reason=error.strerror) from error
    finally:
        partial.unlink(missing_ok=True)
    return len(told)
