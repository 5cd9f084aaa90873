"""Columns and cells of the papers of a disposal case: which there are is data."""

from collections.abc import Callable, Iterable

from records.dates import read_partial_date
from records.form import Align, Column
from records.messages import text
from records.numerals import in_figures
from retention.disposal.case import CaseDossier, Outcome
from retention.disposal.stubs import disposal_data

NARROW = 3
"""Columns up to this share hold figures, and are centred."""
DIGEST_LETTERS = 32


def columns_of(form: str) -> tuple[Column, ...]:
    """The columns of a form, as its data says."""
    return tuple(
        Column(title=title, share=share, align=Align.CENTRE if share <= NARROW else Align.LEFT)
        for _, title, share in disposal_data()["forms"][form]["columns"]
    )


def rows_of(form: str, dossiers: Iterable[CaseDossier]) -> tuple[tuple[str, ...], ...]:
    """The rows of a form with a row for each dossier."""
    keys = [key for key, _, _ in disposal_data()["forms"][form]["columns"]]
    return tuple(
        tuple(_cell(key, number, each) for key in keys) for number, each in enumerate(dossiers, 1)
    )


def say(key: str, **facts: object) -> str:
    """A sentence of the papers, in Vietnamese as the law has it."""
    return text(f"disposal.paper.{key}", **facts)


def _cell(key: str, number: int, each: CaseDossier) -> str:
    cells: dict[str, Callable[[], str]] = {
        "number": lambda: str(number),
        "bundle": lambda: "",
        "volume": lambda: str(number),
        "title_code": lambda: f"{each.title} ({each.dossier_code})",
        "code": lambda: each.dossier_code,
        "title": lambda: each.title,
        "reason": lambda: each.reason,
        "dates": lambda: _dates(each),
        "period": lambda: each.period,
        "extent": lambda: f"{each.sheets}/{each.pages}",
        "note": lambda: _note(each),
        "bytes": lambda: in_figures(each.size_bytes),
        "digest": lambda: each.inventory_sha512[:DIGEST_LETTERS],
    }
    return cells[key]()


def _dates(each: CaseDossier) -> str:
    days = [read_partial_date(day).vietnamese for day in (each.start, each.end) if day]
    return " – ".join(dict.fromkeys(days))


def _note(each: CaseDossier) -> str:
    if each.outcome is Outcome.DESTROY:
        return ""
    told = say(f"outcome.{each.outcome}", period=each.new_period or "")
    return f"{told}: {each.outcome_reason}"
