"""The picture of a read page in a form that every browser shows."""

import shutil
from pathlib import Path

from PIL import Image

from records.page import RecognizedPage


def save_web_picture(page: RecognizedPage, folder: Path, stem: str) -> Path:
    """Write ``folder/stem.jpg``, or ``.png`` for a page of two tones; pixels are kept."""
    if page.image.suffix == ".jpg":
        return Path(shutil.copyfile(page.image, folder / f"{stem}.jpg"))
    target = folder / f"{stem}.png"
    with Image.open(page.image) as picture:
        picture.save(target)
    return target
