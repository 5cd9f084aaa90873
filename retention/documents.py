"""A dossier of several documents: the longest of their periods is the dossier's.

Source: Law 33/2024/QH15, article 15, as told by secondary sources (docs/howto/retention.md).
"""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from records.document import Document
from records.errors import RefusedError
from records.messages import text
from records.retention import RetentionRule
from records.vietnamese import fold
from retention.choose import longest
from retention.propose import Proposal, Subject, propose
from retention.schedule import Schedule

WORD = re.compile(r"\w+")


def decided_rule(
    code: str, own: RetentionRule | None, documents: tuple[Document, ...]
) -> RetentionRule | None:
    """The rule that decides about the dossier ``code``; its reason names a document that decides.

    ``own`` is the rule of the dossier itself. Where nobody confirmed one, the documents decide only
    if each of them has a rule: one that has none may have to be kept longer than all others.

    Raises:
        RefusedError: T067, years and events cannot be compared.
    """
    ruled = [(each, each.retention) for each in documents if each.retention is not None]
    is_confirmed = own is not None and not own.is_proposed
    if not ruled or not (is_confirmed or len(ruled) == len(documents)):
        return own
    known = [rule for _, rule in ruled]
    best = longest([own, *known] if own is not None and is_confirmed else known)
    if best is None:
        told = ", ".join(f"{each.code}: {rule.period.wording}" for each, rule in ruled)
        raise RefusedError("T067", code, own=own.period.wording if own else "–", documents=told)
    if best is own:
        return own
    document = next(each for each, rule in ruled if rule is best)
    return replace(best, reason=_reason(document, best))


def propose_for_document(
    document: Document, fonds: str, schedules: Iterable[Schedule], day: date, most: int
) -> tuple[Proposal, ...]:
    """Items in force on ``day`` that name the document's type, the likeliest first; often none."""
    if document.document_type is None:
        return ()
    subject = Subject(
        title=" ".join(filter(None, (document.document_type, document.subject))),
        document_types=(document.document_type,),
        fonds=fonds,
    )
    named = f" {fold(document.document_type)} "
    found = propose(subject, schedules, day, None)
    return tuple(each for each in found if named in _words(each.item.text))[:most]


def _words(written: str) -> str:
    return f" {' '.join(WORD.findall(fold(written)))} "


def _reason(document: Document, rule: RetentionRule) -> str:
    name = " ".join(filter(None, (document.document_type, document.full_notation)))
    return text(
        "retention.of_document",
        code=document.code,
        name=name or "–",
        wording=rule.period.wording,
        item=rule.item,
        instrument=rule.instrument,
        version=rule.version,
    )
