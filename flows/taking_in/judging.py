"""Has a foreign package unpacked and judged by the confined child, and says what came of it."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from archive_store.package.imports.limits import UnpackLimits
from records.confined import ConfinedFailure, ConfinedWorker, Limits
from records.digest import Sha256, sha256_of, sha256_of_bytes
from records.errors import InputError
from records.problem import Problem, Severity, problem

CHILD = "archive_store.package.imports.confined"
DESCRIPTIONS = "metadata.received_xml"
CONTENT = "content"
CALL_SECONDS = 6 * 3600
"""Time for the digests of the largest package; a hostile one is refused long before."""
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackageTold:
    """What METS says: who the package is, its files, and which description goes with which."""

    identity: str
    profile: str
    checked: int
    files: tuple[str, ...]
    links: Pairs
    described: dict[str, Pairs]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judged package; ``root`` and ``payload`` are folders below ``content``.

    ``files`` are all that was unpacked, with their SHA-256; ``form`` is ``bag``, ``mets`` or
    ``none``; ``package`` is ``None`` where no METS was found or nothing could be made of it.
    """

    sha256: Sha256
    content: Path
    problems: tuple[Problem, ...]
    files: Pairs = ()
    form: str = "none"
    root: str = ""
    payload: str = ""
    bag_info: Pairs = ()
    package: PackageTold | None = None

    @property
    def is_refused(self) -> bool:
        """Whether anything was found that a person must settle with the sender."""
        return any(each.severity is Severity.ERROR for each in self.problems)


def judge_package(source: Path, staging: Path, limits: UnpackLimits) -> Verdict:
    """Judge the folder, ZIP or tar ``source``; its files lie below ``staging`` afterwards.

    Raises:
        SetupError: A003, the disk is full.
    """
    content = staging / CONTENT
    confined = Limits(
        file_bytes=limits.total_bytes, call_seconds=CALL_SECONDS, cpu_seconds=CALL_SECONDS
    )
    sha256 = sha256_of(source) if source.is_file() else _named(source)
    with ConfinedWorker(CHILD, confined, staging) as child:
        try:
            question = {"source": str(source), "target": str(content), "limits": asdict(limits)}
            files = _pairs(child.call("unpack", **question))
            if source.is_dir():
                sha256 = sha256_of_bytes("\n".join("\0".join(pair) for pair in files).encode())
            else:
                _require_same(source, sha256)
            told = child.call("judge", folder=str(content))
        except InputError as error:
            return Verdict(sha256=sha256, content=content, problems=(error.problem,))
        except ConfinedFailure as error:
            stopped = problem("A109", source.name, reason=error.reason)
            return Verdict(sha256=sha256, content=content, problems=(stopped,))
    return _verdict(sha256, content, files, told)


def judge_descriptions(
    verdict: Verdict, dossier: str, documents: tuple[str, ...]
) -> tuple[Problem, ...]:
    """What the circular's field sets have against the descriptions of a judged package."""
    if verdict.package is None:
        return ()
    question = {
        "root": str(verdict.content / verdict.payload),
        "dossier": dossier,
        "documents": list(documents),
        "tags": [tag for tag, _ in verdict.package.described[dossier]],
    }
    with ConfinedWorker(DESCRIPTIONS, Limits(), verdict.content.parent) as child:
        try:
            return _problems(child.call("judge_descriptions", **question))
        except ConfinedFailure as error:
            return (problem("A109", dossier, reason=error.reason),)


def _require_same(source: Path, sha256: Sha256) -> None:
    if sha256_of(source) != sha256:
        raise InputError("A090", source.name, reason="changed while being read")


def _named(source: Path) -> Sha256:
    return sha256_of_bytes(bytes(source))


def _verdict(sha256: Sha256, content: Path, files: Pairs, told: dict[str, Any]) -> Verdict:
    package = told.get("package")
    return Verdict(
        sha256=sha256,
        content=content,
        problems=_problems(told["problems"]),
        files=files,
        form=told["form"],
        root=told["root"],
        payload=told["payload"],
        bag_info=_pairs(told["bag_info"]),
        package=_package(package) if package else None,
    )


def _problems(told: list[dict[str, Any]]) -> tuple[Problem, ...]:
    return tuple(Problem(**{**each, "severity": Severity(each["severity"])}) for each in told)


def _package(told: dict[str, Any]) -> PackageTold:
    return PackageTold(
        identity=told["identity"],
        profile=told["profile"],
        checked=told["checked"],
        files=tuple(told["files"]),
        links=_pairs(told["links"]),
        described={path: _pairs(values) for path, values in told["described"].items()},
    )


def _pairs(told: list[list[str]]) -> Pairs:
    return tuple((first, second) for first, second in told)
