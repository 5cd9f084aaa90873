"""The archive's signature: seen at the top right of page 1, PDF/A still, and made by a fit key."""

import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from asn1crypto import tsp
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from PIL import Image, ImageChops
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from archive_store.package.signatures.signing import (
    Pkcs11Key,
    Pkcs12Key,
    Seal,
    open_sealer,
)
from records.errors import InputError, RefusedError, SetupError
from records.signature import Coverage, SignatureFinding, SignerCertificate, Verdict
from samples.signed_pdf import signer_of
from samples.signing_authority import ORGANISATION, Issued, SampleAuthority, Wish

Sign = Callable[..., Path]
Judge = Callable[..., tuple[SignatureFinding, ...]]
WORDS = "Trung tâm Lưu trữ lịch sử tỉnh Quảng Ngãi, Sở Nội vụ (mẫu)"
SIGNER = "Lưu trữ lịch sử (mẫu)"
SOFTHSM = Path("/usr/lib/softhsm/libsofthsm2.so")
JARS = (
    "preflight", "pdfbox2", "xmpbox", "fontbox2", "commons-logging", "commons-io",
    "javax.activation", "jaxb-api",
)  # fmt: skip

DATABASES = ("sqlite",)


@pytest.fixture
def signer(authority: SampleAuthority) -> Issued:
    return authority.issue(Wish(common_name=SIGNER))


@pytest.fixture
def signed(access_pdf: Path, sign: Sign, signer: Issued) -> Path:
    return sign(access_pdf, signer)


def drawn(pdf: Path, folder: Path) -> Image.Image:
    subprocess.run(
        ["pdftoppm", "-r", "100", "-singlefile", "-png", pdf, folder / pdf.stem], check=True
    )
    return Image.open(folder / f"{pdf.stem}.png").convert("L")


def test_a_signature_is_valid_covers_the_file_and_names_its_certificate(
    signed: Path, signer: Issued, judge: Judge, now: datetime
) -> None:
    subject = f"CN={SIGNER},O={ORGANISATION.replace(',', chr(92) + ',')},C=VN"
    (found,) = judge(signed)
    assert found.certificate is not None
    assert found == SignatureFinding(
        name="Luutru1",
        verdict=Verdict.VALID,
        coverage=Coverage.WHOLE_FILE,
        claimed_time=now.replace(microsecond=0),
        certificate=SignerCertificate(
            subject=subject,
            issuer=found.certificate.issuer,
            serial=f"{signer.certificate.serial_number:x}",
            sha256=found.certificate.sha256,
        ),
    )


def test_what_was_there_stays_to_the_byte_and_the_rest_of_the_page_looks_the_same(
    access_pdf: Path, signed: Path, tmp_path: Path
) -> None:
    assert signed.read_bytes().startswith(access_pdf.read_bytes())
    before, after = drawn(access_pdf, tmp_path), drawn(signed, tmp_path)
    changed = ImageChops.difference(before, after).getbbox()
    assert changed is not None
    left, top, right, bottom = (edge * 25.4 / 100 for edge in changed)
    width = before.width * 25.4 / 100
    assert width - 8 - 80 <= left < right <= width - 7.5
    assert 5 <= top < bottom <= 5 + 3 * 10 * 1.15 * 25.4 / 72 + 0.5


def test_it_shows_organisation_and_time_and_the_words_beneath_can_still_be_copied(
    signed: Path,
) -> None:
    told = subprocess.run(
        ["pdftotext", signed, "-"], capture_output=True, text=True, check=True
    ).stdout.split()
    shown = [*WORDS.split(), "Thời", "gian", "ký:", "02/03/2026", "08:02:03", "+07:00"]
    assert sorted(told) == sorted([*shown, "Quyết", "định"])


@pytest.mark.engine
def test_a_signed_access_copy_is_pdf_a_as_before(signed: Path) -> None:
    classes = ":".join(f"/usr/share/java/{name}.jar" for name in JARS)
    judged = subprocess.run(
        ["java", "-cp", classes, "org.apache.pdfbox.preflight.Validator_A1b", signed],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "is a valid PDF/A-1b file" in judged.stdout
    checked = subprocess.run(["qpdf", "--check", signed], capture_output=True, check=False)
    assert checked.returncode == 0


@pytest.mark.parametrize(
    "wish",
    [
        Wish(common_name="hết hạn", until=timedelta(days=-1)),
        Wish(common_name="chưa có hiệu lực", since=timedelta(days=1)),
        Wish(common_name="không để ký", usage=("key_encipherment",)),
    ],
    ids=["expired", "not-yet", "usage"],
)
def test_a_certificate_that_may_not_sign_is_refused(
    authority: SampleAuthority, access_pdf: Path, sign: Sign, wish: Wish
) -> None:
    with pytest.raises(RefusedError) as refused:
        sign(access_pdf, authority.issue(wish))
    assert refused.value.problem.code == "A121"


def test_a_certificate_that_expires_during_a_long_run_stops_it(
    authority: SampleAuthority, access_pdf: Path, tmp_path: Path, now: datetime
) -> None:
    issued = authority.issue(Wish(common_name=SIGNER, until=timedelta(hours=1)))
    (tmp_path / "key.p12").write_bytes(issued.p12("bí mật"))
    key, seal = Pkcs12Key(file=tmp_path / "key.p12"), Seal(organisation=WORDS)
    with open_sealer(key, "bí mật", seal, now) as sealer, pytest.raises(RefusedError):
        sealer.sign(access_pdf, tmp_path / "late.pdf", now + timedelta(hours=2))


def code_of(key: Pkcs12Key | Pkcs11Key, secret: str, now: datetime) -> str:
    opening = open_sealer(key, secret, Seal(organisation=WORDS), now)
    with pytest.raises(SetupError) as told, opening:
        pass
    return told.value.problem.code


def test_a_key_file_with_another_passphrase_or_none_at_all_is_told(
    signer: Issued, tmp_path: Path, now: datetime
) -> None:
    (tmp_path / "key.p12").write_bytes(signer.p12("bí mật"))
    (tmp_path / "no.p12").write_bytes(b"none")
    key = Pkcs12Key(file=tmp_path / "key.p12")
    assert code_of(key, "sai", now) == code_of(key, "", now) == "A120"
    assert code_of(Pkcs12Key(file=tmp_path / "no.p12"), "", now) == "A120"


def test_what_is_no_pdf_is_told(sign: Sign, signer: Issued, tmp_path: Path) -> None:
    (tmp_path / "no.pdf").write_bytes(b"%PDF-1.4\nnothing")
    with pytest.raises(InputError) as told:
        sign(tmp_path / "no.pdf", signer)
    assert told.value.problem.code == "A123"


def test_a_name_with_letters_that_the_font_lacks_is_told(
    sign: Sign, signer: Issued, access_pdf: Path
) -> None:
    with pytest.raises(SetupError) as told:
        sign(access_pdf, signer, organisation="檔案館")
    assert told.value.problem.code == "A122"


@pytest.fixture
def token(
    authority: SampleAuthority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[..., Pkcs11Key]:
    """A software token with one key; RSA, as the tokens sold in Vietnam have."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "softhsm2.conf").write_text(f"directories.tokendir = {tmp_path}/tokens\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "softhsm2.conf"))
    issued = authority.issue(Wish(common_name=SIGNER, rsa_bits=2048))
    private = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key.pem").write_bytes(private)
    (tmp_path / "cert.der").write_bytes(issued.certificate.public_bytes(Encoding.DER))
    pins = ["--pin", "123456"]
    subprocess.run(
        ["softhsm2-util", "--init-token", "--free", "--label", "TOKEN", "--so-pin", "87654321",
         *pins], check=True, capture_output=True,
    )  # fmt: skip
    subprocess.run(
        ["softhsm2-util", "--import", tmp_path / "key.pem", "--token", "TOKEN", "--label", "ky",
         "--id", "01", *pins], check=True, capture_output=True,
    )  # fmt: skip
    _put_certificate(tmp_path / "cert.der")

    def key(label: str = "TOKEN", certificate: str = "ky") -> Pkcs11Key:
        return Pkcs11Key(library=SOFTHSM, token=label, certificate=certificate)

    return key


def _put_certificate(file: Path) -> None:
    """Store it in the token; a process of its own, as the library reads its settings once."""
    program = (
        "import sys, pkcs11\n"
        "from pkcs11 import Attribute, CertificateType, ObjectClass\n"
        "token = pkcs11.lib(sys.argv[1]).get_token(token_label='TOKEN')\n"
        "with token.open(user_pin='123456', rw=True) as session:\n"
        "    session.create_object({Attribute.CLASS: ObjectClass.CERTIFICATE,\n"
        "        Attribute.CERTIFICATE_TYPE: CertificateType.X_509, Attribute.TOKEN: True,\n"
        "        Attribute.LABEL: 'ky', Attribute.ID: bytes([1]), Attribute.SUBJECT: b'',\n"
        "        Attribute.VALUE: open(sys.argv[2], 'rb').read()})\n"
    )
    subprocess.run([sys.executable, "-c", program, SOFTHSM, file], check=True)


def test_a_token_signs_and_a_wrong_pin_or_label_is_told(
    token: Callable[..., Pkcs11Key], access_pdf: Path, tmp_path: Path, judge: Judge, now: datetime
) -> None:
    with open_sealer(token(), "123456", Seal(organisation=WORDS), now) as sealer:
        for name in ("one.pdf", "two.pdf"):
            sealer.sign(access_pdf, tmp_path / name, now)
    for name in ("one.pdf", "two.pdf"):
        (found,) = judge(tmp_path / name, with_intermediate=True)
        assert (found.verdict, found.certificate) == (Verdict.VALID, sealer.certificate)
    assert code_of(token(), "000000", now) == "A120"
    assert code_of(token(label="KHÁC"), "123456", now) == "A120"
    assert code_of(token(certificate="khác"), "123456", now) == "A120"


@pytest.fixture
def stamping(authority: SampleAuthority) -> Iterator[str]:
    """A time-stamp authority on loopback; the address it listens on."""
    issued = authority.issue(
        Wish(
            common_name="Dấu thời gian (mẫu)", usage=("digital_signature",), stamps_time=True,
            until=timedelta(days=3000), rsa_bits=2048,
        )
    )  # fmt: skip
    signing = signer_of(issued)
    stamper = DummyTimeStamper(
        signing.signing_cert, signing.signing_key, certs_to_embed=signing.cert_registry,
        fixed_dt=authority.now + timedelta(minutes=1),
    )  # fmt: skip

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = tsp.TimeStampReq.load(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(stamper.request_tsa_response(asked).dump())

        def log_message(self, *_: Any) -> None:
            """Silence: the tests' output is for findings."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    running = threading.Thread(target=server.serve_forever)
    running.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    running.join()
    server.server_close()


def test_a_time_stamp_keeps_a_signature_valid_after_its_certificate_expired(
    signer: Issued, stamping: str, sign: Sign, access_pdf: Path, judge: Judge, now: datetime
) -> None:
    stamped = sign(access_pdf, signer, name="stamped.pdf", timestamp_authority=stamping)
    plain = sign(access_pdf, signer)
    later = now + timedelta(days=700)
    (with_stamp,), (without,) = judge(stamped, now=later), judge(plain, now=later)
    assert with_stamp.verdict is Verdict.VALID
    assert with_stamp.stamped_time == now + timedelta(minutes=1)
    assert (without.verdict, without.reason) == ("untrusted", "expired")


def test_a_time_stamp_authority_that_is_away_is_told(
    signer: Issued, sign: Sign, access_pdf: Path
) -> None:
    with pytest.raises(SetupError) as told:
        sign(access_pdf, signer, timestamp_authority="http://127.0.0.1:9/")
    assert told.value.problem.code == "A124"


def test_a_second_signature_leaves_the_first_valid(
    signed: Path, signer: Issued, sign: Sign, judge: Judge
) -> None:
    twice = sign(signed, signer, name="twice.pdf")
    assert [(each.name, each.verdict, each.coverage) for each in judge(twice)] == [
        ("Luutru1", Verdict.VALID, Coverage.REVISION),
        ("Luutru2", Verdict.VALID, Coverage.WHOLE_FILE),
    ]
