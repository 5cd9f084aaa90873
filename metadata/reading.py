"""What a document's pages say: its fields, each read by its own room, and how far to trust them.

It knows nothing of the list that came with the scans.
"""

from metadata.authorities import other_names, with_bodies
from metadata.authority_lists import AuthorityLists, national_lists
from metadata.boundaries import own_pages
from metadata.calibration import calibrated
from metadata.confirmation import agree_with_bodies, agree_with_title, confirm_notation
from metadata.dates import read_place_and_date
from metadata.document_types import types_in_force
from metadata.heading import read_heading
from metadata.issuing_body import read_bodies
from metadata.layout import read_letterhead
from metadata.notation import read_notation
from metadata.proposals import with_proposals
from metadata.recipients import read_addressee, read_recipients
from metadata.signature import read_signer
from metadata.signers import confirm_signer
from metadata.stamps import read_stamps
from records.document import Description
from records.page import RecognizedPage


def read_description(
    pages: tuple[RecognizedPage, ...],
    lists: AuthorityLists | None = None,
    *,
    is_decided: bool = False,
) -> Description:
    """The fields of the document that begins on the first page with text.

    ``pages`` stand in order. Where a further document seems to begin, the first ends, unless a
    person has decided that they are one; a document of blank pages has no field. Names are judged
    by ``lists``, the national ones unless told. Each confidence means a share of right readings.
    """
    known = lists or national_lists()
    own = pages if is_decided else own_pages(pages)
    return calibrated(confirm_signer(read_evidence(own, known), known))


def read_evidence(
    pages: tuple[RecognizedPage, ...], lists: AuthorityLists | None = None
) -> Description:
    """The fields of one document, with what speaks for each of them as its confidence."""
    known = lists or national_lists()
    with types_in_force(known.types):
        return _read(pages, known)


def _read(pages: tuple[RecognizedPage, ...], lists: AuthorityLists) -> Description:
    first = next((n for n, page in enumerate(pages) if page.lines and not page.is_blank), None)
    if first is None:
        return Description()
    head = read_letterhead(pages[first], first + 1)
    number, notation = read_notation(head)
    place, issued = read_place_and_date(head)
    parent, issuing = with_bodies(*read_bodies(head), lists, issued)
    notation = confirm_notation(notation, (issuing, parent, *other_names(issuing, lists)))
    place = agree_with_bodies(place, (issuing, parent))
    kind, subject = read_heading(head, notation)
    notation = agree_with_title(notation, kind)
    foot = float(head.below[0].box.top) if head.below else 0.0
    office, name = read_signer(pages, first, foot, issuing)
    secrecy, urgency = read_stamps(head.page, head.document_page)
    read = Description(
        document_type=kind,
        number=number,
        notation=notation,
        issued_date=issued,
        place=place,
        parent_body=parent,
        issuing_body=issuing,
        subject=subject,
        addressee=read_addressee(head),
        signer_title=office,
        signer_name=name,
        recipients=read_recipients(pages),
        secrecy=secrecy,
        urgency=urgency,
    )
    return with_proposals(read, pages, first)
