"""How words are written: in capitals or not."""

from records.page import Word


def capital_share(words: tuple[Word, ...]) -> float:
    """How many of the words' letters are capitals, 0 to 1; 0 without letters."""
    letters = [c for word in words for c in word.text if c.isalpha()]
    return sum(c.isupper() for c in letters) / len(letters) if letters else 0.0
