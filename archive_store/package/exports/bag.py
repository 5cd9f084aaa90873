"""Turns parts into the parts of a BagIt 1.0 bag: payload, manifests, bag-info (RFC 8493).

The profile it keeps lies in each bag beside them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from archive_store.package.exports.part import Part, below, blocks_of, part_of_bytes
from archive_store.package.stamp import software

DECLARATION = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ALGORITHMS = ("sha256", "sha512")
PROFILE, PROFILE_FILE = "urn:luutru:bagit-profile:1.0", "bagit-profile.json"
_ESCAPES = (("%", "%25"), ("\r", "%0D"), ("\n", "%0A"))


@dataclass(frozen=True, slots=True, kw_only=True)
class BagTold:
    """What bag-info says; ``bagged`` is the day on which the payload was as it is."""

    organisation: str
    organisation_code: str
    identifier: str
    description: str
    bagged: date


def make_bag(payload: Iterable[Part], told: BagTold) -> tuple[Part, ...]:
    """The parts of the bag, relative to its root, sorted by path.

    Raises:
        InputError: A106, a payload file is not what the inventory promises.
    """
    data = below("data", payload)
    tags = [
        part_of_bytes("bagit.txt", DECLARATION),
        part_of_bytes("bag-info.txt", _bag_info(data, told)),
        part_of_bytes(PROFILE_FILE, profile()),
        *_manifests("manifest", data),
    ]
    return tuple(sorted((*data, *tags, *_manifests("tagmanifest", tags)), key=lambda p: p.path))


def profile() -> bytes:
    """The BagIt profile (1.3.0 of its specification) that our bags keep."""
    return files("archive_store.package").joinpath("data", PROFILE_FILE).read_bytes()


def _manifests(name: str, parts: Iterable[Part]) -> tuple[Part, ...]:
    lines: dict[str, list[str]] = {algorithm: [] for algorithm in ALGORITHMS}
    for part in parts:
        digests = {algorithm: hashlib.new(algorithm) for algorithm in ALGORITHMS}
        for block in blocks_of(part):
            for digest in digests.values():
                digest.update(block)
        path = part.path
        for sign, escape in _ESCAPES:
            path = path.replace(sign, escape)
        for algorithm, digest in digests.items():
            lines[algorithm].append(f"{digest.hexdigest()}  {path}\n")
    return tuple(
        part_of_bytes(f"{name}-{algorithm}.txt", "".join(told).encode())
        for algorithm, told in lines.items()
    )


def _bag_info(data: tuple[Part, ...], told: BagTold) -> bytes:
    agent = software()
    size = sum(part.size_bytes for part in data)
    lines = (
        ("Source-Organization", told.organisation),
        ("Organization-Identifier", told.organisation_code),
        ("External-Description", told.description),
        ("External-Identifier", told.identifier),
        ("Bagging-Date", told.bagged.isoformat()),
        ("Payload-Oxum", f"{size}.{len(data)}"),
        ("Bag-Software-Agent", f"{agent.name} {agent.version}"),
        ("BagIt-Profile-Identifier", PROFILE),
    )
    # A value must stand on its line: line breaks within it become blanks.
    return "".join(f"{label}: {' '.join(value.split())}\n" for label, value in lines).encode()
