"""Events: who did what to which object, when, with what outcome (PREMIS 3.0)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EventType(StrEnum):
    """Event types; the values are those of the PREMIS eventType vocabulary that we use."""

    TRANSFER = "transfer"
    """Digitisation, in the word Circular 05/2025/TT-BNV fixes for it."""
    DIGEST = "message digest calculation"
    UNPACKING = "unpacking"
    VALIDATION = "validation"
    RECOGNITION = "metadata extraction"
    NORMALISATION = "normalization"
    PACKAGING = "information package creation"
    INGESTION = "ingestion end"
    FIXITY = "fixity check"
    MODIFICATION = "metadata modification"
    REPLICATION = "replication"
    REFRESHMENT = "refreshment"
    DELETION = "deletion"
    SIGNING = "digital signature generation"
    SIGNATURE_VALIDATION = "digital signature validation"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """A person, an organisation or a program that acted."""

    name: str
    kind: str
    version: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened; ``objects`` are names of what it happened to."""

    event_id: str
    type: EventType
    time: datetime
    outcome: str
    detail: str
    agent: Agent
    objects: tuple[str, ...] = ()
