"""An OCFL object's inventory: which versions hold which files, by SHA-512.

Source: OCFL 1.1 section 3.5. Reads and writes the text; touches no other file.
"""

import hashlib
import re
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from records.digest import Sha512
from records.errors import InputError

INVENTORY = "inventory.json"
SIDECAR = "inventory.json.sha512"
_MADE_FROM = re.compile(r"source=([0-9a-f]+) dossier=(.*)$")


def _inside(path: str) -> str:
    segments = path.split("/")
    if {"", ".", ".."} & set(segments) or "\\" in path or "\0" in path:
        raise ValueError(f"the path {path!r} leaves its folder")
    return path


Digest = Annotated[str, Field(pattern="^[0-9a-f]{128}$")]
Inside = Annotated[str, AfterValidator(_inside)]
Version = Annotated[str, Field(pattern="^v[1-9][0-9]*$")]
State = dict[Digest, tuple[Inside, ...]]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class User(_Frozen):
    """Who made a version."""

    name: str
    address: str | None = None


class VersionBlock(_Frozen):
    """One version: when and why it was made, and its files by digest."""

    created: datetime
    message: str
    user: User
    state: State

    @property
    def made_from(self) -> tuple[str, str]:
        """The digest of everything this version was made from, and its dossier's code."""
        found = _MADE_FROM.search(self.message)
        return (found[1], found[2]) if found else ("", "")


class Inventory(_Frozen):
    """The inventory as OCFL writes it; ``manifest`` paths are relative to the object."""

    id: str
    type: Literal["https://ocfl.io/1.1/spec/#inventory"] = "https://ocfl.io/1.1/spec/#inventory"
    digestAlgorithm: Literal["sha512"] = "sha512"  # noqa: N815 - OCFL's own key
    head: Version
    manifest: State
    versions: dict[Version, VersionBlock]

    @property
    def number(self) -> int:
        """The newest version's number."""
        return int(self.head.removeprefix("v"))

    @property
    def latest(self) -> VersionBlock:
        """The newest version."""
        return self.versions[self.head]

    def content(self, logical: str, version: str | None = None) -> tuple[str, Digest] | None:
        """Where a file of a version (the newest) lies in the object, and its digest."""
        block = self.versions.get(version or self.head)
        for digest, paths in (block.state if block else {}).items():
            if logical in paths:
                return self.manifest[digest][0], digest
        return None

    def followed_by(self, block: VersionBlock, new: State) -> Self:
        """The next inventory: this one with one more version and the contents it adds."""
        head = f"v{self.number + 1}"
        changes = {
            "head": head,
            "manifest": {**self.manifest, **new},
            "versions": {**self.versions, head: block},
        }
        return self.model_copy(update=changes)

    def text(self) -> bytes:
        """The bytes of ``inventory.json``."""
        return self.model_dump_json(indent=1, exclude_none=True).encode() + b"\n"


def read_inventory(content: bytes, subject: object) -> Inventory:
    """The inventory in ``content``.

    Raises:
        InputError: A034, it is not an inventory, or one that contradicts itself.
    """
    try:
        inventory = Inventory.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        raise InputError("A034", subject, reason=first["msg"]) from error
    expected = [f"v{number + 1}" for number in range(len(inventory.versions))]
    named = {digest for block in inventory.versions.values() for digest in block.state}
    if list(inventory.versions) != expected or inventory.head != expected[-1]:
        raise InputError("A034", subject, reason="versions")
    if named - inventory.manifest.keys():
        raise InputError("A034", subject, reason="manifest")
    return inventory


def sidecar(content: bytes) -> bytes:
    """The bytes of the sidecar of an inventory with this ``content``."""
    return sidecar_of(sha512_of_bytes(content))


def sidecar_of(digest: str) -> bytes:
    """The bytes of the sidecar of an inventory with this SHA-512."""
    return f"{digest} {INVENTORY}\n".encode()


def sha512_of_bytes(content: bytes) -> Sha512:
    """The SHA-512 of bytes in memory."""
    return Sha512(hashlib.sha512(content).hexdigest())
