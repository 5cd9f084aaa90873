"""Reads the manifests of a bag; touches no file."""

import re
from dataclasses import dataclass

from archive_store.package.imports.names import is_inside, shown
from records.problem import Problem, problem

_LINE = re.compile(r"([0-9a-fA-F]+)[ \t]+(\*?)(.+)")
_BREAK = re.compile(r"\r\n|\r|\n")
_ESCAPED = re.compile("%(0[AaDd]|25)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The digests (lower case) that a manifest has for each path, and what is wrong with it."""

    name: str
    listed: dict[str, str]
    faults: tuple[Problem, ...]

    @property
    def algorithm(self) -> str:
        """As ``hashlib`` calls it."""
        return self.name.rpartition("-")[2].removesuffix(".txt")

    @property
    def of_tags(self) -> bool:
        """Whether it lists tag files instead of the payload."""
        return self.name.startswith("tag")


def read_manifest(name: str, written: str, *, is_strict: bool) -> Manifest:
    """The manifest ``name``; ``is_strict`` where BagIt 1.0 holds (RFC 8493, 2.1.3).

    A path that leads out of the bag is a fault and not listed.
    """
    listed: dict[str, str] = {}
    faults: list[Problem] = []
    for number, line in enumerate(_BREAK.split(written), start=1):
        if not line.strip():
            continue
        found = _LINE.fullmatch(line.rstrip())
        if found is None:
            faults.append(problem("A096", f"{name}:{number}", reason=shown(line)))
            continue
        digest, star, path = found[1].lower(), found[2], _decoded(found[3], is_strict=is_strict)
        if star or path.startswith("./"):
            faults.append(problem("A105", f"{name}:{number}", reason=shown(found[3])))
            path = path.removeprefix("./")
        if not is_inside(path):
            faults.append(problem("A101", f"{name}:{number}", href=shown(path)))
        elif path not in listed:
            listed[path] = digest
        else:
            code = "A096" if is_strict or listed[path] != digest else "A105"
            faults.append(problem(code, f"{name}:{number}", reason=shown(path)))
    return Manifest(name=name, listed=listed, faults=tuple(faults))


def _decoded(path: str, *, is_strict: bool) -> str:
    """Before 1.0 a percent sign stood for itself, unless it escaped a line break."""
    signs = {"0A": "\n", "0D": "\r"} | ({"25": "%"} if is_strict else {})
    return _ESCAPED.sub(lambda found: signs.get(found[1].upper(), found[0]), path)
