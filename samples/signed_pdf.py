"""Makes what an office of our day sends: a PDF that it has signed with a sample certificate.

    .venv/bin/python samples/signed_pdf.py IN.pdf OUT.pdf ROOT.pem

writes IN.pdf signed, and the sample authority's root certificate, for a folder ``trust/``.
"""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import keys
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, SimpleSigner, signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from samples.signing_authority import Issued, SampleAuthority, Wish

OFFICE = "Cơ quan gửi (mẫu)"


def sign_received(source: Path, target: Path, issued: Issued, field: str = "ChuKy1") -> None:
    """Sign ``source`` as Adobe's software does, with the time inside the signature."""
    meta = PdfSignatureMetadata(
        field_name=field, md_algorithm="sha256", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED
    )
    with source.open("rb") as stream, target.open("x+b") as out:
        writer = IncrementalPdfFileWriter(stream)
        signers.sign_pdf(writer, meta, signer=signer_of(issued), output=out)


def signer_of(issued: Issued) -> Any:
    """The key and its certificates as pyHanko wants them."""
    store = SimpleCertificateStore()
    store.register_multiple(_certificate(each) for each in issued.chain)
    private = issued.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return SimpleSigner(
        signing_cert=_certificate(issued.certificate),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=store,
    )


def _certificate(told: Any) -> Any:
    return asn1_x509.Certificate.load(told.public_bytes(Encoding.DER))


if __name__ == "__main__":
    given, made, anchor = (Path(each) for each in sys.argv[1:4])
    authority = SampleAuthority(datetime.now(UTC))
    sign_received(given, made, authority.issue(Wish(common_name=OFFICE)))
    anchor.write_bytes(authority.root_pem())
