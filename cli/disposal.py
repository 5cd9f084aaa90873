"""``luutru disposal``: a disposal case, from the proposal to the signed minutes, step by step."""

from datetime import UTC, datetime
from pathlib import Path

import click

from cli.command_group import CommandGroup
from cli.correct import login_name
from cli.disposal_options import Command, step_of, step_options, verdict_options, verdicts_of
from cli.disposal_table import put_case, put_cases, put_traces, put_transferred, told
from cli.output import json_option, put, put_problems
from cli.progress import progress_bar
from cli.speech import say
from flows.archive import open_archive
from flows.disposing.cases import all_cases, find_case, take_step
from flows.disposing.cases import propose as propose_case
from flows.disposing.certificates import folder_of
from flows.disposing.executing import execute as execute_case
from flows.disposing.executing import rehearse
from flows.disposing.outcomes import transfer as transfer_dossiers
from flows.disposing.papers import write_papers
from retention.disposal.case import Action, Case, Paper, Step
from retention.disposal.minutes import Transfer


@click.group(cls=CommandGroup, help=say("cli.help.disposal"))
def disposal() -> None:
    """Hold the steps of disposal cases."""


@disposal.command(help=say("cli.help.disposal_propose"))
@click.argument("codes", nargs=-1)
@click.option("--due", is_flag=True, help=say("cli.help.disposal.due"))
@click.option("--duplicate", default="", help=say("cli.help.disposal.duplicate"))
@step_options
@click.pass_obj
def propose(  # noqa: PLR0913, PLR0917 - one argument for each of the command's words
    archive: Path, codes: tuple[str, ...], document: str, day: datetime, by: str,
    people: tuple[str, ...], duplicate: str, *, due: bool, as_json: bool,
) -> None:  # fmt: skip
    """Open a case."""
    if bool(codes) == due:
        raise click.UsageError(say("cli.disposal.either"))
    step = step_of(Action.PROPOSE, document, day, by, people)
    opened = open_archive(archive)
    case = propose_case(opened, codes, step, duplicate)
    write_papers(opened, case, folder_of(opened, case), step.at)
    _put(case, as_json=as_json)


def _on_paper(action: Action, *, has_verdicts: bool) -> click.Command:
    def run(  # noqa: PLR0913 - as above
        archive: Path, case_id: str, document: str, day: datetime, by: str,
        people: tuple[str, ...], *, as_json: bool, **verdicts: tuple[str, ...],
    ) -> None:  # fmt: skip
        opened = open_archive(archive)
        step = step_of(action, document, day, by, people)
        case = take_step(opened, case_id, step, verdicts_of(verdicts))
        write_papers(opened, case, folder_of(opened, case), step.at)
        _put(case, as_json=as_json)

    run.__doc__ = f"Take the step {action}."
    wrapped: Command = click.pass_obj(run)
    wrapped = step_options(verdict_options(wrapped) if has_verdicts else wrapped)
    wrapped = click.argument("case_id", metavar="CASE")(wrapped)
    help_text = say(f"cli.help.disposal_{action.replace('-', '_')}")
    return disposal.command(str(action), help=help_text)(wrapped)


convene = _on_paper(Action.CONVENE, has_verdicts=True)
appraise = _on_paper(Action.APPRAISE, has_verdicts=True)
decide = _on_paper(Action.DECIDE, has_verdicts=True)
hand_over = _on_paper(Action.HAND_OVER, has_verdicts=False)


@disposal.command(help=say("cli.help.disposal_execute"))
@click.argument("case_id", metavar="CASE")
@click.option("--by", default=login_name, help=say("cli.help.by"))
@click.option("--dry-run", is_flag=True, help=say("cli.help.disposal.dry_run"))
@json_option
@click.pass_obj
def execute(archive: Path, case_id: str, by: str, *, dry_run: bool, as_json: bool) -> int:
    """Order, then as another person confirm and destroy; or only tell what would go."""
    opened = open_archive(archive)
    if dry_run:
        found, case = rehearse(opened, case_id), find_case(opened, case_id)
        put(as_json, {**told(case), "places": found}, lambda: put_traces(case, found))
        return 0
    with progress_bar() as watch:
        done = execute_case(opened, case_id, by, datetime.now(UTC), watch)
    contract = {**told(done.case), "problems": done.problems}
    contract["awaits_confirmation"] = done.awaits_confirmation
    put(as_json, contract, lambda: put_case(done.case))
    if not as_json:
        put_problems(done.problems)
    return int(done.awaits_confirmation or bool(done.problems))


close = _on_paper(Action.CLOSE, has_verdicts=False)


@disposal.command(help=say("cli.help.disposal_transfer"))
@click.argument("case_id", metavar="CASE")
@click.option(
    "--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
    help=say("cli.help.disposal.transfer_to"),
)  # fmt: skip
@step_options
@click.pass_obj
def transfer(  # noqa: PLR0913, PLR0917 - as above
    archive: Path, case_id: str, folder: Path, document: str, day: datetime, by: str,
    people: tuple[str, ...], *, as_json: bool,
) -> None:  # fmt: skip
    """Hand over what the case transfers to another archive."""
    opened, now = open_archive(archive), datetime.now(UTC)
    if not people:
        raise click.UsageError(say("disposal.lacks.people"))
    handed = Transfer(by=by, receivers=people, paper=Paper(number=document, day=day.date()))
    done = transfer_dossiers(opened, find_case(opened, case_id), handed, folder.resolve(), now)
    put(as_json, done, lambda: put_transferred(done))


@disposal.command(help=say("cli.help.disposal_withdraw"))
@click.argument("case_id", metavar="CASE")
@click.option("--reason", required=True, help=say("cli.help.disposal.reason"))
@click.option("--by", default=login_name, help=say("cli.help.by"))
@json_option
@click.pass_obj
def withdraw(archive: Path, case_id: str, reason: str, by: str, *, as_json: bool) -> None:
    """Give a case up, before anything is destroyed."""
    step = Step(action=Action.WITHDRAW, by=by, at=datetime.now(UTC), note=reason)
    _put(take_step(open_archive(archive), case_id, step), as_json=as_json)


@disposal.command(help=say("cli.help.disposal_show"))
@click.argument("case_id", metavar="CASE")
@json_option
@click.pass_obj
def show(archive: Path, case_id: str, *, as_json: bool) -> None:
    """Show a case with its clock, its papers and what comes next."""
    _put(find_case(open_archive(archive), case_id), as_json=as_json)


@disposal.command("list", help=say("cli.help.disposal_list"))
@json_option
@click.pass_obj
def listing(archive: Path, *, as_json: bool) -> None:
    """List the cases."""
    found = all_cases(open_archive(archive))
    contract = {"total": len(found), "cases": [told(each) for each in found]}
    put(as_json, contract, lambda: put_cases(found))


@disposal.command(help=say("cli.help.disposal_papers"))
@click.argument("case_id", metavar="CASE")
@click.option(
    "--to", "folder", required=True, type=click.Path(file_okay=False, path_type=Path),
    help=say("cli.help.report.to"),
)  # fmt: skip
@json_option
@click.pass_obj
def papers(archive: Path, case_id: str, folder: Path, *, as_json: bool) -> None:
    """Write the papers of a case."""
    opened = open_archive(archive)
    case, now = find_case(opened, case_id), datetime.now(UTC)
    files = write_papers(opened, case, folder, now, with_documents=True)
    put(as_json, {"files": files}, lambda: click.echo("\n".join(map(str, files))))


def _put(case: Case, *, as_json: bool) -> None:
    put(as_json, told(case), lambda: put_case(case))
