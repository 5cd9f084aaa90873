"""``luutru rebuild``: catalogue and index made again from the packages and the ledger."""

from pathlib import Path

import click

from cli.output import json_option, put
from cli.progress import progress_bar
from cli.speech import say
from flows.archive import open_archive
from flows.keeping.rebuild import rebuild_archive

ENGINES = ("whoosh", "postgres")


@click.command(help=say("cli.help.rebuild"))
@click.argument("what", type=click.Choice(["all", "index", "catalogue"]), default="all")
@click.option("--engine", type=click.Choice(ENGINES), help=say("cli.help.rebuild.engine"))
@json_option
@click.pass_obj
def rebuild(archive: Path, what: str, engine: str | None, *, as_json: bool) -> None:
    """Rebuild derived data; the packages and the ledger are only read."""
    if engine is not None and what == "catalogue":
        raise click.UsageError(say("cli.rebuild.engine"))
    with progress_bar() as watch:
        counts = rebuild_archive(open_archive(archive), what, watch, engine=engine)
    put(as_json, counts, lambda: click.echo(say("cli.rebuild.done", **counts)))
