"""Timestamps of heads by an authority (RFC 3161); the only module that uses ``rfc3161_client``.

Asks over the network only when told an address; requests and answers can be carried as files.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx
from cryptography import x509
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)
from sqlalchemy import Engine, insert, select

from archive_store.vault.database.engine import writing
from archive_store.vault.database.tables import LEDGER_TIMESTAMPS
from records.errors import InputError, SetupError, TransientError
from records.problem import Problem

QUERY, REPLY = "application/timestamp-query", "application/timestamp-reply"
SECONDS = 30.0
LARGEST_ANSWER = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Timestamp:
    """An authority's answer (DER) about a head, and the time that it swears to."""

    time: datetime
    response: bytes


def make_request(note: str) -> bytes:
    """The request for a head (DER): the SHA-256 of its note, and the authority's certificate.

    Without a nonce: an older answer about the same note is no weaker, and files may wait for days.
    """
    builder = TimestampRequestBuilder().data(note.encode()).hash_algorithm(HashAlgorithm.SHA256)
    return bytes(builder.nonce(nonce=False).cert_request(cert_request=True).build().as_bytes())


def ask(address: str, request: bytes) -> bytes:
    """Send a request to an authority; its answer.

    Raises:
        TransientError: F104, it does not answer, or not with a timestamp.
    """
    try:
        answer = httpx.post(
            address, content=request, headers={"Content-Type": QUERY}, timeout=SECONDS
        )
        answer.raise_for_status()
    except httpx.HTTPError as error:
        raise TransientError("F104", address, reason=error) from error
    kind = answer.headers.get("Content-Type", "")
    if not kind.startswith(REPLY) or len(answer.content) > LARGEST_ANSWER:
        raise TransientError("F104", address, reason=kind)
    return answer.content


def read_authorities(file: Path) -> tuple[x509.Certificate, ...]:
    """The certificates (PEM) of the authorities that are trusted.

    Raises:
        SetupError: F105, there are none in the file.
    """
    try:
        return tuple(x509.load_pem_x509_certificates(file.read_bytes()))
    except (OSError, ValueError) as error:
        raise SetupError("F105", file) from error


def check_response(
    response: bytes, note: str, authorities: tuple[x509.Certificate, ...], subject: str
) -> Timestamp:
    """The timestamp in an answer, if it is about this very note and an authority signed it.

    Raises:
        InputError: A069, it is not.
    """
    try:
        told = decode_timestamp_response(response)
        verifier = VerifierBuilder(roots=list(authorities)).build()
        verifier.verify(told, hashlib.sha256(note.encode()).digest())
    except (ValueError, VerificationError) as error:
        raise InputError("A069", subject, reason=error) from error
    return Timestamp(time=told.tst_info.gen_time, response=response)


def keep_timestamp(engine: Engine, number: int, timestamp: Timestamp) -> None:
    """Keep the timestamp of a head; the first one of a head stays."""
    row = {"number": number, "time": timestamp.time.isoformat(), "response": timestamp.response}
    with writing(engine) as connection:
        held = select(LEDGER_TIMESTAMPS.c.number).where(LEDGER_TIMESTAMPS.c.number == number)
        if connection.scalar(held) is None:
            connection.execute(insert(LEDGER_TIMESTAMPS).values(row))


def kept_timestamps(engine: Engine) -> dict[int, Timestamp]:
    """The timestamps by the number of their head."""
    with engine.connect() as connection:
        rows = connection.execute(select(LEDGER_TIMESTAMPS)).all()
    return {
        row.number: Timestamp(time=datetime.fromisoformat(row.time), response=row.response)
        for row in rows
    }


def check_timestamps(
    engine: Engine, notes: Iterable[tuple[int, str]], authorities: tuple[x509.Certificate, ...]
) -> tuple[Problem, ...]:
    """What is wrong with the kept timestamps of these heads, each given with its number."""
    kept, faults = kept_timestamps(engine), []
    for number, note in notes:
        if number in kept:
            try:
                check_response(kept[number].response, note, authorities, f"ledger head {number}")
            except InputError as error:
                faults.append(error.problem)
    return tuple(faults)
