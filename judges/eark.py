"""eark-validator of the Open Preservation Foundation: CSIP 2.1.0, structure and Schematron.

It reads the package's METS files and verifies no checksum of the payload.
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from judges.programs import python_of, run
from judges.verdict import Verdict

NAME = "eark-validator CSIP 2.1.0"
SOUND = {"schema_results": "VALID", "schematron_results": "VALID"}
SCRIPT = Path(__file__).with_name("eark_offline.py")


def judge(packages: Sequence[Path]) -> tuple[Verdict, ...]:
    """A verdict on each package folder.

    Raises:
        JudgeMissingError: it is not installed.
        RuntimeError: it broke down.
    """
    done = run([python_of("eark-validator"), "-I", SCRIPT, *packages])
    if done.returncode:
        raise RuntimeError(f"{NAME}: {done.stderr}")
    reports = map(json.loads, done.stdout.splitlines())
    return tuple(
        _verdict(package, report) for package, report in zip(packages, reports, strict=True)
    )


def _verdict(package: Path, report: dict[str, Any]) -> Verdict:
    told = [*_messages(report)]
    parts = {name: part["status"] for name, part in (report["metadata"] or {}).items()}
    return Verdict(
        judge=NAME,
        subject=package.name,
        is_valid=report["structure"]["status"] == "WellFormed" and parts == SOUND,
        errors=tuple(text for severity, text in told if severity == "Error"),
        warnings=tuple(text for severity, text in told if severity == "Warn"),
    )


def _messages(report: dict[str, Any]) -> Iterator[tuple[str, str]]:
    metadata = report["metadata"] or {}
    for part in (report["structure"], *metadata.values()):
        for each in part["messages"]:
            yield each["severity"], f"{each['rule_id']}: {each['message']}"
