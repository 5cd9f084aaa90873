"""Signs access PDFs with PAdES (ETSI EN 319 142-1); the only module that signs through pyHanko.

Signs what it is given; whether the result may be kept is told by ``validating``, the other module
that knows pyHanko: that one reads strangers' files and runs in the confined child only, this one
holds keys and must never be loaded there.
"""

import asyncio
import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pkcs11.exceptions import PKCS11Error
from pyhanko.config.pkcs11 import PKCS11SignatureConfig, TokenCriteria
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.layout import (
    AxisAlignment,
    BoxConstraints,
    LayoutError,
    Margins,
    SimpleBoxLayoutRule,
)
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.rw_common import find_inherited_value_in_tree
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import SigFieldSpec, SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11SigningContext
from pyhanko.sign.timestamps import TimestampRequestError
from pyhanko.sign.timestamps.requests_client import RequestsHTTPTimeStamper
from pyhanko.stamp import StaticStampStyle

from archive_store.package.signatures.appearance import draw_appearance
from archive_store.package.signatures.certificates import describe_certificate, require_usable
from records.errors import InputError, SetupError
from records.signature import SignerCertificate

DIGEST = "sha256"
FIELD = "Luutru{}"
TIMESTAMP_SECONDS = 20
_UNREADABLE = (PdfError, LayoutError, LookupError, ValueError, TypeError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pkcs12Key:
    """A key with its certificates in a PKCS#12 file (.p12, .pfx)."""

    file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Pkcs11Key:
    """A key on a token or in a security module; certificate and key have one label."""

    library: Path
    token: str
    certificate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """For whom signatures are made, and the time-stamp authority (RFC 3161) that is asked."""

    organisation: str
    timestamp_authority: str = ""

    @property
    def level(self) -> str:
        """The level of PAdES that is reached."""
        return "B-T" if self.timestamp_authority else "B-B"


class PdfSealer:
    """Signs PDFs one after another with a key that has been opened."""

    def __init__(self, signer: Any, seal: Seal, now: datetime) -> None:
        content = signer.signing_cert.dump()
        require_usable(content, now)
        self._signer, self.seal = signer, seal
        self.certificate: SignerCertificate = describe_certificate(content)
        authority = seal.timestamp_authority
        self._stamper = (
            RequestsHTTPTimeStamper(authority, timeout=TIMESTAMP_SECONDS) if authority else None
        )

    def sign(self, source: Path, target: Path, now: datetime) -> None:
        """Write ``source`` with one more signature, visible on page 1, as ``target``.

        Everything that was in the file stays, byte for byte, in front of what is added.

        Raises:
            RefusedError: A121, the certificate has expired meanwhile.
            InputError: A123, it is no PDF that can be signed.
            SetupError: A122, no font; A124, no time-stamp; A128, the token gave no signature.
        """
        require_usable(self._signer.signing_cert.dump(), now)
        try:
            with source.open("rb") as stream, target.open("x+b") as out:
                writer = _Appending(stream)
                asyncio.run(self._sign(writer, out, now))
        except TimestampRequestError as error:
            raise SetupError("A124", self.seal.timestamp_authority, reason=str(error)) from error
        except (PKCS11Error, SigningError) as error:
            raise SetupError("A128", source.name, reason=_told(error)) from error
        except _UNREADABLE as error:
            raise InputError("A123", source.name, reason=_told(error)) from error

    async def _sign(self, writer: Any, out: Any, now: datetime) -> None:
        name = FIELD.format(sum(1 for _ in enumerate_sig_fields(writer.prev)) + 1)
        page, _ = writer.find_page_for_modification(0)
        look = draw_appearance(self.seal.organisation, now, _visible_part(page))
        style = StaticStampStyle(
            background=_Drawn(look.content), border_width=0, background_opacity=1,
            background_layout=SimpleBoxLayoutRule(
                x_align=AxisAlignment.ALIGN_MIN, y_align=AxisAlignment.ALIGN_MIN,
                margins=Margins.uniform(0),
            ),
        )  # fmt: skip
        meta = PdfSignatureMetadata(
            field_name=name, md_algorithm=DIGEST, subfilter=SigSeedSubFilter.PADES,
            name=self.seal.organisation,
        )  # fmt: skip
        place = SigFieldSpec(sig_field_name=name, on_page=0, box=look.box)  # type: ignore[arg-type]  # any numbers will do
        signer = _TimedSigner(
            meta, self._signer, timestamper=self._stamper, stamp_style=style, new_field_spec=place
        )
        signer.moment = now
        await signer.async_sign_pdf(writer, output=out)


class _TimedSigner(PdfSigner):
    """Takes the time of signing from its caller, where the library would read the clock."""

    moment: datetime

    def init_signing_session(self, *args: Any, **named: Any) -> Any:
        session = super().init_signing_session(*args, **named)
        session.system_time = self.moment
        return session


class _Appending(IncrementalPdfFileWriter):
    """Leaves title, times and XMP alone: the library would write XMP that is none of PDF/A's."""

    def _update_meta(self) -> None:
        """Nothing; ISO 19005-1, 6.7.3 wants XMP and document information to agree, as they do."""


class _Drawn(PdfContent):
    """The page of a PDF that is in memory."""

    def __init__(self, drawn: bytes) -> None:
        super().__init__()
        self._drawn = drawn

    def render(self) -> bytes:
        """The operators that paint it, after it was made part of the file that is signed."""
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._drawn)))
        self.resources.xobject["/Drawn"] = page
        left, bottom, right, top = page.get_object()["/BBox"]
        self.box = BoxConstraints(width=right - left, height=top - bottom)
        return b"/Drawn Do"


@contextmanager
def open_sealer(
    key: Pkcs12Key | Pkcs11Key, secret: str, seal: Seal, now: datetime
) -> Iterator[PdfSealer]:
    """The key, opened with its passphrase or PIN; asked for once only, as tokens lock themselves.

    Raises:
        SetupError: A120, the key cannot be opened.
        RefusedError: A121, its certificate may not sign now.
    """
    if isinstance(key, Pkcs12Key):
        yield PdfSealer(_open_file(key, secret), seal, now)
        return
    criteria = TokenCriteria(label=key.token)
    config = PKCS11SignatureConfig(
        module_path=str(key.library), token_criteria=criteria, cert_label=key.certificate,
        other_certs_to_pull=None,
    )  # fmt: skip
    context = PKCS11SigningContext(config, user_pin=secret)
    try:
        signer = context.__enter__()
        asyncio.run(signer.ensure_objects_loaded())
    except (PKCS11Error, SigningError, OSError, RuntimeError) as error:
        raise SetupError("A120", key.token, reason=_told(error)) from error
    try:
        yield PdfSealer(signer, seal, now)
    finally:
        context.__exit__(None, None, None)


def _open_file(key: Pkcs12Key, secret: str) -> Any:
    try:
        return SimpleSigner.load_pkcs12_data(key.file.read_bytes(), (), secret.encode() or None)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise SetupError("A120", key.file, reason=_told(error)) from error


def _visible_part(page: Any) -> tuple[float, float, float, float]:
    told = [
        find_inherited_value_in_tree(page.get_object(), name, "/Parent")
        for name in ("/CropBox", "/MediaBox")
    ]
    left, bottom, right, top = (float(edge) for edge in told[0] or told[1])
    return left, bottom, right, top


def _told(error: BaseException) -> str:
    return f"{type(error).__name__} {error}".strip()[:200]
