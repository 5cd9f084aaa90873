"""Proposals for what is written by hand on a page, from its pixels. Runs in the confined child.

A proposal is never sure: whatever the recogniser says, it stays below the mark from which a
reading is taken without a person. Where no recogniser is installed there are none.
"""

import logging
import re

from ocr.ctc import Frames
from ocr.hand_figures import Folding, Weighed, weigh_day, weigh_number
from ocr.hand_lines import HandLine, head_lines, name_lines
from ocr.handwriting import (
    HandwritingFailedError,
    characters,
    read_frames,
    read_line,
)
from ocr.handwriting_model import identify_handwriting
from ocr.pixels import Pixels
from records.page import Line, Proposal

logger = logging.getLogger(__name__)
RULE = "handwriting"
CEILING = 0.45
"""Highest confidence of a proposal: four in ten are wrong on the dossier they were measured on."""
LOWEST_CHANCE = 0.25
MARGINS = (0.2, 0.35, 0.5)
"""Above and below a line, in heights of its letters: a hand is larger than print."""
NAME_MARGIN = 0.15
PREFIX = re.compile(r"^((?:[A-Z][A-Za-z]{0,5}\s?\.\W*)+)")
NAME = re.compile(r"[^\W\d_]+(?: [^\W\d_]+){1,4}")
SUREST_LETTERS = 0.5
"""Mean chance of the letters below which a line under the office is a seal or a flourish."""


def propose(pixels: Pixels, lines: tuple[Line, ...]) -> tuple[Proposal, ...]:
    """Number, day of issue and signer's name as the recogniser reads them, as far as it does.

    ``pixels`` and ``lines`` are of the same upright page.
    """
    if not lines or identify_handwriting() is None:
        return ()
    try:
        return _proposals(pixels, lines)
    except HandwritingFailedError as error:
        logger.warning("step=handwriting failed=%s", error)
        return ()


def _proposals(pixels: Pixels, lines: tuple[Line, ...]) -> tuple[Proposal, ...]:
    height, width = pixels.shape[:2]
    found = [_figures(line, pixels) for line in head_lines(lines, width, height)]
    found.append(_name(name_lines(lines, width, height), pixels))
    return tuple(proposal for proposal in found if proposal is not None)


def _figures(line: HandLine, pixels: Pixels) -> Proposal | None:
    folding = Folding(characters())
    readings = tuple(_folded(line, margin, pixels, folding) for margin in MARGINS)
    weighed: Weighed | None
    if line.field == "number":
        weighed = weigh_number(readings)
    else:
        weighed = weigh_day(readings, line.printed)
    if weighed is None or weighed.chance < LOWEST_CHANCE:
        return None
    return _proposal(line, weighed.text, weighed.chance)


def _folded(line: HandLine, margin: float, pixels: Pixels, folding: Folding) -> Frames:
    return folding.fold(read_frames(_cut(line, margin, pixels)))


def _cut(line: HandLine, margin: float, pixels: Pixels) -> Pixels:
    left, top, right, bottom = line.crop(margin, pixels.shape[1], pixels.shape[0])
    return pixels[top:bottom, left:right]


def _name(lines: tuple[HandLine, ...], pixels: Pixels) -> Proposal | None:
    for line in lines:
        text, chances = read_line(_cut(line, NAME_MARGIN, pixels))
        name = PREFIX.sub("", text.strip())
        mean = sum(chances) / len(chances) if chances else 0.0
        if mean >= SUREST_LETTERS and NAME.fullmatch(name) and name == name.title():
            return _proposal(line, name, mean)
    return None


def _proposal(line: HandLine, value: str, chance: float) -> Proposal:
    confidence = round(CEILING * chance, 3)
    return Proposal(field=line.field, value=value, confidence=confidence, box=line.box, rule=RULE)
