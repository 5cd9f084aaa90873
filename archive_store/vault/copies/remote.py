"""A copy in an S3-compatible store; the only module that knows fsspec and its S3 driver.

An object store renames nothing: files are written where they stay, the inventory last. No
credentials are looked for but those that are handed over, and no address but the one given.
"""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, BinaryIO

import fsspec
from botocore.exceptions import BotoCoreError, ClientError
from fsspec.exceptions import FSTimeoutError

BLOCK_BYTES = 16 << 20
"""Parts of an upload; S3 asks for at least 5 MiB."""
REGION = "us-east-1"
"""What S3-compatible servers take when they know no regions."""
PLAIN = {
    # Many S3-compatible servers know neither names of hosts for buckets nor the newer checksums.
    "s3": {"addressing_style": "path"},
    "request_checksum_calculation": "when_required",
    "response_checksum_validation": "when_required",
    "connect_timeout": 10,
    "read_timeout": 60,
    "retries": {"max_attempts": 2},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """Where an S3-compatible store answers, and with what key."""

    endpoint: str
    key: str
    secret: str
    region: str = REGION


class RemoteShelf:
    """A bucket, or a prefix in it, as ``s3://bucket/prefix``; see ``Shelf``."""

    store = "store"

    def __init__(self, url: str, access: Access) -> None:
        self._root = url.removeprefix("s3://").strip("/")
        self._files: Any = fsspec.filesystem(
            "s3",
            key=access.key,
            secret=access.secret,
            endpoint_url=access.endpoint,
            client_kwargs={"region_name": access.region},
            config_kwargs=PLAIN,
            use_listings_cache=False,
            skip_instance_cache=True,
            default_block_size=BLOCK_BYTES,
        )

    def list_files(self, folder: str) -> dict[str, int]:
        """Every object whose name begins with ``folder``."""
        top = self._at(folder)
        with _told():
            found = self._files.find(top, detail=True)
        return {
            name.removeprefix(top).strip("/") or ".": int(facts["size"])
            for name, facts in found.items()
        }

    @contextmanager
    def open(self, path: str) -> Iterator[BinaryIO]:
        """One object, for reading."""
        with _told(), self._files.open(self._at(path), "rb") as stream:
            yield stream

    def write(self, path: str, chunks: Iterator[bytes]) -> None:
        """Upload, and let it appear only when all is there."""
        with _told():
            upload = self._files.open(self._at(path), "wb", autocommit=False)
            try:
                upload.writelines(chunks)
                upload.close()
            except BaseException:
                upload.discard()
                raise
            upload.commit()

    def move(self, path: str, target: str) -> None:
        """Copy, and only then remove."""
        with _told():
            self._files.cp_file(self._at(path), self._at(target))
            self._files.rm_file(self._at(path))

    def remove(self, path: str) -> None:
        """Remove every object whose name begins so; earlier versions are the server's to keep."""
        with _told():
            for name in self._files.find(self._at(path)):
                self._files.rm_file(name)

    def stage(self, folder: str, path: str) -> str:
        """Where it stays: readers go by the inventory, which is written last."""
        return f"{folder}/{path}"

    def publish(self, folder: str, files: tuple[str, ...]) -> None:
        """Nothing is left to do."""

    def _at(self, path: str) -> str:
        if ".." in path.split("/"):
            raise OSError(errno.EPERM, "..", path)
        return f"{self._root}/{path}".rstrip("/")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError, FSTimeoutError) as error:
        raise OSError(errno.EIO, str(error)) from error
