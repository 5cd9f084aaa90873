"""Ranked items of the schedules on the screen and as JSON."""

from typing import Any

import click

from cli.output import put_table
from cli.speech import say
from flows.periods.assigning import Ranked
from records.retention import RetentionRule
from retention.propose import Proposal


def told_ranked(each: Ranked) -> dict[str, Any]:
    """A ranked dossier under the keys of the contract."""
    return {
        "dossier_code": each.dossier_code,
        "title": each.title,
        "held": _held(each.held),
        "proposals": [_proposal(one) for one in each.proposals],
        "documents": [
            {"document_code": one.code, "title": one.title, "held": _held(one.held),
             "proposals": [_proposal(found) for found in one.proposals]}
            for one in each.documents
        ],
    }  # fmt: skip


def put_ranked(found: tuple[Ranked, ...]) -> None:
    """Print each dossier, and each of its documents, with the items it may fall under."""
    columns = say("cli.propose.columns").split("|")
    for each in found:
        told = [(each.dossier_code, each.title, each.held, each.proposals)]
        told += [(one.code, one.title, one.held, one.proposals) for one in each.documents]
        for code, title, held, proposals in told:
            rows = (
                (place, f"{one.schedule.instrument}:{one.item.code}", one.item.text,
                 one.item.period.wording, one.reason)
                for place, one in enumerate(proposals, start=1)
            )  # fmt: skip
            put_table(f"{code} {title}", columns, rows)
            if held is not None:
                click.echo(say("cli.propose.held", reason=held.reason))


def _held(held: RetentionRule | None) -> dict[str, Any] | None:
    if held is None:
        return None
    return {
        "instrument": held.instrument, "version": held.version, "item": held.item,
        "period": held.period.wording,
    }  # fmt: skip


def _proposal(one: Proposal) -> dict[str, Any]:
    return {
        "instrument": one.schedule.instrument, "version": one.schedule.version,
        "item": one.item.code, "group": one.item.group, "text": one.item.text,
        "period": one.item.period.wording, "likeness": round(one.likeness, 1),
        "reason": one.reason,
    }  # fmt: skip
