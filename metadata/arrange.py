"""Documents → dossier: codes, dates, counts and modes of the whole, none of them invented.

What the list says goes first; what it leaves out is taken from the documents or stays unknown.
"""

from metadata.codes import DIGITISED, access_code, language_codes, listed_code, maintenance_code
from metadata.field_sets import FieldSet, lengths
from metadata.organisations import with_agencies
from records.access import AccessLevel
from records.batch import BatchDossier, ListedDossier
from records.dates import PartialDate
from records.document import Document
from records.dossier import ArchiveIdentity, Dossier
from records.retention import RetentionRule

PAGES_PER_SHEET = 2


def assemble(
    dossier: BatchDossier,
    documents: tuple[Document, ...],
    archive: ArchiveIdentity,
    retention: RetentionRule | None,
) -> Dossier:
    """The dossier of ``documents``.

    ``retention`` is the schedule item that decided its period; one only proposed decides nothing.
    Where no number of sheets was declared, ``sheets`` is the least that so many pages can stand
    on, and ``sheets_estimated`` says so.
    """
    listed, (start, end) = dossier.listed, _span(dossier.listed, documents)
    return with_agencies(
        Dossier(
            code=dossier.code,
            archive_file_code=archive_file_code(dossier, archive),
            fonds=dossier.fonds,
            inventory=listed.inventory,
            title=listed.title or dossier.code,
            maintenance=_maintenance(retention, listed),
            retention=retention,
            access=_access(listed, documents),
            language=language_codes(listed.language) or _languages(documents),
            start=start,
            end=end,
            sheets=listed.declared_sheets or least_sheets(documents),
            sheets_estimated=not listed.declared_sheets,
            documents=documents,
            confidence_level=listed_code(listed.confidence_level, "confidence") or DIGITISED,
            paper_file_code=_paper_file_code(listed, archive),
            keywords=listed.keywords or _keywords(documents),
            physical_state=listed_code(listed.physical_state, "physical"),
            information_sign=listed.information_sign,
            description=listed.note,
            provisional=dossier.provisional,
            withheld=dossier.withheld,
            listed=listed,
        )
    )


def archive_file_code(dossier: BatchDossier, archive: ArchiveIdentity) -> str:
    """arcFileCode: the archive's code, the file code, and the inventory where it is not in it.

    A closed fonds stands there with its fonds code in place of the agency's code (Circular
    05/2025/TT-BNV, AIP_hoso field 1).
    """
    fonds, code = dossier.fonds, dossier.code
    agency = f"{fonds.agency_code}."
    if fonds.is_closed and fonds.agency_code and code.startswith(agency):
        code = f"{fonds.fonds_code}.{code.removeprefix(agency)}"
    inventory = dossier.listed.inventory
    parts = [archive.code, code]
    if inventory and inventory not in code.split("."):
        parts.append(inventory)
    return ".".join(part for part in parts if part)


def _maintenance(retention: RetentionRule | None, listed: ListedDossier) -> str:
    decided = retention.period if retention and not retention.is_proposed else None
    return maintenance_code(decided, listed.retention)


def _span(
    listed: ListedDossier, documents: tuple[Document, ...]
) -> tuple[PartialDate | None, PartialDate | None]:
    issued = [document.issued for document in documents if document.issued is not None]
    first = min(issued, key=lambda told: told.first_day, default=None)
    last = max(issued, key=lambda told: told.last_day, default=None)
    return listed.start or first, listed.end or last


def _access(listed: ListedDossier, documents: tuple[Document, ...]) -> str:
    """The strictest of what the list says of the dossier and what its documents need."""
    said = access_code(listed.access)
    known = [document.access for document in documents] + ([said] if said else [])
    return max(known, default=AccessLevel.CONDITIONAL.value)


def _languages(documents: tuple[Document, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for each in documents for code in each.language)) or ("01",)


def _keywords(documents: tuple[Document, ...]) -> str | None:
    """What was typed for the documents, each once and as many as fit; none of it is made up."""
    typed = (word.strip() for each in documents for word in (each.keywords or "").split(";"))
    held = ""
    for word in dict.fromkeys(filter(None, typed)):
        longer = f"{held}; {word}" if held else word
        held = longer if len(longer) <= lengths(FieldSet.AIP_FILE)["keyword"] else held
    return held or None


def least_sheets(documents: tuple[Document, ...]) -> int:
    """The least number of sheets that the pages of ``documents`` can stand on."""
    return sum(-(-document.page_count // PAGES_PER_SHEET) for document in documents)


def _paper_file_code(listed: ListedDossier, archive: ArchiveIdentity) -> str | None:
    """``[archive code].[box].[paper file number]`` unless the list gives the code itself."""
    if listed.paper_file_code:
        return listed.paper_file_code
    if listed.box and listed.number:
        return f"{archive.code}.{listed.box}.{listed.number}"
    return None
