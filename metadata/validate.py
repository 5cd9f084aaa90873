"""Cross-field rules of a dossier: what the XSDs cannot say.

It judges and changes nothing; errors forbid storing, warnings ask for a person's look.
"""

from collections import Counter
from collections.abc import Iterator

from metadata.codes import DIGITISED, LANGUAGES, LEVELS, MAINTENANCE
from metadata.document_rules import judge_document
from metadata.fields import overlong_in_dossier
from records.access import AccessLevel
from records.dossier import Dossier
from records.problem import Problem, problem


def check(dossier: Dossier) -> tuple[Problem, ...]:
    """Every Problem of ``dossier`` and its documents, in the order of the rules."""
    found = [*_identity(dossier), *_time_and_counts(dossier), *_code_lists(dossier)]
    found += [*_lengths(dossier), *_paper(dossier)]
    for document in dossier.documents:
        found += judge_document(dossier, document)
    return tuple(found)


def _identity(dossier: Dossier) -> Iterator[Problem]:
    if not dossier.documents:
        yield problem("M015", dossier.code, reason="0")
    for name in ("code", "ordinal"):
        counted = Counter(getattr(document, name) for document in dossier.documents)
        for value in (value for value, times in counted.items() if times > 1):
            yield problem("M015", dossier.code, reason=value)
    if not dossier.title or dossier.title == dossier.code:
        yield problem("M011", dossier.code)
    if dossier.code not in dossier.archive_file_code and not dossier.fonds.is_closed:
        yield problem("M004", dossier.archive_file_code, dossier=dossier.code)


def _time_and_counts(dossier: Dossier) -> Iterator[Problem]:
    if dossier.start is None or dossier.end is None:
        yield problem("M012", dossier.code)
    elif dossier.start.first_day > dossier.end.last_day:
        yield problem(
            "M005", dossier.code, start=dossier.start.vietnamese, end=dossier.end.vietnamese
        )
    if dossier.sheets_estimated:
        yield problem("M008", dossier.code, sheets=dossier.sheets)
    elif not dossier.withheld and not 1 <= dossier.sheets <= dossier.pages:
        yield problem("M023", dossier.code, sheets=dossier.sheets, pages=dossier.pages)
    if dossier.retention is None or dossier.retention.is_proposed:
        yield problem("M010", dossier.code, code=dossier.maintenance)


def _code_lists(dossier: Dossier) -> Iterator[Problem]:
    known_languages = set(dossier.language) <= set(LANGUAGES.values())
    judged = (
        ("maintenance", dossier.maintenance, dossier.maintenance in MAINTENANCE),
        ("mode", dossier.access, dossier.access in set(AccessLevel)),
        ("language", ";".join(dossier.language), dossier.language and known_languages),
        ("format", dossier.physical_state, (dossier.physical_state or "01") in LEVELS),
        ("confidenceLevel", dossier.confidence_level, dossier.confidence_level in LEVELS),
    )
    for tag, value, is_known in judged:
        if not is_known:
            yield problem("M003", dossier.code, field=tag, value=value)


def _lengths(dossier: Dossier) -> Iterator[Problem]:
    for tag, limit in overlong_in_dossier(dossier):
        code = "M024" if tag in {"arcFileCode", "paperFileCode"} else "M002"
        yield problem(code, dossier.code, field=tag, limit=limit)


def _paper(dossier: Dossier) -> Iterator[Problem]:
    if dossier.confidence_level == DIGITISED and not dossier.paper_file_code:
        yield problem("M007", dossier.code)
