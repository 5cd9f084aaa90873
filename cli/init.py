"""``luutru init``: makes an archive."""

from pathlib import Path

import click

from cli.output import json_option, put
from cli.progress import progress_bar
from cli.speech import say
from flows.archive import make_archive


@click.command(help=say("cli.help.init"))
@json_option
@click.pass_obj
def init(archive: Path, *, as_json: bool) -> None:
    """Make an archive with its settings, table of fonds, store and database."""
    with progress_bar():
        make_archive(archive)
    put(as_json, {"archive": str(archive)}, lambda: click.echo(say("cli.init.done", path=archive)))
