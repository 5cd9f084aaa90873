"""Changes one table of ``settings.toml`` and leaves every other word of it as a person wrote it."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

from archive_store.vault.objects.durable import move, sync
from flows.settings import Section, read_settings
from records.errors import SetupError

ANY_TABLE = re.compile(r"^\s*\[")
KEY = re.compile(r"^(\s*)(\w+)(\s*=\s*)(?:\"(?:[^\"\\]|\\.)*\"|'[^']*')(.*)$")


def name_section(file: Path, table: str, section: Section) -> None:
    """Write ``section`` into ``table`` of ``settings.toml``, by one rename.

    Raises:
        SetupError: F161, what is written there or an environment variable speaks against it.
    """
    written = file.read_text(encoding="utf-8")
    partial = file.with_name(".settings.partial.toml")
    partial.write_text(with_section(written, table, dict(section)), encoding="utf-8")
    try:
        if getattr(read_settings(partial), table) != section:
            prefix = f"LUUTRU_{table.upper()}"
            overriding = sorted(name for name in os.environ if name.startswith(prefix))
            raise SetupError("F161", file, overriding=", ".join(overriding) or "–")
        partial.chmod(file.stat().st_mode)
        sync(partial)
        move(partial, file)
    finally:
        partial.unlink(missing_ok=True)


def with_section(written: str, table: str, values: Mapping[str, object]) -> str:
    """The text of ``settings.toml`` with these words under ``table``, every other as it is."""
    wanted = {name: json.dumps(value, ensure_ascii=False) for name, value in values.items()}
    head = re.compile(rf"^\s*\[\s*{re.escape(table)}\s*\]\s*(?:#.*)?$")
    lines: list[str] = []
    is_inside, was_there = False, False
    for line in written.splitlines():
        if ANY_TABLE.match(line):
            lines += _missing(wanted) if is_inside else []
            is_inside = head.match(line) is not None
            was_there = was_there or is_inside
        found = KEY.match(line) if is_inside else None
        if found and found[2] in wanted:
            line = f"{found[1]}{found[2]}{found[3]}{wanted.pop(found[2])}{found[4]}"  # noqa: PLW2901
        lines.append(line)
    if not was_there:
        lines += ["", f"[{table}]"]
    return "\n".join([*lines, *_missing(wanted)]) + "\n"


def _missing(wanted: dict[str, str]) -> list[str]:
    told = [f"{name} = {value}" for name, value in wanted.items()]
    wanted.clear()
    return told
