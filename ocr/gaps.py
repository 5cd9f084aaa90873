"""Where blanks wider than those between words part a line; pure."""

from itertools import pairwise

from records.page import Line

GAP_IN_HEIGHTS = 2.0
"""A blank this wide, in heights of the line, parts two columns; justified text stays below."""


def pieces_of(line: Line) -> tuple[Line, ...]:
    """The line cut at its wide blanks; one piece where it has none."""
    gap = GAP_IN_HEIGHTS * letter_height(line)
    pairs = enumerate(pairwise(line.words), start=1)
    inner = [n for n, (word, following) in pairs if following.box.left - word.box.right > gap]
    starts = [0, *inner]
    ends = [*inner, len(line.words)]
    pieces = [line.words[start:end] for start, end in zip(starts, ends, strict=True)]
    return tuple(line.with_words(words) for words in pieces)


def joined(pieces: tuple[Line, ...]) -> Line:
    """The pieces (at least one) of one row as one line."""
    return pieces[0].with_words(word for piece in pieces for word in piece.words)


def letter_height(line: Line) -> float:
    """The middle one of the heights of the words, in pixels."""
    heights = sorted(word.box.height for word in line.words)
    return heights[len(heights) // 2]
