"""How commands are told of a database: its address, and the file of its password."""

from pathlib import Path

import click

from archive_store.vault.database.address import read_address
from cli.speech import say
from flows.settings import DatabaseSection
from records.errors import SetupError

OWN = "sqlite"
"""What people write for the database in the archive's own folder."""

password_option = click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    metavar="FILE",
    help=say("cli.help.password_file"),
)


def address_of(_context: object, _option: object, written: str | None) -> str | None:
    """The address as it was given.

    Raises:
        click.BadParameter: a password stands in it, where other users of the machine see it.
    """
    if written in {None, OWN}:
        return None if written is None else ""
    try:
        url = read_address(str(written))
    except SetupError as error:
        raise click.BadParameter(f"{error.problem.message} {error.problem.remedy}") from error
    if url.password is not None:
        raise click.BadParameter(say("cli.database.password"))
    return str(written)


def section_of(address: str | None, password_file: Path | None) -> DatabaseSection | None:
    """The settings for what was given, or ``None`` where nothing was."""
    if address is None:
        return None
    file = str(password_file.resolve()) if password_file else ""
    return DatabaseSection(url=address, password_file=file)
