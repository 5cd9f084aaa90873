"""The part of ``luutru show`` that tells of digital signatures."""

from collections.abc import Iterator
from datetime import datetime

from cli.output import put_table
from cli.speech import say
from flows.looking.show import Shown
from records.dates import VIETNAM


def put_signatures(shown: Shown) -> None:
    """Print the state of each access copy, and what was found of received signatures."""
    columns = say("cli.show.signed.columns").split("|")
    put_table(say("cli.show.signed"), columns, _own(shown))
    if received := [*_received(shown)]:
        columns = say("cli.show.received.columns").split("|")
        put_table(say("cli.show.received"), columns, received)


def _own(shown: Shown) -> Iterator[tuple[object, ...]]:
    for each in shown.dossier.documents:
        told = each.signed
        yield (
            each.code,
            say(f"signing.{shown.signing[each.code]}"),
            told and _when(told.time),
            told and told.certificate.subject,
            told and told.level,
        )


def _received(shown: Shown) -> Iterator[tuple[object, ...]]:
    for document in shown.dossier.documents:
        for each in document.received_signatures:
            moment = each.stamped_time or each.claimed_time
            yield (
                document.code,
                each.certificate and each.certificate.subject,
                say(f"signature.verdict.{each.verdict}"),
                each.reason and say(f"signature.reason.{each.reason}"),
                moment and _when(moment),
            )


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(VIETNAM):%d/%m/%Y %H:%M:%S}"
