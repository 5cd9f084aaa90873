"""Secrecy and urgency stamps (độ mật, độ khẩn).

A faint secrecy stamp is reported with a low confidence rather than left out: it withholds a page.
"""

from metadata.evidence import field_of
from metadata.layout import bare, columns
from records.document import Field
from records.page import RecognizedPage, Word

STAMP_DEPTH = 0.5
SECRECY = {"mat": "MẬT", "toi mat": "TỐI MẬT", "tuyet mat": "TUYỆT MẬT"}
URGENCY = {
    "khan": "KHẨN",
    "thuong khan": "THƯỢNG KHẨN",
    "hoa toc": "HỎA TỐC",
    "hoa toc hen gio": "HỎA TỐC HẸN GIỜ",
}


def read_stamps(page: RecognizedPage, document_page: int) -> tuple[Field | None, Field | None]:
    """Secrecy and urgency, each a line of its own in capitals in the page's upper half.

    It may stand in the text or in a stamp that was read apart.
    """
    return (
        _stamp(page, document_page, SECRECY, "secrecy.stamp"),
        _stamp(page, document_page, URGENCY, "urgency.stamp"),
    )


def _stamp(
    page: RecognizedPage, document_page: int, words_of: dict[str, str], rule: str
) -> Field | None:
    for line in (*page.lines, *page.stamps):
        if line.box.top > page.height * STAMP_DEPTH:
            continue
        for piece in columns(line, page):
            words = _capitals(piece.words)
            value = words_of.get(bare(" ".join(word.text for word in words)))
            if value is not None:
                as_printed = " ".join(word.text for word in words) == value
                return field_of(words, document_page, rule, 1.0 if as_printed else 0.7, value)
    return None


def _capitals(words: tuple[Word, ...]) -> tuple[Word, ...]:
    spoken = tuple(word for word in words if any(c.isalnum() for c in word.text))
    return spoken if all(word.text.isupper() for word in spoken) else ()
