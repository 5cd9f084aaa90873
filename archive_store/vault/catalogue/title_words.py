"""Words of titles as they are kept and asked for: no marks, no capitals, whole words only."""

import re

from records.vietnamese import fold

WORD = re.compile(r"[^\W_]+")


def words_of(written: str) -> tuple[str, ...]:
    """The words of a title or a question: "Kho lưu trữ, số 12/QĐ" → kho, luu, tru, so, 12, qd."""
    return tuple(WORD.findall(fold(written)))


def words_to_keep(title: str) -> str:
    """The words of a title with a blank around each, so that a whole word can be looked for."""
    return f" {' '.join(words_of(title))} "
