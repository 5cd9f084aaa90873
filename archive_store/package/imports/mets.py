"""Judges a foreign package that METS describes: every file listed, unchanged, every XML valid.

It looks at structure and bytes; what the description says is another room's matter.
"""

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive_store.package.imports.digests import digest_of, plain_name
from archive_store.package.imports.mets_listing import (
    Listed,
    Listing,
    read_listing,
    read_small_xml,
)
from archive_store.package.imports.names import is_inside, shown
from archive_store.package.layout import METS
from archive_store.package.premis import NAMESPACE as PREMIS
from archive_store.package.xml import schema_faults
from records.errors import InputError
from records.problem import Problem, problem

MOST_METS = 200
DATA = "/data/"
_P = f"{{{PREMIS}}}"


@dataclass(slots=True, kw_only=True)
class Judgement:
    """What was found; ``listings`` by the path of their METS file, the package's own first."""

    root: Path
    listings: dict[str, Listing] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    checked: int = 0

    @property
    def listed(self) -> dict[str, Listed]:
        """Every listed file by its path."""
        every = (one for listing in self.listings.values() for one in listing.listed)
        return {one.path: one for one in every}


def judge_mets(root: Path) -> Judgement:
    """Judge the package in the folder ``root``, which holds a METS.xml."""
    judgement = Judgement(root=root)
    _follow(judgement)
    if judgement.problems:
        return judgement
    listed = judgement.listed
    judgement.problems += _unlisted(root, {*listed, *judgement.listings})
    for one in listed.values():
        judgement.problems += _compare(root, one)
    judgement.checked = len(listed)
    for one in listed.values():
        if _is_metadata(one):
            judgement.problems += _judge_metadata(root, one.path)
    return judgement


def _follow(judgement: Judgement) -> None:
    waiting = [METS]
    while waiting:
        path = waiting.pop()
        if path in judgement.listings:
            continue
        if len(judgement.listings) >= MOST_METS:
            facts = {"what": "METS", "found": MOST_METS + 1, "limit": MOST_METS}
            judgement.problems.append(problem("A094", path, **facts))
            return
        try:
            judgement.listings[path] = read_listing(judgement.root, path)
        except InputError as error:
            judgement.problems.append(error.problem)
            continue
        waiting += judgement.listings[path].further


def _unlisted(root: Path, listed: set[str]) -> Iterator[Problem]:
    present = {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()}
    for path in sorted(present - listed):
        yield problem("A099", shown(path))


def _compare(root: Path, one: Listed) -> Iterable[Problem]:
    file = root / one.path
    if not file.is_file():
        return (problem("A098", one.path, listing=METS),)
    if one.size is not None and one.size != str(file.stat().st_size):
        return (problem("A100", one.path, expected=one.size, found=file.stat().st_size),)
    if one.checksum is None:
        return (problem("A103", one.path),)
    return _compare_digest(file, one.path, one.algorithm or "", one.checksum)


def _compare_digest(file: Path, path: str, written: str, expected: str) -> Iterable[Problem]:
    algorithm = plain_name(written)
    if algorithm is None:
        return (problem("A103", path),)
    found = digest_of(file, algorithm)
    if found == expected.strip().lower():
        return ()
    facts = {"algorithm": algorithm, "expected": shown(expected), "found": found}
    return (problem("A097", path, **facts),)


def _is_metadata(one: Listed) -> bool:
    is_told = one.is_description or "/metadata/" in f"/{one.path}"
    return one.path.lower().endswith(".xml") and is_told and DATA not in one.path


def _judge_metadata(root: Path, path: str) -> Iterator[Problem]:
    try:
        tree = read_small_xml(root, path)
    except InputError as error:
        yield error.problem
        return
    if tree.tag != f"{_P}premis":
        return
    if faults := schema_faults(tree, "premis.xsd"):
        yield problem("A104", path, schema="premis.xsd", faults="; ".join(faults))
        return
    base = posixpath.dirname(path).partition("metadata/")[0]
    for told in tree.iter(f"{_P}object"):
        yield from _judge_object(root, base, told)


def _judge_object(root: Path, base: str, told: Any) -> Iterator[Problem]:
    name = told.findtext(f"{_P}objectIdentifier/{_P}objectIdentifierValue") or ""
    path = next((each for each in (name, base + name) if is_inside(each)
                 and (root / each).is_file()), None)  # fmt: skip
    if path is None:
        # PREMIS may name its objects as it likes; only those that are paths can be compared.
        return
    size = told.findtext(f"{_P}objectCharacteristics/{_P}size")
    if size and size.strip() != str((root / path).stat().st_size):
        yield problem("A100", path, expected=size, found=(root / path).stat().st_size)
    for fixity in told.iter(f"{_P}fixity"):
        written = fixity.findtext(f"{_P}messageDigestAlgorithm") or ""
        expected = fixity.findtext(f"{_P}messageDigest") or ""
        if plain_name(written) is not None:
            yield from _compare_digest(root / path, path, written, expected)
