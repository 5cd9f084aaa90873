"""A head as text that can be printed and mailed: a signed note (C2SP signed-note, tlog-checkpoint).

Only the form is judged here, no signature; ``head_keys`` signs and verifies.
"""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from records.digest import Sha256

ED25519 = b"\x01"
"""The signature's kind in a key id and a verifier key (C2SP signed-note)."""
LONGEST_NOTE = 1 << 16
TIME = "time "
_NOTE = re.compile(
    r"(?P<body>(?P<origin>\S+)\n(?P<size>0|[1-9]\d{0,9})\n(?P<root>[A-Za-z0-9+/]{43}=)\n"
    r"time (?P<time>\S+)\n)\n(?P<signatures>(?:— \S+ [A-Za-z0-9+/=]+\n)+)"
)
_VERIFIER = re.compile(r"(?P<name>[^\s+]+)\+(?P<key_id>[0-9a-f]{8})\+(?P<key>[A-Za-z0-9+/]{44})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkpoint:
    """What a head says: whose ledger, how many entries, the root over them, and when."""

    origin: str
    size: int
    root: Sha256
    time: datetime

    @property
    def body(self) -> str:
        """The text that is signed; the time stands in the one extension line."""
        root = base64.b64encode(bytes.fromhex(self.root)).decode()
        return f"{self.origin}\n{self.size}\n{root}\n{TIME}{self.time.isoformat()}\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """A public key with its owner's name, as one line of text that can be printed."""

    name: str
    public: bytes

    @property
    def key_id(self) -> str:
        """Eight hexadecimal digits that tell keys of a name apart; no proof of anything."""
        told = self.name.encode() + b"\n" + ED25519 + self.public
        return hashlib.sha256(told).hexdigest()[:8]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id}+{base64.b64encode(ED25519 + self.public).decode()}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedHead:
    """A note, whole: what it says, and the 64 bytes of each signature by name and key id."""

    checkpoint: Checkpoint
    signatures: tuple[tuple[str, str, bytes], ...]
    note: str


def origin_of(archive_code: str) -> str:
    """The name of an archive's ledger in its heads; blanks and ``+`` are not allowed there."""
    return f"luutru/{quote(archive_code, safe='')}"


def signed(checkpoint: Checkpoint, key: VerifierKey, signature: bytes) -> SignedHead:
    """The note that says ``checkpoint`` under one signature."""
    blob = base64.b64encode(bytes.fromhex(key.key_id) + signature).decode()
    return SignedHead(
        checkpoint=checkpoint,
        signatures=((key.name, key.key_id, signature),),
        note=f"{checkpoint.body}\n— {key.name} {blob}\n",
    )


def read_note(note: str) -> SignedHead | None:
    """The head that a note tells, or ``None`` where it has not the form of one."""
    found = _NOTE.fullmatch(note) if len(note) <= LONGEST_NOTE else None
    if found is None:
        return None
    try:
        checkpoint = Checkpoint(
            origin=found["origin"],
            size=int(found["size"]),
            root=Sha256(base64.b64decode(found["root"], validate=True).hex()),
            time=datetime.fromisoformat(found["time"]),
        )
        lines = found["signatures"].splitlines()
        signatures = tuple(_signature(*line.split(" ")[1:]) for line in lines)
    except (ValueError, binascii.Error):
        return None
    # Whatever is not spelt as we spell it would be signed text that we do not understand.
    if checkpoint.time.tzinfo is None or checkpoint.body != found["body"]:
        return None
    return SignedHead(checkpoint=checkpoint, signatures=signatures, note=note)


def read_verifier(line: str) -> VerifierKey | None:
    """The key that one line tells, or ``None``: another form, or a wrong key id."""
    found = _VERIFIER.fullmatch(line.strip())
    if found is None:
        return None
    kind, public = (told := base64.b64decode(found["key"]))[:1], told[1:]
    key = VerifierKey(name=found["name"], public=public)
    return key if kind == ED25519 and key.key_id == found["key_id"] else None


def _signature(name: str, blob: str) -> tuple[str, str, bytes]:
    told = base64.b64decode(blob, validate=True)
    return name, told[:4].hex(), told[4:]
