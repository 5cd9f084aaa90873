"""The description of a scan that belongs to no delivery: a dossier of its own, codes unknown.

What only a list or an archive could tell stays unknown.
"""

from dataclasses import replace

from metadata.arrange import assemble
from metadata.authority_lists import AuthorityLists
from metadata.describe import describe
from records.batch import BatchDocument, BatchDossier, DeliveredFile, Fonds, ListedDossier
from records.dossier import ArchiveIdentity, Dossier
from records.page import RecognizedPage

NOBODY = Fonds(name="", agency_code="", fonds_code="")
NOWHERE = ArchiveIdentity(name="", code="")


def dossier_of_scan(
    runs: tuple[tuple[RecognizedPage, ...], ...],
    file: DeliveredFile,
    code: str | None,
    lists: AuthorityLists | None = None,
) -> Dossier:
    """The dossier of the documents in ``file``, each a run of pages between separator sheets.

    ``code`` is its fileCode where somebody gave it; names are judged by ``lists``, the national
    ones unless told.
    """
    documents = tuple(
        BatchDocument(ordinal=n, file=file, first_page=run[0].number, page_count=len(run))
        for n, run in enumerate(runs, start=1)
    )
    batch = BatchDossier(
        code=code or "",
        fonds=NOBODY,
        provisional=code is None,
        listed=ListedDossier(),
        documents=documents,
    )
    described = tuple(describe(*each, batch, lists) for each in zip(runs, documents, strict=True))
    if code is None:
        described = tuple(replace(each, code="") for each in described)
    dossier = assemble(batch, described, NOWHERE, None)
    return replace(dossier, archive_file_code="")
