"""Pictures that are small as files and huge as pixels: refused before they are decoded."""

import warnings

from PIL import Image

BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
"""What opening one raises after ``limit_pictures``."""


def limit_pictures(max_pixels: int) -> None:
    """From now on this process opens no picture with more pixels, wherever Pillow finds it."""
    Image.MAX_IMAGE_PIXELS = max_pixels
    # Pillow only warns up to twice the limit.
    warnings.simplefilter("error", Image.DecompressionBombWarning)
