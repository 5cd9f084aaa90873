"""The documents as we wrote them: reads ``texts/*.toml`` into values."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from samples.ageing import Scan

TEXTS = Path(__file__).with_name("texts")


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One document: its described fields as printed, its body, and how it is scanned.

    ``subject`` is broken into the lines that are printed. In ``body`` each row is one paragraph;
    the first characters choose its form (see ``flow.py``).
    """

    file: str
    document_type: str
    number: str
    notation: str
    issued: date
    place: str
    issuing_body: tuple[str, ...]
    subject: tuple[str, ...]
    signer_title: tuple[str, ...]
    signer_name: str
    recipients: tuple[str, ...]
    seal: str
    scan: Scan
    body: str
    parent_body: str | None = None
    addressee: tuple[str, ...] = ()
    urgency: str | None = None
    access: str = "Công khai"
    is_name_stamped: bool = False
    is_number_printed: bool = False
    is_date_printed: bool = False
    size: float = 14.0
    leading: float = 1.45

    @property
    def is_letter(self) -> bool:
        """Whether it is a công văn, which prints its subject under the number, not as a title."""
        return self.document_type == "Công văn"


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDossier:
    """A dossier of the list with the documents in it; ``fonds`` is a name, as in real lists."""

    fonds: str
    inventory: str
    box: str
    number: str
    title: str
    retention: str
    start: date
    end: date
    keywords: str
    folder: str
    documents: tuple[Written, ...]


def read_dossiers(name: str) -> tuple[WrittenDossier, ...]:
    """Every dossier of ``texts/<name>-*.toml``, in the order of the file names."""
    return tuple(_dossier(source) for source in sorted(TEXTS.glob(f"{name}-*.toml")))


def _dossier(source: Path) -> WrittenDossier:
    told = tomllib.loads(source.read_text(encoding="utf-8"))
    documents = tuple(_document(each) for each in told.pop("document"))
    return WrittenDossier(**told, documents=documents)


def _document(told: dict[str, Any]) -> Written:
    scan = Scan(**_with_tuples(told.pop("scan", {})))
    return Written(**_with_tuples(told), scan=scan)


def _with_tuples(told: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}
