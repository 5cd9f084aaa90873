"""``luutru ledger clock``: a person's word that the clock, which had run ahead, is right now."""

from datetime import UTC, datetime
from pathlib import Path

import click

from archive_store.vault.ledger.clock import confirm_clock
from cli.output import json_option, put
from cli.speech import say
from flows.archive import open_archive
from records.dates import VIETNAM


@click.command("clock", help=say("cli.help.ledger.clock"))
@click.option("--by", required=True, help=say("cli.help.ledger.clock.by"))
@json_option
@click.pass_obj
def clock_command(archive: Path, by: str, *, as_json: bool) -> None:
    """Enter that the ledger's newest times are wrong and this machine's clock is right."""
    now = datetime.now(UTC)
    entry = confirm_clock(open_archive(archive).engine, by, now)
    told = {"seq": entry.seq, "time": entry.time, "by": by}
    day = f"{now.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S} (+07:00)"
    words = say("cli.ledger.clock_confirmed", by=by, day=day, seq=entry.seq)
    put(as_json, told, lambda: click.echo(words))
