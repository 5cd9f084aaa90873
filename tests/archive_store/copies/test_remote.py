"""Second copies in an S3-compatible store: a real server on loopback, spoken to over HTTP."""

import os
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from archive_store.vault.copies.compare import compare_copies, strangers
from archive_store.vault.copies.held import CopyFinding, Standing
from archive_store.vault.copies.keeping import sync_objects
from archive_store.vault.copies.ledger import copy_ledger, fetch_ledger
from archive_store.vault.copies.opening import CopyPlace, open_copy, prepare_copy
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.database.engine import writing
from archive_store.vault.destroying.erasing import erase_destroyed
from archive_store.vault.destroying.ordering import destroy_in
from archive_store.vault.ledger.entries import head
from archive_store.vault.repair.repairing import repair_object
from records.digest import Sha512
from records.errors import SetupError
from records.package import Damage

DATABASES = ("sqlite",)

KEY = "[default]\naws_access_key_id = luutru\naws_secret_access_key = only-for-tests\n"
BUCKET = "ban-sao"
ROOT_INVENTORY = re.compile(r"[0-9a-f]{12}/inventory.json$")


class Stopped(Exception):  # noqa: N818 - it stands for an end, not for an error
    """The process ended here."""


def quiet(_done: int, _total: int) -> None:
    """Nobody watches."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    running = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    yield f"http://{host}:{port}"
    running.stop()


@pytest.fixture
def bucket(server: str) -> Iterator[object]:
    names = {"aws_access_key_id": "luutru", "aws_secret_access_key": "only-for-tests"}
    found = boto3.resource("s3", endpoint_url=server, region_name="us-east-1", **names)
    made = found.Bucket(BUCKET)
    made.create()
    yield made
    made.objects.delete()
    found.meta.client.close()


@pytest.fixture
def remote(server: str, bucket: object, tmp_path: Path) -> CopyPlace:
    assert bucket
    key_file = tmp_path / "s3.key"
    key_file.write_text(KEY)
    key_file.chmod(0o600)
    url = f"s3://{BUCKET}/kho/H46"
    return CopyPlace(name="s3", url=url, endpoint=server, key_file=key_file)


def names_in(bucket: Any) -> list[str]:
    return [each.key.removeprefix("kho/H46/") for each in bucket.objects.all()]


def content_of(bucket: Any) -> dict[str, bytes]:
    top = "kho/H46/"
    return {each.removeprefix(top): bucket.Object(f"{top}{each}").get()["Body"].read()
            for each in names_in(bucket)}  # fmt: skip


def _stop_at(limit: int, kept: SimpleNamespace, copy: Copy, now: datetime) -> None:
    steps: list[str] = []

    def end(at: str) -> None:
        if len(steps) == limit:
            raise Stopped
        steps.append(at)

    with pytest.raises(Stopped):
        sync_objects(replace(kept.place, on_step=end), copy, now, quiet)


def test_a_bucket_comes_to_hold_what_the_store_holds_and_damage_in_it_is_named(
    kept: SimpleNamespace, remote: CopyPlace, bucket: Any, now: datetime, tmp_path: Path
) -> None:
    copy = prepare_copy(remote, now)
    _stop_at(2, kept, copy, now)
    _stop_at(14, kept, copy, now)
    assert not [name for name in names_in(bucket) if ROOT_INVENTORY.search(name)]
    held, problems = sync_objects(kept.place, copy, now, quiet)
    assert ([each.standing for each in held], problems) == ([Standing.IN_STEP], ())
    root = kept.place.root
    ours = {
        f"store/{path.relative_to(root).as_posix()}": path.read_bytes()
        for path in root.rglob("*")
        if path.is_file()
    }
    there = content_of(bucket)
    assert {name: text for name, text in there.items() if name.startswith("store/")} == ours
    assert there.keys() - ours.keys() == {"luutru-copy.json"}
    assert list(strangers(kept.place, copy)) == []
    assert copy_ledger(kept.place, copy) == 2
    assert fetch_ledger(open_copy(remote), tmp_path / "ledger.jsonl") == head(kept.engine)
    name = next(each for each in there if each.endswith(".001.tif"))
    bucket.put_object(Key=f"kho/H46/{name}", Body=b"x")
    (seen,) = compare_copies(kept.place, (copy,), (kept.known.package_id,), now)
    path, package_id = name[name.index("v1/") :], kept.known.package_id
    assert (seen.standing, seen.files) == (Standing.DAMAGED, len(ours) - 3)
    assert seen.findings == (
        CopyFinding(copy="s3", package_id=package_id, path=path, kind=Damage.CHANGED),
    )
    done = repair_object(kept.place, kept.known, replace(kept.order, target=copy))
    assert [(each.path, each.source) for each in done.files] == [(path, "a")]
    (seen,) = compare_copies(kept.place, (copy,), (kept.known.package_id,), now)
    assert seen.standing is Standing.IN_STEP
    assert f"{done.aside}/{path}" in names_in(bucket)


def test_a_server_that_is_away_and_a_bucket_that_is_gone_are_told(
    remote: CopyPlace, now: datetime
) -> None:
    for away, code in (
        (replace(remote, endpoint="http://127.0.0.1:9"), "A080"),
        (replace(remote, url="s3://khong-co/kho"), "A081"),
    ):
        with pytest.raises(SetupError) as refused:
            open_copy(away)
        assert refused.value.problem.code == code
    with pytest.raises(SetupError) as refused:
        prepare_copy(replace(remote, url="s3://khong-co/kho"), now)
    assert refused.value.problem.code == "A080"


def test_keys_come_from_a_private_file_or_the_environment_only(
    remote: CopyPlace, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_copy(remote, now)
    assert remote.key_file is not None
    remote.key_file.chmod(0o644)
    for wrong in (remote, replace(remote, key_file=None)):
        with pytest.raises(SetupError) as refused:
            open_copy(wrong)
        assert refused.value.problem.code == "A087"
        assert "only-for-tests" not in str(refused.value)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "luutru")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "only-for-tests")
    assert open_copy(replace(remote, key_file=None)).name == "s3"
    assert "AWS_PROFILE" not in os.environ


def test_what_was_destroyed_goes_from_the_bucket_as_well(
    kept: SimpleNamespace, remote: CopyPlace, bucket: Any, now: datetime
) -> None:
    place = kept.vault.place
    copy = prepare_copy(remote, now)
    sync_objects(place, copy, now, quiet)
    (package_id,) = kept.vault.list_packages()
    with writing(place.engine) as connection:
        destroy_in(connection, {package_id: Sha512("c" * 128)}, "Lan", now)
    assert any("/v1/content/" in name for name in names_in(bucket))
    assert erase_destroyed(place, copy, now) == (package_id,)
    assert not any("/v1/" in name for name in names_in(bucket))
    assert "store/0=ocfl_1.1" in names_in(bucket)
    assert erase_destroyed(place, copy, now) == ()
