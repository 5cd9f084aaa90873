"""Timestamps by a test authority of openssl, which proves the mechanics and nothing of law."""

import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from sqlalchemy import Engine

from archive_store.vault.ledger.auditor import verify_ledger as auditor
from archive_store.vault.ledger.timestamps import (
    Timestamp,
    ask,
    check_response,
    check_timestamps,
    keep_timestamp,
    kept_timestamps,
    make_request,
    read_authorities,
)
from records.errors import InputError, SetupError, TransientError

DATABASES = ("sqlite",)

NOTE = "luutru/H46\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\ntime 2026\n\n— x y\n"
CONFIG = """
[tsa]
default_tsa = test
[test]
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4
digests = sha256
ess_cert_id_alg = sha256
[stamps]
basicConstraints = critical,CA:FALSE
extendedKeyUsage = critical,timeStamping
keyUsage = critical,digitalSignature
"""
Stamp = Callable[[bytes], bytes]


def openssl(*arguments: object) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)


def make_authority(folder: Path) -> Path:
    """Keys and certificates of an authority and of its root; answers by ``tsa.cnf``."""
    (folder / "tsa.cnf").write_text(CONFIG.format(folder=folder))
    (folder / "serial").write_text("01\n")
    for name in ("ca", "tsa"):
        openssl(
            "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", folder / f"{name}.key"
        )
    openssl("req", "-x509", "-new", "-key", folder / "ca.key", "-days", 3650, "-out",
            folder / "ca.pem", "-subj", "/CN=Test CA")  # fmt: skip
    openssl("req", "-new", "-key", folder / "tsa.key", "-subj", "/CN=Test TSA", "-out",
            folder / "tsa.csr")  # fmt: skip
    openssl("x509", "-req", "-in", folder / "tsa.csr", "-CA", folder / "ca.pem", "-CAkey",
            folder / "ca.key", "-set_serial", 2, "-days", 3650, "-extfile", folder / "tsa.cnf",
            "-extensions", "stamps", "-out", folder / "tsa.pem")  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("tsa"))


@pytest.fixture(scope="module")
def stamp(authority: Path) -> Stamp:
    def stamped(request: bytes) -> bytes:
        (authority / "query").write_bytes(request)
        openssl("ts", "-reply", "-config", authority / "tsa.cnf", "-queryfile", authority / "query",
                "-out", authority / "reply")  # fmt: skip
        return (authority / "reply").read_bytes()

    return stamped


@pytest.fixture(scope="module")
def address(stamp: Stamp) -> Iterator[str]:
    """The authority over HTTP on loopback; ``/broken`` answers with a page."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told = self.rfile.read(int(self.headers["Content-Length"]))
            fits = self.headers["Content-Type"] == "application/timestamp-query"
            works = fits and self.path != "/broken"
            answer = stamp(told) if works else b"<html>"
            self.send_response(500 if self.path == "/error" else 200)
            self.send_header(
                "Content-Type", "application/timestamp-reply" if works else "text/html"
            )
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_authority_is_asked_and_its_answer_kept(
    authority: Path, address: str, engine: Engine
) -> None:
    response = ask(address, make_request(NOTE))
    timestamp = check_response(response, NOTE, read_authorities(authority / "ca.pem"), "head 1")
    keep_timestamp(engine, 1, timestamp)
    keep_timestamp(engine, 1, Timestamp(time=timestamp.time, response=b"a second one"))
    assert kept_timestamps(engine) == {1: timestamp}
    assert timestamp.response == response
    ours = read_authorities(authority / "ca.pem")
    assert check_timestamps(engine, [(1, NOTE), (2, NOTE)], ours) == ()
    (fault,) = check_timestamps(engine, [(1, f"{NOTE} ")], ours)
    assert (fault.code, fault.subject) == ("A069", "ledger head 1")


def test_an_answer_about_another_head_or_by_a_stranger_is_refused(
    authority: Path, stamp: Stamp, tmp_path: Path
) -> None:
    response = stamp(make_request(NOTE))
    ours = read_authorities(authority / "ca.pem")
    strangers = read_authorities(make_authority(tmp_path) / "ca.pem")
    spoilt = bytearray(response)
    spoilt[-10] ^= 1
    cases = (
        (response, NOTE + " ", ours),
        (response, NOTE, strangers),
        (bytes(spoilt), NOTE, ours),
        (b"<html>", NOTE, ours),
        (b"", NOTE, ours),
    )
    for told, note, authorities in cases:
        with pytest.raises(InputError) as refused:
            check_response(told, note, authorities, "head 1")
        assert refused.value.problem.code == "A069"


def test_a_service_that_does_not_answer_can_be_asked_again(address: str) -> None:
    for place in (f"{address}/broken", f"{address}/error", "http://127.0.0.1:9/"):
        with pytest.raises(TransientError) as failed:
            ask(place, make_request(NOTE))
        assert failed.value.problem.code == "F104"


def test_a_file_without_certificates_is_told(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("none")
    for name in ("ca.pem", "missing.pem"):
        with pytest.raises(SetupError) as failed:
            read_authorities(tmp_path / name)
        assert failed.value.problem.code == "F105"


def test_the_verifier_judges_a_timestamp_by_openssl(
    authority: Path, stamp: Stamp, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    note = NOTE.replace("time 2026", "time 2026-03-02T01:02:03+00:00").replace("x y", "x eXl5eXk=")
    (tmp_path / "1.head").write_text(note, encoding="utf-8")
    (tmp_path / "1.tsr").write_bytes(stamp(make_request(note)))
    head = auditor.read_head(note.encode(), str(tmp_path / "1.head"))
    assert head is not None

    def told(authorities: str | None) -> str:
        report = auditor.Report()
        auditor.judge_stamp(head, tmp_path / "1.tsr", authorities, report)
        return f"{report.faults} {capsys.readouterr().out.splitlines()[1].strip()}"

    assert told(None).startswith("0 [NOTE] 1.tsr: the timestamp is about this head; its signature")
    assert told(str(authority / "ca.pem")) == "0 [OK] 1.tsr: timestamp verified (openssl)."
    assert told(str(authority / "tsa.cnf")).startswith("1 [FAULT] 1.tsr: timestamp WRONG")
    (tmp_path / "1.tsr").write_bytes(stamp(make_request(NOTE)))
    assert told(None).startswith("1 [FAULT] 1.tsr: timestamp WRONG")
