"""Which signatures a changed dossier still has: the archive's own, and those it came with.

A signature on an access copy holds for its bytes only. A document that takes other pages gets
another access copy, and waits for a signature again.
"""

from dataclasses import replace

from records.document import Document
from records.dossier import Dossier

Pages = tuple[str, int, int]


def with_held_signatures(before: Dossier, after: Dossier) -> Dossier:
    """``after`` with the signatures of ``before`` where document and pages are the same.

    Findings about received files go with the file, whatever documents lie in it.
    """
    signed = {_pages(each): each.signed for each in before.documents}
    received = {each.file.sha256: each.received_signatures for each in before.documents}
    documents = tuple(
        replace(
            each,
            signed=signed.get(_pages(each)),
            received_signatures=received.get(each.file.sha256, each.received_signatures),
        )
        for each in after.documents
    )
    return after if documents == after.documents else replace(after, documents=documents)


def _pages(document: Document) -> Pages:
    return document.file.sha256, document.first_page, document.page_count
