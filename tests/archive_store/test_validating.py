"""What a signature of a stranger's PDF is worth: every way to fall short is told apart."""

import random
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pikepdf
import pytest
from asn1crypto import crl
from cryptography.hazmat.primitives.serialization import Encoding
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.validation.dss import DocumentSecurityStore

from archive_store.package.signatures.certificates import (
    describe_certificate,
    legible,
    read_anchors,
)
from archive_store.package.signatures.examining import SignatureExaminer
from archive_store.package.signatures.validating import MOST_SIGNATURES
from records.errors import SetupError
from records.signature import Coverage, Reason, SignatureFinding, Verdict, worst
from samples.signed_pdf import sign_received
from samples.signing_authority import SampleAuthority, Wish

Sign = Callable[..., Path]
Judge = Callable[..., tuple[SignatureFinding, ...]]
Told = tuple[Verdict, Reason | None, Coverage | None]
SEED, SPOILT = 20261128, 25


@pytest.fixture
def signed(access_pdf: Path, sign: Sign, authority: SampleAuthority) -> Path:
    return sign(access_pdf, authority.issue(Wish(common_name="Cơ quan gửi (mẫu)")))


def told(findings: tuple[SignatureFinding, ...]) -> Told:
    (found,) = findings
    return found.verdict, found.reason, found.coverage


def changed(file: Path, place: int) -> Path:
    content = bytearray(file.read_bytes())
    content[place] ^= 1
    return _written(file, bytes(content))


def _written(file: Path, content: bytes) -> Path:
    other = file.with_name("changed.pdf")
    other.write_bytes(content)
    return other


def test_an_unknown_authority_is_not_trusted(signed: Path, judge: Judge) -> None:
    assert told(judge(signed, trusts=False)) == (
        Verdict.UNTRUSTED, Reason.NO_AUTHORITY, Coverage.WHOLE_FILE,
    )  # fmt: skip


def test_an_authority_of_the_same_name_is_another(
    signed: Path, judge: Judge, now: datetime
) -> None:
    """Whoever calls itself as a trusted authority has another key."""
    impostor = SampleAuthority(now)
    forged = signed.with_name("forged.pdf")
    sign_received(signed, forged, impostor.issue(Wish(common_name="Cơ quan gửi (mẫu)")))
    assert [each.verdict for each in judge(forged)] == [Verdict.VALID, Verdict.UNTRUSTED]


def test_one_changed_byte_breaks_it(signed: Path, judge: Judge) -> None:
    inside = signed.read_bytes().index(b"stream") + 20
    assert told(judge(changed(signed, inside)))[:2] == (Verdict.BROKEN, Reason.DIGEST)


def test_a_signature_that_another_key_made_is_broken(signed: Path, judge: Judge) -> None:
    content = signed.read_bytes()
    start = content.index(b"/Contents <") + len(b"/Contents <")
    end = content.index(b">", start)
    # An ECDSA signature is the last value of the container, before the padding with zeros.
    last = len(content[start:end].rstrip(b"0")) + start - 4
    spoilt = content[:last] + (b"0" if content[last : last + 1] != b"0" else b"1")
    broken = _written(signed, spoilt + content[last + 1 :])
    assert told(judge(broken))[:2] == (Verdict.BROKEN, Reason.SIGNATURE)


def test_content_that_was_added_after_signing_is_told(signed: Path, judge: Judge) -> None:
    extended = signed.with_name("extended.pdf")
    with signed.open("rb") as stream, extended.open("wb") as out:
        writer = IncrementalPdfFileWriter(stream)
        page, _ = writer.find_page_for_modification(0)
        page.get_object()["/Rotate"] = NumberObject(180)
        writer.mark_update(page)
        writer.write(out)
    assert told(judge(extended)) == (Verdict.CHANGED, Reason.LATER_CHANGES, Coverage.REVISION)


def test_bytes_behind_the_end_are_told(signed: Path, judge: Judge) -> None:
    longer = _written(signed, signed.read_bytes() + b"\n%%EOF\n" + bytes(2000))
    (found,) = judge(longer)
    assert found.verdict in {Verdict.CHANGED, Verdict.UNKNOWN}


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (Wish(common_name="hết hạn", until=timedelta(days=-1)), Reason.EXPIRED),
        (Wish(common_name="chưa tới", since=timedelta(days=1)), Reason.NOT_YET_VALID),
        (Wish(common_name="mã hóa", usage=("key_encipherment",)), Reason.USAGE),
    ],
    ids=["expired", "not-yet", "usage"],
)
def test_a_certificate_that_could_not_sign_is_not_trusted(
    access_pdf: Path, tmp_path: Path, authority: SampleAuthority, judge: Judge,
    wish: Wish, reason: Reason,
) -> None:  # fmt: skip
    sign_received(access_pdf, tmp_path / "s.pdf", authority.issue(wish))
    assert told(judge(tmp_path / "s.pdf")) == (Verdict.UNTRUSTED, reason, Coverage.WHOLE_FILE)


def test_a_revocation_that_is_embedded_is_heard(
    access_pdf: Path, tmp_path: Path, authority: SampleAuthority, judge: Judge, now: datetime
) -> None:
    gone, kept = (authority.issue(Wish(common_name=name)) for name in ("bị thu hồi", "còn"))
    listed = authority.revocations(gone.certificate, at=now - timedelta(hours=1))
    verdicts = []
    for number, issued in enumerate((gone, kept)):
        file = tmp_path / f"{number}.pdf"
        sign_received(access_pdf, file, issued)
        with file.open("r+b") as stream:
            revoked = [crl.CertificateList.load(listed)]
            DocumentSecurityStore.add_dss(stream, sig_contents=None, crls=revoked)
        verdicts.append(told(judge(file)))
    assert verdicts == [
        (Verdict.UNTRUSTED, Reason.REVOKED, Coverage.REVISION),
        (Verdict.VALID, None, Coverage.REVISION),
    ]


def test_the_folder_of_trust_takes_pem_and_der_and_names_what_is_neither(
    tmp_path: Path, authority: SampleAuthority
) -> None:
    der = authority.intermediate.certificate.public_bytes(Encoding.DER)
    (tmp_path / "goc.pem").write_bytes(authority.root_pem() * 2)
    (tmp_path / "trung-gian.cer").write_bytes(der)
    (tmp_path / "ghi-chu.txt").write_text("không phải chứng thư")
    root = authority.root.certificate.public_bytes(Encoding.DER)
    assert read_anchors(tmp_path) == (root, root, der)
    assert read_anchors(tmp_path / "none") == ()
    (tmp_path / "x.crt").write_bytes(b"none")
    with pytest.raises(SetupError) as error:
        read_anchors(tmp_path)
    assert (error.value.problem.code, error.value.problem.subject) == (
        "A126", str(tmp_path / "x.crt"),
    )  # fmt: skip


def test_of_too_many_signatures_the_rest_is_told_as_unjudged(
    tmp_path: Path, access_pdf: Path, judge: Judge
) -> None:
    with pikepdf.open(access_pdf) as pdf:
        empty = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig))
        fields = [
            pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=f"s{number}", V=empty))
            for number in range(MOST_SIGNATURES + 1)
        ]
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields))
        pdf.save(tmp_path / "many.pdf")
    found = judge(tmp_path / "many.pdf")
    assert [each.reason for each in found] == [
        *[Reason.UNREADABLE] * MOST_SIGNATURES, Reason.TOO_MANY,
    ]  # fmt: skip
    assert {each.verdict for each in found} == {Verdict.UNKNOWN}


def test_spoilt_signatures_are_judged_by_the_confined_child_without_crash_or_delay(
    signed: Path, tmp_path: Path, authority: SampleAuthority, now: datetime
) -> None:
    chance, content = random.Random(SEED), signed.read_bytes()  # noqa: S311 - not for secrets
    start = content.index(b"/AcroForm")
    anchors = (authority.root.certificate.public_bytes(Encoding.DER),)
    verdicts = []
    began = time.process_time()
    with SignatureExaminer(anchors, tmp_path / "child") as examiner:
        assert [each.verdict for each in examiner.examine(signed, now)] == [Verdict.VALID]
        for number in range(SPOILT):
            spoilt = bytearray(content)
            for _ in range(chance.randint(1, 30)):
                spoilt[chance.randrange(start, len(spoilt))] = chance.randrange(256)
            file = tmp_path / f"{number}.pdf"
            file.write_bytes(spoilt)
            verdicts += [(each.verdict, each.reason) for each in examiner.examine(file, now)]
        assert [each.verdict for each in examiner.examine(signed, now)] == [Verdict.VALID]
        (gone,) = examiner.examine(tmp_path / "gone.pdf", now)
        assert (gone.verdict, gone.reason) == (Verdict.UNKNOWN, Reason.STOPPED)
    assert Verdict.VALID not in {verdict for verdict, _ in verdicts}
    assert Reason.STOPPED not in {reason for _, reason in verdicts}
    assert time.process_time() - began < 5


def test_what_strangers_wrote_cannot_move_a_cursor_or_fill_a_screen(
    authority: SampleAuthority,
) -> None:
    issued = authority.issue(Wish(common_name="Sở\x1b[2J\u202egiả"))
    told = describe_certificate(issued.certificate.public_bytes(Encoding.DER))
    assert told.subject.startswith("CN=Sở[2Jgiả,O=")
    assert len(legible("y" * 400)) == 300


def test_the_worst_finding_is_told_first() -> None:
    found = [
        SignatureFinding(name=str(each), verdict=each)
        for each in (Verdict.VALID, Verdict.UNTRUSTED, Verdict.BROKEN, Verdict.UNKNOWN)
    ]
    assert worst(tuple(found)) == found[2]
    assert worst(()) is None
