"""The only module that runs Tesseract: one thread, words or orientation of one picture.

Speaks through files in BMP, which the engine takes in as a whole. It reads PGM dot by dot, at a
tenth of what the page costs, and PNG has to be packed first.
"""

import hashlib
import re
import subprocess
from functools import cache
from pathlib import Path

from PIL import Image
from pytesseract import pytesseract

from ocr.pixels import Pixels
from records.errors import InputError, SetupError

PROGRAM = "tesseract"
PAGE_LAYOUT = 4
"""Page segmentation 4, one column of text of different sizes: fewest errors on official papers."""
BLOCK_LAYOUT = 6
"""Page segmentation 6, one block of lines: for a part of a page."""
UNREADABLE = (OSError, ValueError, LookupError)
"""What comes of an engine that ends well and yet leaves no table, or one of noise."""
_DATA_FOLDER = re.compile(r'"(.+)"')


@cache
def identify_engine(language: str = "vie") -> str:
    """Name, version and language data of the engine, as in ``tesseract 5.3.0 vie:79df64caf7bc``.

    Raises:
        SetupError: O020 Tesseract is missing, O021 the language data is.
    """
    version = _told("--version").split()[1]
    named = _DATA_FOLDER.search(_told("--list-langs"))
    folder = Path(named.group(1)) if named else Path()
    digests = []
    for part in language.split("+"):
        data = folder / f"{part}.traineddata"
        if not data.is_file():
            raise SetupError("O021", part, folder=folder)
        with data.open("rb") as stream:
            digests.append(f"{part}:{hashlib.file_digest(stream, 'sha256').hexdigest()[:12]}")
    return " ".join([PROGRAM, version, *digests])


def read_words(
    grey: Pixels, dpi: int, language: str, folder: Path, layout: int = PAGE_LAYOUT
) -> str:
    """Tesseract's table (TSV) of one upright picture of ``(height, width)`` grey pixels.

    ``layout`` is its page segmentation mode.

    Raises:
        InputError: O007 the engine failed on this page.
        SetupError: O020 Tesseract is missing.
    """
    picture = _saved(grey, folder / "reading.bmp")
    # ALTO is written from this table, so asking for it too would only cost time.
    config = f"--psm {layout} --dpi {dpi}"
    try:
        return str(pytesseract.image_to_data(picture, lang=language, config=config))
    except pytesseract.TesseractNotFoundError as error:
        raise SetupError("O020", PROGRAM) from error
    except pytesseract.TesseractError as error:
        raise InputError("O007", PROGRAM, detail=error.message[:200]) from error
    except UNREADABLE as error:
        raise InputError("O007", PROGRAM, detail=str(error)[:200]) from error


def find_orientation(grey: Pixels, dpi: int, folder: Path) -> tuple[int, float] | None:
    """Degrees to turn a page clockwise until it stands upright, and how sure; ``None`` if unknown.

    Raises:
        SetupError: O020 Tesseract is missing.
    """
    picture = _saved(grey, folder / "orientation.bmp")
    try:
        told = pytesseract.image_to_osd(
            picture, config=f"--dpi {dpi}", output_type=pytesseract.Output.DICT
        )
        return int(told["rotate"]), float(told["orientation_conf"])
    except pytesseract.TesseractNotFoundError as error:
        raise SetupError("O020", PROGRAM) from error
    except (pytesseract.TesseractError, *UNREADABLE):
        return None


def _saved(grey: Pixels, target: Path) -> str:
    Image.fromarray(grey).save(target)
    return str(target)


def _told(question: str) -> str:
    try:
        answer = subprocess.run([PROGRAM, question], capture_output=True, text=True, check=True)
    except FileNotFoundError as error:
        raise SetupError("O020", PROGRAM) from error
    return answer.stdout or answer.stderr
