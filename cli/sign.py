"""``luutru sign``: the archive's signature on its digitised copies, as new versions."""

from pathlib import Path

import click

from cli.correct import login_name
from cli.output import json_option, put, put_problems, put_table
from cli.progress import progress_bar
from cli.signing_key import key_options, read_key, read_secret
from cli.speech import say
from flows.archive import open_archive
from flows.signing.copies import SigningReport, SigningRequest, sign_copies


@click.command(help=say("cli.help.sign"))
@click.argument("codes", nargs=-1, metavar="[CODE]...")
@click.option("--all-awaiting", is_flag=True, help=say("cli.help.sign.all"))
@click.option("--limit", type=click.IntRange(min=1), help=say("cli.help.sign.limit"))
@key_options
@click.option("--by", default=login_name, help=say("cli.help.sign.by"))
@json_option
@click.pass_obj
def sign(  # noqa: PLR0913, PLR0917 - one argument for each of the command's words
    archive: Path, codes: tuple[str, ...], limit: int | None, p12: Path | None, pkcs11: Path | None,
    token: str | None, cert: str | None, secret_file: Path | None, by: str,
    *, all_awaiting: bool, as_json: bool,
) -> int:  # fmt: skip
    """Sign access copies; run it again to go on where a stopped run ended."""
    if bool(codes) == all_awaiting:
        raise click.UsageError(say("cli.sign.which"))
    opened, key = open_archive(archive), read_key(p12, pkcs11, token, cert)
    request = SigningRequest(codes=codes, by=by, limit=limit)
    secret = read_secret(key, secret_file)
    with progress_bar() as watch:
        report = sign_copies(opened, request, key, secret, watch)
    put(as_json, _contract(report), lambda: _show(report))
    return int(bool(report.problems))


def _contract(report: SigningReport) -> dict[str, object]:
    return {
        "signed": report.documents,
        "dossiers": report.dossiers,
        "certificate": report.certificate,
        "is_trusted": report.is_trusted,
        "problems": report.problems,
    }


def _show(report: SigningReport) -> None:
    if report.dossiers:
        put_table(
            say("cli.sign.title", total=report.documents),
            say("cli.sign.columns").split("|"),
            ((each.dossier_code, each.version, len(each.documents)) for each in report.dossiers),
        )
    put_problems(report.problems)
    told = report.certificate
    click.echo(say("cli.sign.done", total=report.documents, subject=told.subject))
    if report.documents and not report.is_trusted:
        click.echo(say("cli.sign.untrusted", issuer=told.issuer))
