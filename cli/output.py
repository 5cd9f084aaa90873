"""What commands put on the screen: one JSON document, or text and tables for people."""

import json
import sys
from collections.abc import Callable, Iterable
from pathlib import PurePath
from typing import Any

import click
from pydantic_core import to_jsonable_python
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from cli.speech import say, tell
from records.problem import Problem, Severity

json_option = click.option("--json", "as_json", is_flag=True, help=say("cli.help.json"))
PLAIN_WIDTH = 140
COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


def put_json(value: Any) -> None:
    """Print one JSON document on standard output."""
    plain = to_jsonable_python(value, fallback=_plain_path)
    click.echo(json.dumps(plain, ensure_ascii=False, indent=2))


def put(as_json: bool, value: Any, people: Callable[[], None]) -> None:  # noqa: FBT001 - the flag as it was given
    """Print ``value`` as JSON, or let ``people`` print it for reading."""
    if as_json:
        put_json(value)
    else:
        people()


def put_table(title: str, columns: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Print a table on standard output."""
    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else escape(str(cell)) for cell in row))
    screen().print(table)


def put_problems(problems: Iterable[Problem]) -> None:
    """Print each Problem with its code, subject, message and remedy."""
    for problem in problems:
        message, remedy = tell(problem)
        colour = COLOURS[problem.severity]
        screen().print(f"[{colour}]{problem.code}[/] ", end="")
        screen().print(f"{problem.subject}: {message}", markup=False, highlight=False)
        screen().print(f"      → {remedy}", markup=False, highlight=False)


def _plain_path(value: object) -> str:
    # Names inside a delivery are pure paths, which the converter does not know.
    if isinstance(value, PurePath):
        return value.as_posix()
    raise TypeError(type(value))


def screen() -> Console:
    """The console of standard output; plain text of a fixed width when it is not a terminal."""
    return Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)
