"""The folder that a person is shown pages in: pages of HTML, and their pictures below."""

from pathlib import Path

from records.errors import RefusedError, SetupError

PICTURES = "pictures"


def make_folder(folder: Path) -> None:
    """Make the folder, with one for pictures in it.

    Raises:
        RefusedError: F090, something is in it.
        SetupError: F042, it cannot be made.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RefusedError("F090", folder)
        (folder / PICTURES).mkdir(parents=True)
    except OSError as error:
        raise SetupError("F042", folder, reason=error.strerror) from error
