"""``luutru audit``: re-reads packages and compares them with inventory, catalogue and ledger."""

import time
from pathlib import Path

import click

from cli.output import json_option, put, put_table
from cli.progress import progress_bar
from cli.sizes import ByteSize
from cli.speech import say
from flows.archive import open_archive
from flows.audit import AuditOutcome, audit_archive


@click.command(help=say("cli.help.audit"))
@click.argument("codes", nargs=-1)
@click.option("--all", "everything", is_flag=True, help=say("cli.help.audit.all"))
@click.option("--budget", type=ByteSize(), default=None, help=say("cli.help.budget"))
@json_option
@click.pass_obj
def audit(
    archive: Path, codes: tuple[str, ...], budget: int | None, *, everything: bool, as_json: bool
) -> int:
    """Check fixity; without codes and without a budget, everything is read."""
    started = time.monotonic()
    with progress_bar() as watch:
        outcome = audit_archive(open_archive(archive), () if everything else codes, budget, watch)
    told = {**outcome.as_contract(), "seconds": round(time.monotonic() - started, 2)}
    put(as_json, told, lambda: _show(outcome))
    return int(outcome.needs_a_person)


def _show(outcome: AuditOutcome) -> None:
    if outcome.damaged:
        put_table(
            say("cli.audit.damaged"),
            say("cli.audit.columns").split("|"),
            ((f.package_id, f.path, say(f"damage.{f.kind}")) for f in outcome.damaged),
        )
    click.echo(
        say(
            "cli.audit.total",
            objects=outcome.store.objects,
            files=outcome.store.files,
            megabytes=f"{outcome.store.bytes / 1e6:.1f}",
            damaged=len(outcome.damaged),
            ledger=say("cli.audit.intact" if outcome.store.ledger_intact else "cli.audit.broken"),
        )
    )
