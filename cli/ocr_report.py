"""``luutru ocr-report``: how well scans are read, measured on pages whose text is known."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from cli.measuring import MeasuredScan, count_outcomes, measure_scans, total
from cli.ocr_report_page import write_report
from cli.output import json_option, put, put_problems, put_table
from cli.speech import say
from cli.truth import read_truth
from metadata.field_quality import Outcome
from ocr.quality import Tally
from records.problem import Problem

RATES = ("cer", "cer_in_order", "wer", "wer_in_order")


@click.command("ocr-report", help=say("cli.help.ocr-report"))
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--truth", type=click.Path(exists=True, dir_okay=False, path_type=Path),
              help=say("cli.help.truth"))  # fmt: skip
@click.option("--to", type=click.Path(file_okay=False, path_type=Path), help=say("cli.help.to"))
@json_option
def ocr_report(folder: Path, truth: Path | None, to: Path | None, *, as_json: bool) -> int:
    """Read scans with known text; tell the error rates, and write the page that shows them."""
    scans, problems = read_truth(folder, truth)
    with tempfile.TemporaryDirectory(prefix="luutru-") as work:
        measured = measure_scans(scans, Path(work))
        report = None
        if to is not None:
            report = write_report(measured, folder.resolve().name, datetime.now().astimezone(), to)
    problems += [each for scan in measured for each in scan.problems]
    put(
        as_json,
        as_contract(measured) | {"problems": problems, "report": report},
        lambda: _show(measured, problems, report),
    )
    return int(bool(problems))


def as_contract(measured: Sequence[MeasuredScan]) -> dict[str, object]:
    """The figures under the keys of the command line's contract; rates are shares, 0 is best."""
    pages = [
        {"file": scan.scan.file.name, "number": page.page.number,
         "confidence": round(page.page.confidence, 3), **_figures(page.quality.tally)}
        for scan in measured
        for page in scan.pages
    ]  # fmt: skip
    fields = [
        {"field": name, "by_hand": by_hand, **{each.value: counts[each] for each in Outcome}}
        for (name, by_hand), counts in count_outcomes(measured).items()
    ]
    return {
        "figures": _figures(total(measured)),
        "engine": _figures(total(measured, engine=True)),
        "pages": pages,
        "fields": fields,
    }


def _figures(tally: Tally) -> dict[str, object]:
    rates = {name: round(getattr(tally, name), 5) for name in RATES}
    return {"characters": tally.characters, "words": tally.words, **rates}


def _show(
    measured: Sequence[MeasuredScan], problems: Sequence[Problem], report: Path | None
) -> None:
    columns = say("cli.ocr-report.columns").split("|")
    rows = [
        (f"{scan.scan.file.name} #{page.page.number}", page.quality.tally)
        for scan in measured
        for page in scan.pages
    ]
    rows.append((say("cli.ocr-report.total"), total(measured)))
    rows.append((say("report.engine"), total(measured, engine=True)))
    put_table(
        say("cli.ocr-report.pages"),
        columns,
        ((n, t.characters, *(f"{getattr(t, r):.2%}" for r in RATES)) for n, t in rows),
    )
    outcomes = count_outcomes(measured)
    if outcomes:
        put_table(
            say("cli.ocr-report.fields"),
            say("cli.ocr-report.field-columns").split("|"),
            (
                (say(f"field.{name}"), say("report.by-hand") if by_hand else "",
                 *(counts[each] for each in Outcome))
                for (name, by_hand), counts in outcomes.items()
            ),
        )  # fmt: skip
    put_problems(problems)
    if report is not None:
        click.echo(say("cli.ocr-report.written", path=report))
