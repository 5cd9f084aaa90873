"""The options that name a signing key, and how its passphrase or PIN is asked for."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from archive_store.package.signatures.signing import Pkcs11Key, Pkcs12Key
from cli.speech import say

SECRET_VARIABLE = "LUUTRU_SIGNING_SECRET"  # noqa: S105 - the variable's name
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
OPTIONS = (
    click.option("--p12", type=FILE, metavar="FILE", help=say("cli.help.sign.p12")),
    click.option("--pkcs11", type=FILE, metavar="LIB", help=say("cli.help.sign.pkcs11")),
    click.option("--token", metavar="LABEL", help=say("cli.help.sign.token")),
    click.option("--cert", metavar="LABEL", help=say("cli.help.sign.cert")),
    click.option("--secret-file", type=FILE, metavar="FILE", help=say("cli.help.sign.secret")),
)


def key_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that ``read_key`` and ``read_secret`` take."""
    for option in reversed(OPTIONS):
        command = option(command)
    return command


def read_key(
    p12: Path | None, pkcs11: Path | None, token: str | None, cert: str | None
) -> Pkcs12Key | Pkcs11Key:
    """The one key that the options name.

    Raises:
        click.UsageError: none, two, or half a key.
    """
    if p12 is not None and not (pkcs11 or token or cert):
        return Pkcs12Key(file=p12)
    if p12 is None and pkcs11 and token and cert:
        return Pkcs11Key(library=pkcs11, token=token, certificate=cert)
    raise click.UsageError(say("cli.sign.key"))


def read_secret(key: Pkcs12Key | Pkcs11Key, file: Path | None) -> str:
    """The passphrase or PIN: from a file, from the surroundings, or typed; never an argument."""
    if file is not None:
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    if SECRET_VARIABLE in os.environ:
        return os.environ[SECRET_VARIABLE]
    asked = "cli.sign.passphrase" if isinstance(key, Pkcs12Key) else "cli.sign.pin"
    return str(click.prompt(say(asked), hide_input=True, default="", show_default=False, err=True))
