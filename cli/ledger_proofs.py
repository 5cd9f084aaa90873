"""``luutru ledger prove | export | mend``: what leaves for others, and what is made anew."""

from pathlib import Path

import click

from cli.output import json_option, put, put_problems
from cli.speech import say
from flows.archive import open_archive
from flows.ledger.account import as_file, export_proofs, mend_ledger_tree, prove_code
from flows.ledger.places import put_file
from records.problem import Problem


@click.command("prove", help=say("cli.help.ledger.prove"))
@click.argument("code", required=False)
@click.option(
    "--from", "since", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True,
    help=say("cli.help.ledger.from"),
)  # fmt: skip
@click.option(
    "--to", "target", required=True, type=click.Path(dir_okay=False, path_type=Path),
    help=say("cli.help.ledger.prove.to"),
)  # fmt: skip
@json_option
@click.pass_obj
def prove_command(
    archive: Path, code: str | None, since: tuple[Path, ...], target: Path, *, as_json: bool
) -> None:
    """Write a proof file for the stand-alone verifier."""
    if code is None and not since:
        raise click.UsageError(say("cli.ledger.nothing_to_prove"))
    proof = prove_code(open_archive(archive), code, since)
    put_file(target, as_file(proof))
    counts = {"entries": len(proof.entries), "earlier": len(proof.earlier)}
    size = proof.size
    told = {"path": str(target), "size": size, **counts}
    words = say("cli.ledger.proven", file=target, size=size, **counts)
    put(as_json, told, lambda: click.echo(words))


@click.command("export", help=say("cli.help.ledger.export"))
@click.argument("folder", type=click.Path(path_type=Path))
@json_option
@click.pass_obj
def export_command(archive: Path, folder: Path, *, as_json: bool) -> None:
    """Write the folder that an auditor takes away."""
    head = export_proofs(open_archive(archive), folder)
    told = {"path": str(folder), "size": head.size, "root": head.root}
    words = say("cli.ledger.exported", path=folder, size=head.size)
    put(as_json, told, lambda: click.echo(words))


@click.command("mend", help=say("cli.help.ledger.mend"))
@json_option
@click.pass_obj
def mend_command(archive: Path, *, as_json: bool) -> int:
    """Make the tree anew from the entries, where all heads bear them out."""
    problems = mend_ledger_tree(open_archive(archive))
    told = {"mended": not problems, "problems": problems}
    put(as_json, told, lambda: _show_mending(problems))
    return int(bool(problems))


def _show_mending(problems: tuple[Problem, ...]) -> None:
    put_problems(problems)
    click.echo(say("cli.ledger.not_mended" if problems else "cli.ledger.mended"))
