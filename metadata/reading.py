"""What a document's pages say: its fields, each read by its own room, and how far to trust them.

It knows nothing of the list that came with the scans.
"""

from metadata.calibration import calibrated
from metadata.confirmation import agree_with_bodies, agree_with_title, confirm_notation
from metadata.dates import read_place_and_date
from metadata.heading import read_heading
from metadata.issuing_body import read_bodies
from metadata.layout import read_letterhead
from metadata.notation import read_notation
from metadata.proposals import with_proposals
from metadata.recipients import read_addressee, read_recipients
from metadata.signature import read_signer
from metadata.stamps import read_stamps
from records.document import Description
from records.page import RecognizedPage


def read_description(pages: tuple[RecognizedPage, ...]) -> Description:
    """The fields as ``read_evidence`` has them, each with a confidence that means its share."""
    return calibrated(read_evidence(pages))


def read_evidence(pages: tuple[RecognizedPage, ...]) -> Description:
    """The fields of the document that begins on the first page with text.

    ``pages`` are all pages of one delivered file in order; a document of blank pages has no field.
    """
    first = next((n for n, page in enumerate(pages) if page.lines and not page.is_blank), None)
    if first is None:
        return Description()
    head = read_letterhead(pages[first], first + 1)
    number, notation = read_notation(head)
    place, issued = read_place_and_date(head)
    parent, issuing = read_bodies(head)
    notation = confirm_notation(notation, (issuing, parent))
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
