"""A person's corrections of a described dossier: all of them valid, or none is made.

What the pages say (``read``) and what the operator typed (``listed``) never change.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from metadata.correctable import (
    Correctable,
    document_fields,
    dossier_fields,
    told,
    told_of,
    unknown,
)
from metadata.typed_values import RuleOf
from records.dates import VIETNAM, PartialDate
from records.document import Correction, Document
from records.dossier import Dossier
from records.errors import ArchiveError, InputError
from records.vietnamese import single_spaced

Target = TypeVar("Target", Document, Dossier)
HAPPENED = frozenset({"issued_date", "event_on", "submitted_on", "transferred_on"})
"""Days of what has happened: none lies ahead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """One value as typed; ``subject`` is the code of a dossier or of a document of it.

    Empty text means that the value is not known. ``place`` is where it was typed, for Problems.
    ``confirms``: a person looked, so the value is noted even where it is the one that is held.
    """

    subject: str
    field: str
    typed: str
    place: str = ""
    confirms: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One value that changed; ``old`` and ``new`` as people read them."""

    subject: str
    field: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Who corrects, when, and why."""

    by: str
    at: datetime
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """The dossier with its corrections; ``errors`` say why it has none."""

    dossier: Dossier
    changes: tuple[Made, ...] = ()
    errors: tuple[ArchiveError, ...] = ()


def correct(
    dossier: Dossier, wanted: tuple[Wanted, ...], signed: Signed, rule_of: RuleOf
) -> Corrected:
    """``dossier`` with every wanted value, each noted in its ``corrected``; equal ones are left.

    A document's stricter mode of use becomes the dossier's too.
    """
    editor = _Editor(dossier, signed, rule_of)
    for each in wanted:
        editor.take(each)
    editor.keep_access()
    if editor.errors:
        return Corrected(dossier=dossier, errors=tuple(editor.errors))
    return Corrected(dossier=editor.dossier(), changes=tuple(editor.changes))


def keep_corrections(described: Dossier, held: Dossier) -> Dossier:
    """``described`` anew, with the corrections that ``held`` has of the same dossier and scans."""
    before = {(each.code, each.file.sha256): each for each in held.documents}
    documents = tuple(
        _with_rule(each, before.get((each.code, each.file.sha256), each))
        for each in described.documents
    )
    return replace(
        _kept(described, held, dossier_fields(lambda _: None)),
        documents=tuple(map(_settled, documents)),
    )


def _kept(described: Target, held: Target, fields: dict[str, Correctable]) -> Target:
    names = {
        attribute
        for each in held.corrected
        if each.field in fields
        for attribute in fields[each.field].attributes
    }
    values: dict[str, Any] = {name: getattr(held, name) for name in names}
    return replace(described, **values, corrected=held.corrected)


def _with_rule(described: Document, held: Document) -> Document:
    return replace(_kept(described, held, document_fields()), retention=held.retention)


def _settled(document: Document) -> Document:
    """Without the disagreements of list and page that a person has decided."""
    decided = {each.field for each in document.corrected}
    left = tuple(name for name in document.disagreements if name not in decided)
    return replace(document, disagreements=left)


class _Editor:
    def __init__(self, dossier: Dossier, signed: Signed, rule_of: RuleOf) -> None:
        self.changes: list[Made] = []
        self.errors: list[ArchiveError] = []
        self._signed = signed
        self._whole = dossier
        self._documents = {each.code: each for each in dossier.documents}
        self._of_documents, self._of_dossier = document_fields(), dossier_fields(rule_of)
        self._taken: set[tuple[str, str]] = set()

    def take(self, wanted: Wanted) -> None:
        """Make one correction, or note why not."""
        try:
            self._take(wanted, wanted.place or f"{wanted.subject} {wanted.field}")
        except ArchiveError as error:
            self.errors.append(error)

    def keep_access(self) -> None:
        """A dossier is never more open than its documents."""
        strictest = max((each.access for each in self._documents.values()), default="")
        if self._whole.access >= strictest:
            return
        if (self._whole.code, "access") in self._taken:
            self.errors.append(InputError("M046", self._whole.code, access=strictest))
        else:
            raised = Wanted(subject=self._whole.code, field="access", typed=strictest)
            self._whole = self._set(self._whole, raised, self._of_dossier["access"], (strictest,))

    def dossier(self) -> Dossier:
        """The dossier with everything taken."""
        documents = tuple(_settled(self._documents[each.code]) for each in self._whole.documents)
        return replace(self._whole, documents=documents)

    def _take(self, wanted: Wanted, subject: str) -> None:
        key = (wanted.subject, wanted.field)
        if key in self._taken:
            raise InputError("M049", subject)
        self._taken.add(key)
        if wanted.subject == self._whole.code:
            field, values = self._read(wanted, subject, self._of_dossier)
            self._whole = self._set(self._whole, wanted, field, values)
        else:
            field, values = self._read(wanted, subject, self._of_documents)
            document = self._documents[wanted.subject]
            self._documents[document.code] = self._set(document, wanted, field, values)

    def _read(
        self, wanted: Wanted, subject: str, fields: dict[str, Correctable]
    ) -> tuple[Correctable, tuple[Any, ...]]:
        field = fields.get(wanted.field)
        if field is None:
            raise InputError("M040", subject, field=wanted.field, known=", ".join(sorted(fields)))
        typed = single_spaced(wanted.typed)
        if not typed:
            if field.required:
                raise InputError("M044", subject)
            return field, unknown(field)
        values = field.read(subject, typed)
        if wanted.field in HAPPENED and self._is_future(values[0]):
            raise InputError("M041", subject, value=typed)
        return field, values

    def _is_future(self, issued: PartialDate) -> bool:
        return issued.first_day > self._signed.at.astimezone(VIETNAM).date()

    def _set(
        self, target: Target, wanted: Wanted, field: Correctable, values: tuple[Any, ...]
    ) -> Target:
        name, new = wanted.field, told(values[0])
        old = told_of(target, name, field)
        is_decided = name in getattr(target, "disagreements", ())
        is_confirmed = wanted.confirms and all(name != each.field for each in target.corrected)
        if old == new and not (is_decided or is_confirmed):
            return target
        self.changes.append(Made(subject=target.code, field=name, old=old, new=new))
        noted = Correction(
            field=name, old=old, new=new, by=self._signed.by, at=self._signed.at,
            why=self._signed.why,
        )  # fmt: skip
        # A field without attributes of its own stands in the correction only.
        changed: dict[str, Any] = dict(zip(field.attributes, values, strict=False))
        return replace(target, **changed, corrected=(*target.corrected, noted))
