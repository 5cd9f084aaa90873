"""Spoils a good PDF: cut short, locked, signed, or larger than any paper."""

from pathlib import Path

import pikepdf

HUGE_PAGE_POINTS = 200 * 72
SIGNATURE_BYTES = 256
RANGE_BLANK = 9_999_999_999
"""Stands where a number of the byte range goes until the file's length is known."""


def spoil_pdf(path: Path, kind: str) -> None:
    """Spoil the PDF at ``path`` in the way that ``kind`` names."""
    {
        "truncated-pdf": _truncate,
        "encrypted-pdf": _encrypt,
        "signed-pdf": _sign,
        "huge-pdf-page": _enlarge,
    }[kind](path)


def _truncate(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 2 // 3])


def _encrypt(path: Path) -> None:
    """A password is needed to open it; RC4, because AES would salt every run differently."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        lock = pikepdf.Encryption(owner="chu", user="doc gia", R=3, aes=False, metadata=False)
        pdf.save(path, encryption=lock, static_id=True)


def _enlarge(path: Path) -> None:
    """200 inches wide and high, the largest page that PDF 1.7 allows."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        pdf.pages[0].MediaBox = pikepdf.Array([0, 0, HUGE_PAGE_POINTS, HUGE_PAGE_POINTS])
        pdf.save(path, deterministic_id=True)


def _sign(path: Path) -> None:
    """A signature field with a true byte range and zeros where the certificate would be."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        signature = pikepdf.Dictionary(
            Type=pikepdf.Name.Sig,
            Filter=pikepdf.Name("/Adobe.PPKLite"),
            SubFilter=pikepdf.Name("/adbe.pkcs7.detached"),
            ByteRange=pikepdf.Array([0, RANGE_BLANK, RANGE_BLANK, RANGE_BLANK]),
            Contents=pikepdf.String(b"\x30\x82" + bytes(SIGNATURE_BYTES - 2)),
        )
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            T=pikepdf.String("Signature1"),
            Rect=pikepdf.Array([0, 0, 0, 0]),
            F=132,
            P=pdf.pages[0].obj,
            V=pdf.make_indirect(signature),
        )
        placed = pdf.make_indirect(field)
        pdf.pages[0].Annots = pikepdf.Array([placed])
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([placed]), SigFlags=3)
        plain = pikepdf.ObjectStreamMode.disable
        pdf.save(path, static_id=True, object_stream_mode=plain)
    path.write_bytes(_with_byte_range(path.read_bytes()))


def _with_byte_range(content: bytes) -> bytes:
    start = content.index(b"<3082" + b"00" * 8)
    end = content.index(b">", start) + 1
    blank = str(RANGE_BLANK).encode()
    for number in (start, end, len(content) - end):
        content = content.replace(blank, str(number).encode().ljust(len(blank)), 1)
    return content
