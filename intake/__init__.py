"""Room 1: what the scanner handed over, with its list, becomes a Batch.

``read_batch`` takes the digest of every delivered file, keeps a proven copy, judges the copy by
its content in a confined child, matches it with the list and arranges dossiers. What cannot be
taken in goes to quarantine with one Problem; the delivery itself is never changed.
``verify_delivered`` proves a kept copy later, ``set_aside`` puts one into quarantine that fails
later, ``read_fonds_table`` reads the archive's own fonds, ``read_edited_list`` a list without a
delivery, ``read_sheets`` the cells of any sheet.
``intake.restricted`` is the part of the quarantine for what is kept apart without a word.
"""

from typing import TYPE_CHECKING

from records.front_doors import front_doors

if TYPE_CHECKING:
    from intake.copies import verify_delivered
    from intake.delivery_list import ListRow
    from intake.edited_list import read_edited_list, read_sheets
    from intake.fonds_table import read_fonds_table
    from intake.options import IntakeOptions
    from intake.quarantine import set_aside
    from intake.receive import read_batch
    from intake.review_sheet import ReviewRow

__all__ = [
    "IntakeOptions",
    "ListRow",
    "ReviewRow",
    "read_batch",
    "read_edited_list",
    "read_fonds_table",
    "read_sheets",
    "set_aside",
    "verify_delivered",
]

__getattr__ = front_doors(
    __name__,
    {
        "IntakeOptions": "options",
        "ListRow": "delivery_list",
        "ReviewRow": "review_sheet",
        "read_batch": "receive",
        "read_edited_list": "edited_list",
        "read_fonds_table": "fonds_table",
        "read_sheets": "edited_list",
        "set_aside": "quarantine",
        "verify_delivered": "copies",
    },
)
