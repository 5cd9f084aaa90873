"""``luutru restore``: a whole archive rebuilt elsewhere from second copies, and proven the same."""

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.output import json_option, put
from cli.progress import progress_bar
from cli.speech import LANGUAGE, say
from flows.copying.restore_report import Wanted, as_contract, readable, restore_archive


@click.command(help=say("cli.help.restore"))
@click.option("--from", "sources", multiple=True, required=True, help=say("cli.help.restore.from"))
@click.option(
    "--to",
    required=True,
    type=click.Path(path_type=Path, file_okay=False),
    help=say("cli.help.restore.to"),
)
@click.option("--drill", is_flag=True, help=say("cli.help.restore.drill"))
@click.option("--database", default="", help=say("cli.help.restore.database"))
@click.option("--endpoint", default="", help=say("cli.help.copies.endpoint"))
@click.option(
    "--key-file", type=click.Path(path_type=Path, dir_okay=False),
    help=say("cli.help.copies.key_file"),
)  # fmt: skip
@json_option
@click.pass_obj
def restore(  # noqa: PLR0913 - one argument for each of the command's words
    archive: Path, sources: tuple[str, ...], to: Path, database: str, endpoint: str,
    key_file: Path | None, *, drill: bool, as_json: bool,
) -> int:  # fmt: skip
    """Restore, or only try it; the archive itself, where there still is one, is only compared."""
    wanted = Wanted(
        sources=sources, to=to, endpoint=endpoint, key_file=key_file, database=database,
        is_drill=drill,
    )  # fmt: skip
    with progress_bar() as watch:
        report = restore_archive(archive, wanted, watch)
    told = readable(report, datetime.now(UTC), LANGUAGE)
    put(as_json, as_contract(report), lambda: click.echo(told, nl=False))
    return int(not report.equal)
