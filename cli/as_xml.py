"""What ``describe`` and ``show`` print with ``--xml``: archival XML in the form asked for."""

from collections.abc import Iterable
from datetime import datetime

import click

from cli.output import put
from cli.speech import say, tell
from metadata.ead3 import Keeper
from metadata.forms import Form, Written, write_form
from records.dates import VIETNAM
from records.document import Document
from records.dossier import Dossier

xml_option = click.option("--xml", "as_xml", is_flag=True, help=say("cli.help.xml"))
form_option = click.option(
    "--as",
    "form",
    type=click.Choice([each.value for each in Form]),
    default=Form.AIP.value,
    help=say("cli.help.form"),
)


def put_xml(
    form: str, parts: Iterable[tuple[Dossier, Document | None]], agency: str, *, as_json: bool
) -> None:
    """Print the XML of each part on standard output, its Problems on standard error."""
    made = datetime.now(VIETNAM)
    written = [
        write_form(
            Form(form),
            dossier,
            document,
            Keeper(agency=agency, fonds=dossier.fonds.name, made=made),
        )
        for dossier, document in parts
    ]
    told = [{"xml": each.xml.decode(), "problems": each.problems} for each in written]
    put(as_json, {"documents": told}, lambda: _show(written))


def _show(written: Iterable[Written]) -> None:
    for each in written:
        click.echo(each.xml, nl=False)
        for problem in each.problems:
            message, remedy = tell(problem)
            click.echo(f"{problem.code} {problem.subject}: {message}\n      → {remedy}", err=True)
