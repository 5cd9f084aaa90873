"""Tells what is wrong in ``settings.toml``, and where."""

import difflib
from pathlib import Path

from pydantic import BaseModel, ValidationError

from records.errors import SetupError
from records.messages import text


def why_wrong(file: Path, error: ValidationError, settings: type[BaseModel]) -> SetupError:
    """F006 with the first wrong key or value, its line, and the key that was perhaps meant."""
    first = error.errors()[0]
    section, key = str(first["loc"][0]), str(first["loc"][-1])
    near = difflib.get_close_matches(key, _known_keys(settings, section, key), n=1)
    lines = file.read_text(encoding="utf-8").splitlines()
    line = next((n for n, each in enumerate(lines, 1) if each.strip("[ ").startswith(key)), 0)
    return SetupError(
        "F006",
        f"{file}:{line}" if line else file,
        told=f"{section}.{key}: {first['msg']}",
        near=text("flows.near", key=near[0]) if near else "",
    )


def _known_keys(settings: type[BaseModel], section: str, key: str) -> list[str]:
    field = settings.model_fields.get(section)
    if field is None or section == key:
        return list(settings.model_fields)
    return list(getattr(field.annotation, "model_fields", ()))
