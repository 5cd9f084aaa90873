"""What is done to a dirty page before it is read, each only where the page shows the need.

The picture that is kept and shown stays as it was scanned.
"""

from dataclasses import replace

from ocr.grain import is_grainy, smoothed
from ocr.pale import is_pale, stretched
from ocr.paper import evened, is_uneven
from ocr.pixels import Picture
from ocr.specks import is_speckled, without_specks


def clean(picture: Picture) -> Picture:
    """The picture with what is to be read in its stead, if its page is dirty.

    Done before the page is turned: turning smears specks.
    """
    grey = picture.letters
    names: list[str] = []
    # Coarse grain has single dots too; smoothing deals with both.
    if is_grainy(grey):
        grey = smoothed(grey)
        names.append("grain-smoothed")
    elif is_speckled(grey):
        grey = without_specks(grey)
        names.append("specks-removed")
    if is_uneven(grey, picture.dpi):
        grey = evened(grey, picture.dpi)
        names.append("paper-evened")
    if is_pale(grey, picture.dpi):
        grey = stretched(grey)
        names.append("pale-print-stretched")
    if not names:
        return picture
    return replace(picture, cleaned=grey).treated(*names)
