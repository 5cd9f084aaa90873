"""Writes what a nightly flow found where people look for it."""

from pathlib import Path
from typing import Any

from pydantic_core import to_json


def write_figures(target: Path, figures: dict[str, Any]) -> None:
    """Write ``figures`` as JSON, through a temporary name."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.write_bytes(to_json(figures, indent=2))
    partial.replace(target)
