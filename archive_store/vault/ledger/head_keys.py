"""The keys that sign heads (Ed25519, RFC 8032); the only module that uses ``cryptography`` for it.

A private key lies in a file that its owner alone can read; one that others can read is refused.
"""

import os
import stat
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from archive_store.vault.ledger.signed_note import Checkpoint, SignedHead, VerifierKey, signed
from archive_store.vault.objects.durable import sync
from records.errors import RefusedError, SetupError

FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_key(file: Path, name: str) -> VerifierKey:
    """Make a key, and its file, which nobody but its owner can read.

    Raises:
        RefusedError: F100, there is a file already: no key is ever overwritten.
        SetupError: A068, the file cannot be written.
    """
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise RefusedError("F100", file) from error
    except OSError as error:
        raise SetupError("A068", file, reason=error.strerror) from error
    with os.fdopen(handle, "wb") as stream:
        stream.write(pem)
    sync(file)
    sync(file.parent)
    return _verifier(private, name)


def read_key(file: Path, name: str) -> tuple[Ed25519PrivateKey, VerifierKey]:
    """The private key of a file, and what others verify it by.

    Raises:
        SetupError: A068, it cannot be read, is none, or others can read it too.
    """
    try:
        with file.open("rb") as stream:
            mode, pem = os.fstat(stream.fileno()).st_mode, stream.read(1 << 16)
    except OSError as error:
        raise SetupError("A068", file, reason=error.strerror) from error
    if mode & FOR_OTHERS:
        raise SetupError("A068", file, reason=f"{stat.filemode(mode)}, chmod 600")
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError) as error:
        raise SetupError("A068", file, reason="PEM PKCS#8") from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SetupError("A068", file, reason="Ed25519")
    return private, _verifier(private, name)


def sign_head(checkpoint: Checkpoint, private: Ed25519PrivateKey, key: VerifierKey) -> SignedHead:
    """The head, signed."""
    return signed(checkpoint, key, private.sign(checkpoint.body.encode()))


def is_signed_by(head: SignedHead, key: VerifierKey) -> bool:
    """Whether one of the note's signatures is the key's own, and right."""
    public = Ed25519PublicKey.from_public_bytes(key.public)
    for name, key_id, signature in head.signatures:
        if (name, key_id) != (key.name, key.key_id):
            continue
        try:
            public.verify(signature, head.checkpoint.body.encode())
        except InvalidSignature:
            continue
        return True
    return False


def _verifier(private: Ed25519PrivateKey, name: str) -> VerifierKey:
    raw = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return VerifierKey(name=name, public=raw)
