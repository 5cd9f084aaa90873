"""What the confined child does with a foreign package: unpacks it, then judges it.

Runs in the child only (``records.confined``), which can write nowhere but in its own folder.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from archive_store.package.imports.bag import DECLARATION, check_bag, read_bag_info
from archive_store.package.imports.digests import digest_of
from archive_store.package.imports.folder import copy_folder
from archive_store.package.imports.limits import UnpackLimits
from archive_store.package.imports.mets import Judgement, judge_mets
from archive_store.package.imports.mets_listing import read_small_xml
from archive_store.package.imports.tar_file import unpack_tar
from archive_store.package.imports.zip_file import unpack_zip
from archive_store.package.layout import METS
from records.errors import InputError
from records.problem import Problem, Severity, problem

TAR_SIGN, TAR_AT, GZIP, ZIP = b"ustar", 257, b"\x1f\x8b", b"PK"
MOST_FAULTS = 200
MOST_VALUES, LONGEST_VALUE = 200, 20_000


def unpack(source: str, target: str, limits: dict[str, int]) -> list[list[str]]:
    """Unpack a folder, ZIP or tar; name and SHA-256 of every file, sorted.

    Raises:
        InputError: A090 to A094.
    """
    path, folder, most = Path(source), Path(target), UnpackLimits(**limits)
    folder.mkdir()
    _unpacker(path)(path, folder, most)
    files = sorted(each for each in folder.rglob("*") if each.is_file())
    return [[each.relative_to(folder).as_posix(), digest_of(each, "sha256")] for each in files]


def judge(folder: str) -> dict[str, Any]:
    """Judge what was unpacked: its kind, its faults, and what it says of itself."""
    content = Path(folder)
    root = _single_root(content)
    told: dict[str, Any] = {"form": "none", "root": "", "payload": "", "bag_info": []}
    faults: list[Problem] = []
    if (root / DECLARATION).is_file():
        told |= {"form": "bag", "root": _below(content, root), "bag_info": read_bag_info(root)}
        faults += check_bag(root)
        root = _single_root(root / "data")
    told["payload"] = _below(content, root)
    if _is_refused(faults):
        return {**told, "problems": _packed(faults)}
    if (root / METS).is_file():
        judgement = judge_mets(root)
        faults += judgement.problems
        told |= {"form": told["form"] if told["form"] == "bag" else "mets", **_package(judgement)}
    elif told["form"] == "none":
        faults.append(problem("A095", content.parent.name))
    return {**told, "problems": _packed(faults)}


def _unpacker(path: Path) -> Any:
    if path.is_dir():
        return copy_folder
    with path.open("rb") as stream:
        head = stream.read(TAR_AT + len(TAR_SIGN))
    if head.startswith(ZIP):
        return unpack_zip
    if head.startswith(GZIP) or head[TAR_AT:] == TAR_SIGN:
        return unpack_tar
    raise InputError("A090", path.name, reason="ZIP, tar, tar.gz")


def _single_root(folder: Path) -> Path:
    if not folder.is_dir() or (folder / METS).is_file() or (folder / DECLARATION).is_file():
        return folder
    inside = list(folder.iterdir())
    return inside[0] if len(inside) == 1 and inside[0].is_dir() else folder


def _below(content: Path, root: Path) -> str:
    return root.relative_to(content).as_posix() if root != content else ""


def _is_refused(faults: list[Problem]) -> bool:
    return any(fault.severity is Severity.ERROR for fault in faults)


def _packed(faults: list[Problem]) -> list[dict[str, Any]]:
    return [asdict(fault) for fault in faults[:MOST_FAULTS]]


def _package(judgement: Judgement) -> dict[str, Any]:
    own = judgement.listings.get(METS)
    if own is None or _is_refused(judgement.problems):
        return {"package": None}
    listed = judgement.listed
    links = [list(link) for each in judgement.listings.values() for link in each.links]
    described = [path for path, one in listed.items() if one.is_description]
    return {
        "package": {
            "identity": own.identity,
            "profile": own.profile,
            "checked": judgement.checked,
            "files": list(listed),
            "links": links,
            "described": {path: _values(judgement.root, path) for path in described},
        }
    }


def _values(root: Path, path: str) -> list[list[str]]:
    """The simple elements right below the root of a description, by their local names."""
    if not path.lower().endswith(".xml"):
        return []
    try:
        tree = read_small_xml(root, path)
    except InputError:
        return []
    simple = (each for each in tree if isinstance(each.tag, str) and not len(each))
    told = [[each.tag.rpartition("}")[2], (each.text or "")[:LONGEST_VALUE]] for each in simple]
    return told[:MOST_VALUES]
