"""``luutru check-index``: whether the search index holds exactly the pages of the store."""

from pathlib import Path

import click

from cli.output import json_option, put, put_problems
from cli.progress import progress_bar
from cli.speech import say
from flows.archive import open_archive
from flows.auditing.index_check import IndexCheck, check_index


@click.command("check-index", help=say("cli.help.check-index"))
@json_option
@click.pass_obj
def command(archive: Path, *, as_json: bool) -> int:
    """Compare ids and files; mend nothing."""
    with progress_bar() as watch:
        told = check_index(open_archive(archive), watch)
    put(as_json, told.as_contract(), lambda: _show(told))
    return int(bool(told.problems))


def _show(told: IndexCheck) -> None:
    click.echo(say("cli.check-index.done", pages=told.pages, indexed=told.indexed))
    put_problems(told.problems)
