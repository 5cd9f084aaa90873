"""The sample batches, taken in once each by the installed command; tests look, or take copies."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pikepdf
import pytest
from lxml import etree
from pydantic_core import to_json

from cli.ingest import as_contract
from flows.archive import open_archive
from flows.keeping.indexing import index_dossiers
from flows.keeping.storing import store_dossier
from flows.running.following import Following
from flows.running.run_folder import RunFolder
from flows.taking_in.batches import load_batch, pages_of_batch, receive
from flows.taking_in.reading import read_chunk
from flows.taking_in.secrecy import finish_apart
from ocr.sheet_code import SheetCode
from ocr.sheets import write_sheets

SAMPLES = Path(__file__).resolve().parents[2] / "samples"
WATCHED = """
import pathlib, resource, subprocess, sys
ended = subprocess.run(sys.argv[2:])
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
pathlib.Path(sys.argv[1]).write_text(str(peak))
sys.exit(ended.returncode)
"""
"""Notes a command's largest process in KiB; one forked from here would start with our size."""
PLAN = "So Noi vu/hopso01/hoso01/H46.21.01.01.001.pdf"
LETTER = "So Noi vu/hopso01/hoso01/H46.21.01.01.002.pdf"
REPORT = "So Noi vu/hopso02/hoso03/H46.21.02.03.004.pdf"
MadeOnce = Callable[[str, Callable[[Path], None]], Path]
ALTO = "{http://www.loc.gov/standards/alto/ns-v4#}"


@pytest.fixture(scope="session")
def samples() -> Path:
    return SAMPLES


@pytest.fixture(scope="session")
def truth() -> Callable[[str], list[dict[str, Any]]]:
    return lambda batch: json.loads((SAMPLES / "expected" / f"{batch}.json").read_text())


@pytest.fixture(scope="session")
def ingest(
    command: Path, environment: Callable[..., dict[str, str]]
) -> Callable[..., SimpleNamespace]:
    """Ingests a sample batch: ``code``, ``report``, ``said`` on standard error, ``peak_bytes``.

    The current folder holds Python code with our own names, as a delivery may: it must not run.
    """

    def run(archive: Path, batch: str, notes: Path) -> SimpleNamespace:
        for name in ("flows", "ocr", "records", "prefect"):
            (notes / f"{name}.py").write_text('raise SystemExit("planted code ran")\n')
        out, err = notes / f"{batch}.out", notes / f"{batch}.err"
        with out.open("wb") as stdout, err.open("wb") as stderr:
            child = subprocess.run(
                [sys.executable, "-c", WATCHED, notes / "peak", command,
                 "--archive", archive, "ingest", SAMPLES / "batches" / batch, "--json"],
                cwd=notes,
                env=environment(),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                check=False,
            )  # fmt: skip
        said = err.read_text()
        assert out.stat().st_size, f"exit {child.returncode} without a report: {said}"
        return SimpleNamespace(
            archive=archive,
            code=child.returncode,
            report=json.loads(out.read_bytes()),
            said=said,
            peak_bytes=int((notes / "peak").read_text()) << 10,
        )

    return run


@pytest.fixture(scope="session")
def take_in() -> Callable[[Path, Path], dict[str, Any]]:
    """Takes a batch in by the stages of the flow, in their order; the report as of ``ingest``.

    For what is not about the run: starting Prefect takes ten seconds of a core, each time.
    """

    def taken(root: Path, delivered: Path) -> dict[str, Any]:
        open_archive.cache_clear()
        archive = open_archive(root)
        with Following(root, "by-stages") as following:
            batch = receive(archive, (delivered,))
            read_chunk(archive, pages_of_batch(batch))
            finish_apart(archive, batch.batch_id)
            batch = load_batch(archive, batch.batch_id)
            now = datetime.now(UTC)
            outcomes = tuple(store_dossier(archive, batch, each, now) for each in batch.dossiers)
            stored = tuple(each.report.dossier_code for each in outcomes if each.is_stored)
            index_dossiers(archive, stored)
            following.finish(batch, outcomes, ())
        archive.engine.dispose()
        open_archive.cache_clear()
        report = RunFolder(path=root / "work" / "runs" / "by-stages").report()
        assert report is not None
        return dict(json.loads(to_json(as_contract(report))))

    return taken


@pytest.fixture(scope="session")
def good(
    made_once: MadeOnce, new_archive: Path, ingest: Callable[..., SimpleNamespace]
) -> SimpleNamespace:
    """The good batch in an archive of its own. Nobody writes here."""

    def make(folder: Path) -> None:
        shutil.copytree(new_archive, folder / "archive")
        _note(ingest(folder / "archive", "good", folder), folder)

    return _noted(made_once("good", make))


@pytest.fixture(scope="session")
def shown(good: SimpleNamespace, ask: Callable[..., Any]) -> dict[str, Any]:
    """What ``show`` tells of each dossier of the good batch, by its code."""
    codes = [dossier["dossier_code"] for dossier in good.report["dossiers"]]
    return {code: ask(good.archive, "show", code) for code in codes}


@pytest.fixture(scope="session")
def damaged(
    made_once: MadeOnce, good: SimpleNamespace, ingest: Callable[..., SimpleNamespace]
) -> SimpleNamespace:
    """The damaged batch, delivered to an archive that holds the good one. Nobody writes here."""

    def make(folder: Path) -> None:
        shutil.copytree(good.archive, folder / "archive")
        _note(ingest(folder / "archive", "damaged", folder), folder)

    return _noted(made_once("damaged", make))


@pytest.fixture(scope="session")
def parted(
    made_once: MadeOnce,
    samples: Path,
    new_archive: Path,
    take_in: Callable[[Path, Path], dict[str, Any]],
    ask: Callable[..., Any],
) -> SimpleNamespace:
    """A scan of a plan's page, a separator sheet, and the first pages of a letter and a report.

    Nobody writes here.
    """

    def make(folder: Path) -> None:
        batch = folder / "Hồ sơ chung"
        batch.mkdir()
        _write_scan(samples / "batches" / "good", folder / "sheet.pdf", batch / "bản quét.pdf")
        archive = shutil.copytree(new_archive, folder / "archive")
        report = take_in(archive, batch)
        (dossier,) = ask(archive, "list")["dossiers"]
        shown = ask(archive, "show", dossier["dossier_code"])
        told = SimpleNamespace(code=dossier["dossier_code"], shown=shown, told=report)
        _note(told, folder)

    return _noted(made_once("parted", make))


def _write_scan(good: Path, sheet: Path, target: Path) -> None:
    write_sheets(sheet, SheetCode(), 1)
    with pikepdf.new() as scan:
        for source in (good / PLAN, sheet, good / LETTER, good / REPORT):
            with pikepdf.open(source) as pdf:
                scan.pages.append(pdf.pages[0])
        scan.save(target)


def _note(made: SimpleNamespace, folder: Path) -> None:
    said = {name: value for name, value in vars(made).items() if name != "archive"}
    (folder / "made.json").write_text(json.dumps(said))


def _noted(folder: Path) -> SimpleNamespace:
    """What was told when it was made, with the ``archive`` and, of ``parted``, the ``batch``."""
    told = json.loads((folder / "made.json").read_text())
    return SimpleNamespace(archive=folder / "archive", batch=folder / "Hồ sơ chung", **told)


@pytest.fixture
def copy_of(tmp_path: Path) -> Callable[[Path], Path]:
    """A copy of an archive's truth and derived data, to do harm to."""

    def copied(archive: Path) -> Path:
        ignored = shutil.ignore_patterns("work", "prefect")
        return shutil.copytree(archive, tmp_path / "copy", ignore=ignored)

    return copied


@pytest.fixture(scope="session")
def files_of() -> Callable[[Path, str], dict[str, Path]]:
    """The stored files of every package whose path matches a pattern, by path in the store."""

    def found(archive: Path, pattern: str) -> dict[str, Path]:
        store = archive / "store"
        return {str(file.relative_to(store)): file for file in sorted(store.rglob(pattern))}

    return found


@pytest.fixture(scope="session")
def words_of() -> Callable[[Path], list[tuple[str, list[int]]]]:
    """The words of an ALTO file with their boxes."""

    def read(alto: Path) -> list[tuple[str, list[int]]]:
        return [
            (string.get("CONTENT", ""), _box(string))
            for string in etree.parse(alto).iter(f"{ALTO}String")
        ]

    return read


def _box(string: etree._Element) -> list[int]:
    left, top, width, height = (
        int(float(string.get(name, "-1"))) for name in ("HPOS", "VPOS", "WIDTH", "HEIGHT")
    )
    return [left, top, left + width, top + height]
