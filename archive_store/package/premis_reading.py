"""Reads back the events of a package's PREMIS file, so that a later version still tells them."""

from datetime import datetime
from typing import Any

from archive_store.package.layout import PREMIS
from archive_store.package.premis import NAMESPACE
from archive_store.package.xml import read_xml, schema_faults
from records.errors import InputError
from records.event import Agent, Event, EventType

SCHEMA = "premis.xsd"
_P = f"{{{NAMESPACE}}}"


def read_events(content: bytes, subject: object = PREMIS) -> tuple[Event, ...]:
    """The events of a PREMIS file of ours, in its order.

    Raises:
        InputError: A010 or A011, no XML that may be read; A012, no PREMIS of ours.
    """
    root = read_xml(content, subject)
    if faults := schema_faults(root, SCHEMA):
        raise InputError("A012", subject, schema=SCHEMA, faults="; ".join(faults))
    agents = {_text(each, "agentIdentifierValue"): _agent(each) for each in root.iter(f"{_P}agent")}
    try:
        return tuple(_event(each, agents) for each in root.iter(f"{_P}event"))
    except (KeyError, ValueError) as error:
        raise InputError("A012", subject, schema=SCHEMA, faults=str(error)) from error


def _event(told: Any, agents: dict[str, Agent]) -> Event:
    return Event(
        event_id=_text(told, "eventIdentifierValue"),
        type=EventType(_text(told, "eventType")),
        time=datetime.fromisoformat(_text(told, "eventDateTime")),
        outcome=_text(told, "eventOutcome"),
        detail=_text(told, "eventDetail"),
        agent=agents[_text(told, "linkingAgentIdentifierValue")],
        objects=tuple(each.text or "" for each in told.iter(f"{_P}linkingObjectIdentifierValue")),
    )


def _agent(told: Any) -> Agent:
    return Agent(
        name=_text(told, "agentName"),
        kind=_text(told, "agentType"),
        version=_text(told, "agentVersion"),
    )


def _text(told: Any, name: str) -> str:
    return next((each.text or "" for each in told.iter(f"{_P}{name}")), "")
