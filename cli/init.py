"""``luutru init``: makes an archive."""

from pathlib import Path

import click

from cli.database_options import address_of, password_option, section_of
from cli.output import json_option, put
from cli.progress import progress_bar
from cli.speech import say
from flows.archive import make_archive


@click.command(help=say("cli.help.init"))
@click.option("--database", metavar="URL", callback=address_of, help=say("cli.help.init.database"))
@password_option
@json_option
@click.pass_obj
def init(archive: Path, database: str | None, password_file: Path | None, *, as_json: bool) -> None:
    """Make an archive with its settings, table of fonds, store and database."""
    with progress_bar():
        make_archive(archive, section_of(database, password_file))
    put(as_json, {"archive": str(archive)}, lambda: click.echo(say("cli.init.done", path=archive)))
