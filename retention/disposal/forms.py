"""The papers of a disposal case as values: titles and columns are data, figures are the case's.

What a person decides or fills in by hand stays open. Nothing is written down here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from records.dates import VIETNAM
from records.form import (
    BLANK,
    Form,
    Heading,
    Paragraph,
    Sheet,
    Signature,
    Style,
    Table,
    written_day,
)
from records.numerals import in_words
from retention.disposal.case import Action, Case, CaseDossier, Ground, Step
from retention.disposal.cells import columns_of, rows_of, say
from retention.disposal.stubs import disposal_data


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who issues the papers: what stands in their heads, and the legal bases they cite."""

    parent_body: str
    body: str
    place: str
    bases: tuple[str, ...]


def list_form(
    form: str, case: Case, office: Office, dossiers: tuple[CaseDossier, ...], belongs_to: str = ""
) -> Form:
    """A list of dossiers (danh mục, mục lục) with its total in figures.

    ``belongs_to`` names the paper that it is handed over with, instead of the case.
    """
    told = disposal_data()["forms"][form]
    fonds = ", ".join(dict.fromkeys(each.fonds for each in dossiers))
    sheets = sum(each.sheets for each in dossiers)
    facts = {
        "count": len(dossiers), "sheets": sheets, "count_words": in_words(len(dossiers)),
        "sheets_words": in_words(sheets),
    }  # fmt: skip
    return Form(
        heading=heading(office, case.step(Action.PROPOSE)),
        kind=told["kind"],
        subject=told["subject"] or fonds,
        bases=(),
        blocks=(
            field(say("fonds", fonds=fonds)),
            field(belongs_to or say("case", case=case.case_id)),
            Table(columns=columns_of(form), rows=rows_of(form, dossiers)),
            field(say("total", **facts)),
        ),
        signatures=(Signature(office=say("made_by"), note=say("sign"), name=_by(case)),),
    )


def explanation(case: Case, office: Office) -> Form:
    """Bản thuyết minh: how the records came to be, their number and time, and their groups."""
    told = disposal_data()["forms"]["explanation"]
    years = [day for each in case.dossiers for day in (each.start, each.end) if day]
    span = f"{min(years)[:4]}–{max(years)[:4]}" if years else "…"
    groups = [
        (say(f"group.{ground}"), [each for each in case.dossiers if each.ground is ground])
        for ground in Ground
    ]
    rows = tuple(
        (name, *(str(n) for n in (len(some), _sum(some, "documents"), _sum(some, "sheets"))))
        for name, some in groups
    )
    facts = {"count": len(case.dossiers), "sheets": _sum(case.dossiers, "sheets"), "span": span}
    return Form(
        heading=heading(office, case.step(Action.PROPOSE)),
        kind=told["kind"],
        subject=told["subject"],
        bases=(),
        blocks=(
            title(say("explanation.first")),
            field(say("explanation.origin", blank=BLANK)),
            Paragraph(text=say("explanation.extent", **facts)),
            title(say("explanation.second")),
            Table(columns=columns_of("explanation"), rows=rows),
            field(say("explanation.other", blank=BLANK)),
        ),
        signatures=(Signature(office=say("made_by"), note=say("sign"), name=_by(case)),),
    )


def sheet(form: str, dossiers: Iterable[CaseDossier]) -> Sheet:
    """The same list for a workbook."""
    name = disposal_data()["forms"][form]["kind"]
    return Sheet(title=name, columns=columns_of(form), rows=rows_of(form, dossiers))


def heading(office: Office, step: Step | None) -> Heading:
    """The head of a paper that a step bears; what is not known is left to be filled in."""
    paper = step.paper if step else None
    day = paper.day if paper else step.at.astimezone(VIETNAM).date() if step else None
    return Heading(
        parent_body=office.parent_body,
        body=office.body,
        number=say("number", number=paper.number if paper else "……"),
        place_and_date=f"{office.place or '……………'}, {_written(day)}",
    )


def title(words: str) -> Paragraph:
    """A heading within a paper."""
    return Paragraph(text=words, style=Style.HEADING)


def field(words: str) -> Paragraph:
    """A line with what is to be filled in."""
    return Paragraph(text=words, style=Style.FIELD)


def _by(case: Case) -> str:
    step = case.step(Action.PROPOSE)
    return step.by if step else ""


def _sum(dossiers: Iterable[CaseDossier], name: str) -> int:
    return sum(getattr(each, name) for each in dossiers)


def _written(day: date | None) -> str:
    return written_day(day) if day else say("day.blank")
