"""Judges a BagIt bag, versions 0.93 to 1.0: its declaration, its manifests, every file's digest.

Fetches nothing: a bag whose payload lies elsewhere is incomplete. Source: RFC 8493 (1.0), and the
drafts before it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from archive_store.package.imports.bag_manifests import Manifest, read_manifest
from archive_store.package.imports.digests import ALGORITHMS, digest_of
from archive_store.package.imports.names import folded, is_inside, shown
from records.errors import InputError
from records.problem import Problem, problem

DECLARATION = "bagit.txt"
FETCH, PAYLOAD = "fetch.txt", "data/"
VERSIONS = {"0.93", "0.94", "0.95", "0.96", "0.97", "1.0"}
STRICT = "1.0"
ENCODINGS = {"utf-8", "utf-16", "iso-8859-1", "us-ascii", "windows-1252"}
MANIFEST = re.compile(r"(tag)?manifest-([a-z0-9]+)\.txt")
SYSTEM_FILES = {".ds_store", "thumbs.db", "desktop.ini"}
TAG_LIMIT_BYTES = 64 << 20
_DECLARED = re.compile(
    rb"BagIt-Version: ?(\d+\.\d+)\s*[\r\n]+Tag-File-Character-Encoding: ?([A-Za-z0-9-]+)\s*"
)
_DECLARED_STRICTLY = re.compile(
    rb"BagIt-Version: (\d+\.\d+)[\r\n]+Tag-File-Character-Encoding: ([A-Za-z0-9-]+)[\r\n]*"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bag:
    root: Path
    version: str
    encoding: str
    present: frozenset[str]

    @property
    def payload(self) -> frozenset[str]:
        return frozenset(path for path in self.present if path.startswith(PAYLOAD))

    def text(self, name: str) -> str:
        """A tag file; what is not in its encoding is a fault."""
        content = (self.root / name).read_bytes()
        if len(content) > TAG_LIMIT_BYTES:
            raise InputError("A096", name, reason=f"> {TAG_LIMIT_BYTES >> 20} MiB")
        try:
            return content.decode(self.encoding)
        except UnicodeError as error:
            raise InputError("A096", name, reason=self.encoding) from error


def check_bag(root: Path) -> tuple[Problem, ...]:
    """Every fault of the bag in the folder ``root``; warnings alone leave it valid."""
    try:
        bag = _open(root)
        manifests = tuple(_manifests(bag))
        fetched = _fetched(bag)
    except InputError as error:
        return (error.problem,)
    found = [fault for manifest in manifests for fault in manifest.faults]
    payload = [each for each in manifests if not each.of_tags]
    if not payload:
        found.append(problem("A096", DECLARATION, reason="no payload manifest"))
    found += fetched
    listed = {path for manifest in payload for path in manifest.listed}
    found += _unlisted(bag, payload, listed)
    found += _counted(bag)
    for manifest in manifests:
        found += _compare(bag, manifest)
    return tuple(dict.fromkeys(found))


def read_bag_info(root: Path) -> tuple[tuple[str, str], ...]:
    """The labels and values of bag-info.txt, as far as they can be read; none are made up."""
    file = next((root / name for name in ("bag-info.txt", "package-info.txt")
                 if (root / name).is_file()), None)  # fmt: skip
    if file is None or file.stat().st_size > TAG_LIMIT_BYTES:
        return ()
    try:
        written = _open(root).text(file.name)
    except InputError:
        return ()
    unfolded = re.sub(r"\r?\n[ \t]+", " ", written)
    pairs = (line.partition(":") for line in unfolded.splitlines())
    return tuple((label.strip(), value.strip()) for label, colon, value in pairs if colon)


def _open(root: Path) -> _Bag:
    try:
        declared = (root / DECLARATION).read_bytes()
    except OSError as error:
        raise InputError("A098", DECLARATION, listing="BagIt") from error
    found = _DECLARED.fullmatch(declared)
    version = found[1].decode() if found else ""
    if version == STRICT:
        found = _DECLARED_STRICTLY.fullmatch(declared)
    if found is None or version not in VERSIONS:
        raise InputError("A096", DECLARATION, reason=shown(declared[:80].decode("latin-1")))
    encoding = found[2].decode().lower()
    if encoding not in ENCODINGS:
        raise InputError("A096", DECLARATION, reason=encoding)
    present = (path for path in root.rglob("*") if path.is_file() or path.is_symlink())
    return _Bag(
        root=root,
        version=version,
        encoding=encoding,
        present=frozenset(path.relative_to(root).as_posix() for path in present),
    )


def _manifests(bag: _Bag) -> Iterator[Manifest]:
    for name in sorted(bag.present):
        if (kind := MANIFEST.fullmatch(name)) is None:
            continue
        if kind[2] not in ALGORITHMS:
            raise InputError("A096", name, reason=kind[2])
        yield read_manifest(name, bag.text(name), is_strict=bag.version == STRICT)


def _fetched(bag: _Bag) -> list[Problem]:
    if FETCH not in bag.present:
        return []
    found = []
    for line in bag.text(FETCH).splitlines():
        path = (line.split(None, 2)[2:] or [""])[0].strip()
        if not is_inside(path) or not path.startswith(PAYLOAD):
            found.append(problem("A101", FETCH, href=shown(path)))
        elif path not in bag.present:
            found.append(problem("A102", shown(path)))
    return found


def _unlisted(bag: _Bag, payload: list[Manifest], listed: set[str]) -> Iterator[Problem]:
    alike = {folded(path) for path in listed}
    for path in sorted(bag.payload - listed):
        if folded(path) not in alike:
            yield problem("A099", shown(path))
    # Before 1.0 each file had to stand in one manifest only.
    for manifest in payload if bag.version == STRICT else ():
        for path in sorted((listed & bag.present) - manifest.listed.keys()):
            yield problem("A099", f"{manifest.name}: {shown(path)}")


def _counted(bag: _Bag) -> Iterator[Problem]:
    """Bytes and number of the payload files against Payload-Oxum, where it is told."""
    told = dict(read_bag_info(bag.root)).get("Payload-Oxum")
    size = sum((bag.root / path).stat().st_size for path in bag.payload)
    counted = f"{size}.{len(bag.payload)}"
    if told is None or told == counted:
        return
    if bag.version == STRICT:
        yield problem("A100", "Payload-Oxum", expected=shown(told), found=counted)
    else:
        # Older bags count the system files that get lost on the way.
        yield problem("A105", "Payload-Oxum", reason=f"{shown(told)} != {counted}")


def _compare(bag: _Bag, manifest: Manifest) -> Iterator[Problem]:
    alike = {folded(path): path for path in bag.present}
    for path, expected in manifest.listed.items():
        at = path if path in bag.present else alike.get(folded(path))
        if at is None:
            is_system = path.rpartition("/")[2].lower() in SYSTEM_FILES
            code = "A105" if is_system and bag.version != STRICT else "A098"
            facts = {"listing": manifest.name} if code == "A098" else {"reason": manifest.name}
            yield problem(code, shown(path), **facts)
            continue
        if at != path:
            yield problem("A105", shown(path), reason=shown(at))
        found = digest_of(bag.root / at, manifest.algorithm)
        if found != expected:
            facts = {"algorithm": manifest.algorithm, "expected": expected, "found": found}
            yield problem("A097", shown(path), **facts)
