"""``luutru move-database``: the archive's database goes to a PostgreSQL server, or comes back."""

from pathlib import Path

import click

from cli.database_options import address_of, password_option, section_of
from cli.output import json_option, put
from cli.progress import progress_bar
from cli.speech import say
from flows.machine.database_move import move_archive


@click.command(help=say("cli.help.move-database"))
@click.argument("url", callback=address_of)
@password_option
@json_option
@click.pass_obj
def move_database(archive: Path, url: str, password_file: Path | None, *, as_json: bool) -> None:
    """Copy ledger and catalogue, compare them, and name the new database in the settings."""
    section = section_of(url, password_file)
    assert section is not None  # noqa: S101 - an argument is always given
    with progress_bar() as watch:
        rows = move_archive(archive, section, watch)
    told = {"database": url or "sqlite", "rows": rows}
    put(as_json, told, lambda: click.echo(say("cli.move.done", rows=sum(rows.values()))))
