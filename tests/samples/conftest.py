import json
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import Any

import openpyxl
import pytest

ROOT = Path(__file__).resolve().parents[2]
BATCHES = ROOT / "samples" / "batches"

Expected = Callable[[str], list[dict[str, Any]]]
Listed = Callable[[str], list[dict[str, Any]]]
Delivered = Callable[[str], set[str]]


@pytest.fixture
def batches() -> Path:
    return BATCHES


@pytest.fixture
def expected() -> Expected:
    return lambda batch: json.loads((ROOT / "samples/expected" / f"{batch}.json").read_text())


@pytest.fixture
def delivered() -> Delivered:
    return lambda batch: {
        path.relative_to(BATCHES / batch).as_posix()
        for path in (BATCHES / batch).rglob("*")
        if path.is_file() and path.name != "list.xlsx"
    }


@pytest.fixture
def listed() -> Listed:
    return read_list


def read_list(batch: str) -> list[dict[str, Any]]:
    """The rows by header; where a header stands twice, the dossier's; ``file`` is the path."""
    table = openpyxl.load_workbook(BATCHES / batch / "list.xlsx").active
    assert table is not None
    header, *rows = table.iter_rows(values_only=True)
    found: list[dict[str, Any]] = [
        {str(name): cell for name, cell in reversed(list(zip(header, row, strict=True)))}
        for row in rows
    ]
    for row in found:
        row["file"] = PureWindowsPath(row["Đường dẫn file"]).as_posix().lstrip("/")
    return found
