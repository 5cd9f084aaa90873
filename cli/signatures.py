"""``luutru signatures``: what the signatures of a PDF or of the store's files are worth today."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import click

from cli.output import json_option, put, put_table
from cli.speech import say
from flows.archive import open_archive
from flows.signing.signatures import ExaminedFile, examine_file, examine_stored
from records.dates import VIETNAM
from records.signature import SignatureFinding, Verdict


@click.command(help=say("cli.help.signatures"))
@click.argument("subject", metavar="CODE|FILE")
@json_option
@click.pass_obj
def signatures(archive: Path, subject: str, *, as_json: bool) -> int:
    """Validate every signature; a file needs no archive, but its authorities are used."""
    now, file = datetime.now(UTC), Path(subject)
    examined = (
        examine_file(archive, file, now)
        if file.is_file()
        else examine_stored(open_archive(archive), subject, now)
    )
    put(as_json, {"files": examined}, lambda: _show(examined))
    findings = [finding for each in examined for finding in each.signatures]
    return int(any(finding.verdict is not Verdict.VALID for finding in findings))


def _show(examined: tuple[ExaminedFile, ...]) -> None:
    rows = [row for each in examined for row in _rows(each)]
    if not rows:
        click.echo(say("cli.signatures.none"))
        return
    put_table(say("cli.signatures.title"), say("cli.signatures.columns").split("|"), rows)


def _rows(examined: ExaminedFile) -> Iterator[tuple[object, ...]]:
    for each in examined.signatures:
        yield (
            examined.path.rsplit("/", 1)[-1],
            each.certificate and each.certificate.subject,
            _when(each),
            say(f"signature.verdict.{each.verdict}"),
            each.reason and say(f"signature.reason.{each.reason}"),
            each.coverage and say(f"signature.coverage.{each.coverage}"),
        )


def _when(finding: SignatureFinding) -> str | None:
    """The proven time, or the signer's own word with a mark."""
    stamped, claimed = finding.stamped_time, finding.claimed_time
    moment = stamped or claimed
    if moment is None:
        return None
    told = f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
    return told if stamped else say("cli.signatures.claimed", time=told)
