"""``luutru sheets``: separator sheets to print, without any archive."""

from pathlib import Path

import click

from cli.output import json_option, put
from cli.speech import say
from ocr.sheet_code import SheetCode
from ocr.sheets import write_sheets

MOST = 500


@click.command(help=say("cli.help.sheets"))
@click.option(
    "--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help=say("cli.help.sheets.to"),
)  # fmt: skip
@click.option(
    "--count", type=click.IntRange(min=1, max=MOST), default=1, help=say("cli.help.sheets.count")
)
@click.option("--dossier", default=None, help=say("cli.help.sheets.dossier"))
@json_option
def sheets(target: Path, count: int, dossier: str | None, *, as_json: bool) -> None:
    """Write a PDF of separator sheets."""
    try:
        code = SheetCode(dossier=dossier)
    except ValueError as error:
        raise click.BadParameter(say("cli.sheets.bad_dossier", code=dossier)) from error
    write_sheets(target, code, count)
    told = {"path": str(target), "count": count, "code": code.written}
    put(as_json, told, lambda: click.echo(say("cli.sheets.done", count=count, path=target)))
