"""Finds the model of the line recogniser for handwriting, and refuses any other.

The model is a file inside the distribution ``asterocr`` (MIT licence). Only that file and its list
of characters are read, checked against their digests; no code of that package is ever imported.
"""

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

DISTRIBUTION = "asterocr"
VERSION = "1.0.2"
MODEL = ("assets/asternet.onnx", "10c96b533e1f64031d73edfddafd7d4b13595544f11891f0531bcd72cb29be80")
ALPHABET = ("assets/vocab.json", "82c6df018ceca8c10876947e0f7df798ed321825276ed7f3bb12ae3ed6dc647b")


def identify_handwriting() -> str | None:
    """``asterocr 1.0.2:10c96b533e1f`` where model and runtime are installed, else ``None``.

    The package is found without importing it. A model with another digest counts as none.
    """
    files = model_files()
    return f"{DISTRIBUTION} {VERSION}:{MODEL[1][:12]}" if files is not None else None


@cache
def model_files() -> tuple[Path, Path] | None:
    """Model and list of characters, where both are what they should be and the runtime is there."""
    package, runtime = find_spec(DISTRIBUTION), find_spec("onnxruntime")
    if package is None or runtime is None or not package.submodule_search_locations:
        return None
    folder = Path(next(iter(package.submodule_search_locations)))
    paths = (folder / MODEL[0], folder / ALPHABET[0])
    digests = (MODEL[1], ALPHABET[1])
    fits = all(_has_digest(path, told) for path, told in zip(paths, digests, strict=True))
    return paths if fits else None


def _has_digest(path: Path, told: str) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == told
