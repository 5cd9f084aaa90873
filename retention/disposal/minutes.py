"""Biên bản giao nhận, biên bản hủy, giấy xác nhận: what was handed over, destroyed, and proven."""

from dataclasses import dataclass, replace

from records.dates import VIETNAM
from records.form import BLANK, Form, Heading, Paragraph, Signature, Table, written_day
from records.numerals import in_figures
from retention.disposal.case import Action, Case, CaseDossier, Paper, Step
from retention.disposal.cells import columns_of, rows_of, say
from retention.disposal.forms import Office, field, heading, list_form, title
from retention.disposal.stubs import disposal_data


def hand_over_minutes(case: Case, office: Office) -> Form:
    """Biên bản giao nhận between who keeps the records and who destroys them; in two copies."""
    step = case.step(Action.HAND_OVER)
    receivers = ", ".join(step.people) if step else BLANK
    return Form(
        heading=heading(office, step),
        kind=disposal_data()["forms"]["hand_over"]["kind"],
        subject=disposal_data()["forms"]["hand_over"]["subject"],
        bases=(*office.bases, _decision(case)),
        blocks=(
            field(say("hand_over.giver", name=step.by if step else BLANK, body=office.body)),
            field(say("hand_over.receiver", name=receivers)),
            Paragraph(text=say("hand_over.content", **_figures(case.destroyed))),
            Table(columns=columns_of("hand_over"), rows=rows_of("hand_over", case.destroyed)),
            field(say("hand_over.condition", blank=BLANK)),
            Paragraph(text=say("two_copies")),
        ),
        signatures=(
            Signature(office=say("giver"), note=say("sign"), name=step.by if step else ""),
            Signature(office=say("receiver"), note=say("sign"), name=receivers),
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Transfer:
    """A hand-over to another archive: who gives, who receives, on what paper."""

    by: str
    receivers: tuple[str, ...]
    paper: Paper


def transfer_minutes(
    case: Case, office: Office, handed: Transfer, dossiers: tuple[CaseDossier, ...]
) -> Form:
    """Biên bản giao nhận of what goes to another archive; in two copies."""
    told = disposal_data()["forms"]["transfer"]
    receivers = ", ".join(handed.receivers)
    return Form(
        heading=_head_of(handed, office),
        kind=told["kind"],
        subject=told["subject"],
        bases=(*office.bases, _decision(case)),
        blocks=(
            field(say("hand_over.giver", name=handed.by, body=office.body)),
            field(say("transfer.receiver", name=receivers)),
            Paragraph(text=say("transfer.content", **_figures(dossiers))),
            Table(columns=columns_of("transfer"), rows=rows_of("transfer", dossiers)),
            field(say("hand_over.condition", blank=BLANK)),
            Paragraph(text=say("two_copies")),
        ),
        signatures=(
            Signature(office=say("giver"), note=say("sign"), name=handed.by),
            Signature(office=say("receiver"), note=say("sign"), name=receivers),
        ),
    )


def transfer_list(
    case: Case, office: Office, handed: Transfer, dossiers: tuple[CaseDossier, ...]
) -> Form:
    """Mục lục hồ sơ of what goes to another archive; whoever receives it knows no case of ours."""
    day = written_day(handed.paper.day)
    belongs_to = say("with_minutes", number=handed.paper.number, day=day)
    made = list_form("dossier_list", case, office, dossiers, belongs_to)
    by = Signature(office=say("made_by"), note=say("sign"), name=handed.by)
    return replace(made, heading=_head_of(handed, office), signatures=(by,))


def destruction_minutes(case: Case, office: Office, away: str) -> Form:
    """Biên bản hủy, signed by the owner and by who destroyed; ``away`` names copies not reached."""
    told = disposal_data()["forms"]["minutes"]
    done, closing = case.step(Action.EXECUTE), case.step(Action.CLOSE)
    people = closing.people if closing else ()
    left = Paragraph(text=say("minutes.away", names=away)) if away else None
    return Form(
        heading=heading(office, closing),
        kind=told["kind"],
        subject=told["subject"],
        bases=(*office.bases, _decision(case)),
        blocks=(
            field(say("minutes.present", names="; ".join(people) or BLANK)),
            Paragraph(text=say("minutes.when", moment=_moment(done))),
            Paragraph(text=say("minutes.content", **_figures(case.destroyed))),
            Table(columns=columns_of("minutes"), rows=rows_of("minutes", case.destroyed)),
            Paragraph(text=say("minutes.method")),
            *((left,) if left else ()),
            field(say("minutes.remarks", blank=BLANK)),
            Paragraph(text=say("two_copies")),
        ),
        signatures=(
            Signature(office=say("owner"), note=say("sign_and_seal"), name=_nth(people, 0)),
            Signature(office=say("destroyer"), note=say("sign"), name=_nth(people, 1)),
        ),
    )


def certificate(case: Case, office: Office, head: str, away: str) -> Form:
    """Giấy xác nhận: the machine's own account of a destruction; ``head`` is the ledger's."""
    told = disposal_data()["forms"]["certificate"]
    confirmed, ordered = case.step(Action.CONFIRM), case.step(Action.ORDER)
    facts = {
        "ordered": ordered.by if ordered else "",
        "confirmed": confirmed.by if confirmed else "",
        "moment": _moment(confirmed),
    }
    return Form(
        heading=heading(office, confirmed),
        kind=told["kind"],
        subject=told["subject"],
        bases=(_decision(case),),
        blocks=(
            Paragraph(text=say("certificate.people", **facts)),
            Paragraph(text=say("certificate.places")),
            Table(columns=columns_of("certificate"), rows=rows_of("certificate", case.destroyed)),
            field(say("certificate.list", digest=case.list_digest or "")),
            field(say("certificate.ledger", head=head)),
            *((Paragraph(text=say("minutes.away", names=away)),) if away else ()),
            title(say("certificate.medium")),
        ),
        signatures=(Signature(office=say("owner"), note=say("sign_and_seal")),),
    )


def _decision(case: Case) -> str:
    step = case.step(Action.DECIDE)
    paper: Paper | None = step.paper if step else None
    return say(
        "decision",
        number=paper.number if paper else BLANK,
        day=f"{paper.day:%d/%m/%Y}" if paper else "……",
    )


def _figures(some: tuple[CaseDossier, ...]) -> dict[str, object]:
    return {
        "count": len(some),
        "documents": sum(each.documents for each in some),
        "sheets": sum(each.sheets for each in some),
        "bytes": in_figures(sum(each.size_bytes for each in some)),
    }


def _moment(step: Step | None) -> str:
    return f"{step.at.astimezone(VIETNAM):%H:%M %d/%m/%Y}" if step else BLANK


def _nth(names: tuple[str, ...], number: int) -> str:
    return names[number] if len(names) > number else ""


def _head_of(handed: Transfer, office: Office) -> Heading:
    return replace(
        heading(office, None),
        number=say("number", number=handed.paper.number),
        place_and_date=f"{office.place or '……………'}, {written_day(handed.paper.day)}",
    )
