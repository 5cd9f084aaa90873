"""The description of a scan that belongs to no delivery: a dossier of one document, codes unknown.

What only a list or an archive could tell stays unknown.
"""

from dataclasses import replace

from metadata.arrange import assemble
from metadata.describe import describe
from records.batch import BatchDocument, BatchDossier, DeliveredFile, Fonds, ListedDossier
from records.dossier import ArchiveIdentity, Dossier
from records.page import RecognizedPage

NOBODY = Fonds(name="", agency_code="", fonds_code="")
NOWHERE = ArchiveIdentity(name="", code="")


def dossier_of_scan(
    pages: tuple[RecognizedPage, ...], file: DeliveredFile, code: str | None
) -> Dossier:
    """The dossier of the document on ``pages``; ``code`` is its fileCode where somebody gave it."""
    document = BatchDocument(ordinal=1, file=file)
    batch = BatchDossier(
        code=code or "",
        fonds=NOBODY,
        provisional=code is None,
        listed=ListedDossier(),
        documents=(document,),
    )
    described = describe(pages, document, batch)
    if code is None:
        described = replace(described, code="")
    dossier = assemble(batch, (described,), NOWHERE, None)
    return replace(dossier, archive_file_code="")
