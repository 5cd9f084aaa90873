"""A disposal case whose second copies are buckets: one is there, one is away and comes back."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from flows.archive import Archive, open_archive
from flows.copying.adding import add_copy
from flows.copying.copies import sync_copies
from flows.disposing.cases import find_case
from flows.disposing.executing import rehearse
from flows.looking.show import find_row
from flows.settings import CopySection
from tests.flows.conftest import Stored
from tests.flows.disposing import START, Kept, make_kept, ordered, run, secrets, watch

KEY = "[default]\naws_access_key_id = luutru\naws_secret_access_key = only-for-tests\n"
NEAR, FAR = "kho-gan", "kho-xa"


def served(port: int = 0) -> tuple[ThreadedMotoServer, str, int]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=port, verbose=False)
    server.start()
    host, found = server.get_host_and_port()
    return server, f"http://{host}:{found}", found


class Buckets:
    """Two buckets behind a server each; what they hold outlives their servers."""

    def __init__(self) -> None:
        self.near, near, _ = served()
        self.far, far, self._port = served()
        self.addresses = {NEAR: near, FAR: far}
        names = {"aws_access_key_id": "luutru", "aws_secret_access_key": "only-for-tests"}
        self._s3: Any = boto3.resource("s3", endpoint_url=near, region_name="us-east-1", **names)
        for name in self.addresses:
            self._s3.Bucket(name).create()

    def contents(self, name: str) -> dict[str, bytes]:
        return {each.key: each.get()["Body"].read() for each in self._s3.Bucket(name).objects.all()}

    def go_away(self) -> None:
        self.far.stop()

    def come_back(self) -> None:
        self.far, _, _ = served(self._port)

    def end(self) -> None:
        for name in self.addresses:
            self._s3.Bucket(name).objects.delete()
        self._s3.meta.client.close()
        self.near.stop()
        self.far.stop()


@pytest.fixture
def buckets() -> Iterator[Buckets]:
    made = Buckets()
    yield made
    made.end()


def copied_to(buckets: Buckets, kept: Kept) -> Kept:
    """The archive with both buckets as further copies, which have everything."""
    archive = kept.archive
    key_file = archive.root.with_name("s3.key")
    key_file.write_text(KEY)
    key_file.chmod(0o600)
    for name, address in buckets.addresses.items():
        section = CopySection(
            name=name, url=f"s3://{name}/kho", endpoint=address, key_file=str(key_file)
        )
        add_copy(archive, section, START)
    archive.engine.dispose()
    open_archive.cache_clear()
    archive = open_archive(archive.root)
    sync_copies(archive, (NEAR, FAR), watch)
    return replace(kept, archive=archive)


def test_nothing_is_left_in_a_bucket_and_one_that_was_away_loses_it_at_the_next_sync(
    home: Stored, make_archive: Callable[..., Archive], store_read: Callable[..., object],
    buckets: Buckets, tmp_path: Path,
) -> None:  # fmt: skip
    kept = make_kept(tmp_path, home, make_archive, store_read)
    needles, case_id = secrets(kept), ordered(kept)
    kept = copied_to(buckets, kept)
    archive = kept.archive
    folder = archive.vault.place.object(find_row(archive, kept.code).package_id).name

    def left_in(name: str) -> int:
        return sum(
            folder in key or any(each in held for each in needles)
            for key, held in buckets.contents(name).items()
        )

    assert left_in(FAR) > 5
    assert {f"copy {NEAR}", f"copy {FAR}"} <= {each.place for each in rehearse(archive, case_id)}
    buckets.go_away()
    told = run(kept, case_id, "Hai")
    assert [(each.code, each.subject) for each in told.problems] == [("T064", FAR)]
    assert find_case(archive, case_id).steps[-1].note == FAR
    assert left_in(NEAR) == 0
    buckets.come_back()
    (synced,) = sync_copies(archive, (FAR,), watch)
    assert len(synced.erased) == 1
    assert left_in(FAR) == 0
    archive.engine.dispose()
    open_archive.cache_clear()
