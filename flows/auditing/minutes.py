"""The audit as minutes (biên bản kiểm tra): words and figures; what people decide stays blank.

The layout of Circular 05/2025/TT-BNV, Appendix VII is not known to us; this follows the sample of
minutes in Decree 30/2020/NĐ-CP, Appendix III (1.9). What is cited is the archive's to say.
"""

from datetime import datetime

from flows.auditing.figures import MinutesFacts, damage_of, heading, results_of, say
from records.dates import VIETNAM
from records.form import (
    BLANK,
    Form,
    Heading,
    Paragraph,
    Signature,
    Style,
    written_day,
)


def minutes_of(facts: MinutesFacts) -> Form:
    """The minutes of the latest audit."""
    return Form(
        heading=facts.heading,
        kind=say("kind"),
        subject=say("subject"),
        bases=facts.bases,
        blocks=(
            *_attendance(facts),
            *_method(facts),
            *results_of(facts),
            *damage_of(facts),
            *_conclusion(facts),
        ),
        signatures=(
            Signature(office=say("secretary"), note=say("sign")),
            Signature(office=say("chair"), note=say("sign")),
        ),
        recipients=(BLANK, say("archive_copy")),
    )


def heading_of(name: str, parent: str, place: str, notation: str, now: datetime) -> Heading:
    """The head of a form of this archive; what its settings leave open is dotted."""
    day = written_day(now.astimezone(VIETNAM).date())
    return Heading(
        parent_body=parent,
        body=name,
        number=say("number", notation=notation or "BB-……"),
        place_and_date=f"{place or '……………'}, {day}",
    )


def _attendance(facts: MinutesFacts) -> tuple[Paragraph, ...]:
    started = facts.run.started_at if facts.run else facts.now
    lines = (
        say("begun", moment=_moment(started)),
        say("where", blank=BLANK),
        say("present", blank=BLANK),
        say("chaired", blank=BLANK),
        say("written_by", blank=BLANK),
    )
    return tuple(Paragraph(text=line, style=Style.FIELD) for line in lines)


def _method(facts: MinutesFacts) -> tuple[Paragraph, ...]:
    asked = f"asked.{facts.run.asked}" if facts.run else "asked.none"
    return (
        heading("method.title"),
        Paragraph(text=say("method")),
        Paragraph(text=say(asked, run=facts.run.run if facts.run else 0)),
    )


def _conclusion(facts: MinutesFacts) -> tuple[Paragraph, ...]:
    run = facts.run
    is_sound = not facts.open and (run is None or run.ledger_intact is not False)
    told = facts.forecast
    when = f"{told.round_ends_on:%d/%m/%Y}" if told.round_ends_on else None
    forecast = (
        say("forecast", day=when, days=told.round_days, cycle=told.cycle_days)
        if when
        else say("forecast.unknown", cycle=told.cycle_days)
    )
    return (
        heading("conclusion.title"),
        Paragraph(text=say("sound" if is_sound else "unsound", count=len(facts.open))),
        Paragraph(text=forecast),
        Paragraph(text=say("opinion", blank=BLANK), style=Style.FIELD),
        Paragraph(text=say("ended", moment=_moment(run.ended_at if run else None))),
    )


def _moment(moment: datetime | None) -> str:
    if moment is None:
        return say("moment.blank")
    here = moment.astimezone(VIETNAM)
    return say("moment", hour=f"{here:%H}", minute=f"{here:%M}", day=written_day(here.date()))
