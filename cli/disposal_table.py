"""Disposal cases on the screen: the steps taken, the clock, the list, and what comes next."""

import click

from cli.output import put_problems, put_table
from cli.speech import say
from flows.disposing.holds import today
from flows.disposing.outcomes import Transferred
from flows.disposing.places import Trace
from records.dates import VIETNAM
from retention.disposal.case import Case, CaseState
from retention.disposal.clock import clock_of, clock_problems
from retention.disposal.steps import next_actions


def told(case: Case) -> dict[str, object]:
    """A case under the keys of the command line's contract."""
    return {
        "case": case.case_id,
        "state": case.state,
        "dossiers": case.dossiers,
        "clock": clock_of(case, today()),
        "steps": case.steps,
        "next": next_actions(case),
        "list_digest": case.list_digest,
        "needs_appraisal": case.needs_appraisal,
        "keep_years": case.keep_years,
        "warnings": clock_problems(case, today()),
    }


def put_case(case: Case) -> None:
    """Print a case for reading."""
    put_table(
        say("cli.disposal.title", case=case.case_id, state=say(f"disposal.state.{case.state}")),
        say("cli.disposal.steps").split("|"),
        (
            (
                say(f"disposal.action.{each.action}"),
                f"{each.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
                each.by,
                f"{each.paper.number} ({each.paper.day:%d/%m/%Y})" if each.paper else "–",
                "; ".join(each.people) or each.note or "–",
            )
            for each in case.steps
        ),
    )
    put_table(
        say("cli.disposal.list", total=len(case.dossiers)),
        say("cli.disposal.columns").split("|"),
        (
            (
                each.dossier_code,
                each.title,
                each.period,
                say(f"cli.disposal.outcome.{each.outcome}"),
                " ".join(filter(None, (each.new_period, each.outcome_reason or each.reason))),
            )
            for each in case.dossiers
        ),
    )
    _put_clock(case)


def put_cases(cases: tuple[Case, ...]) -> None:
    """Print a line for each case."""
    put_table(
        say("cli.disposal.cases", total=len(cases)),
        say("cli.disposal.cases.columns").split("|"),
        (
            (
                each.case_id,
                say(f"disposal.state.{each.state}"),
                len(each.dossiers),
                f"{clock.ends_on:%d/%m/%Y}" if (clock := clock_of(each, today())) else "–",
            )
            for each in cases
        ),
    )


def put_traces(case: Case, found: tuple[Trace, ...]) -> None:
    """Print every place that a case would clear, with its bytes."""
    put_table(
        say("cli.disposal.places", case=case.case_id, total=sum(t.size_bytes or 0 for t in found)),
        say("cli.disposal.places.columns").split("|"),
        ((t.dossier_code, t.place, t.path, t.size_bytes) for t in found),
    )


def put_transferred(done: Transferred) -> None:
    """Print the packages and papers of a hand-over."""
    for each in (*(one.path for one in done.exports), *done.papers):
        click.echo(each)
    if done.known:
        click.echo(say("cli.disposal.transferred", codes=", ".join(done.known)))


def _put_clock(case: Case) -> None:
    clock = clock_of(case, today())
    if clock is not None:
        facts = {"begins": f"{clock.starts_on:%d/%m/%Y}", "ends": f"{clock.ends_on:%d/%m/%Y}"}
        click.echo(say("cli.disposal.clock", **facts, days=case.days))
        if clock.is_running and clock.days_left >= 0:
            click.echo(say("cli.disposal.left", left=clock.days_left))
    put_problems(clock_problems(case, today()))
    actions = ", ".join(say(f"disposal.action.{each}") for each in next_actions(case))
    click.echo(say("cli.disposal.next", next=actions or "–"))
    if case.state is CaseState.ORDERED:
        click.echo(say("cli.disposal.awaits", by=case.steps[-1].by))
