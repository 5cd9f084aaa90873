"""Where everything lies in a package: the only owner of its names.

Source: E-ARK CSIP 2.2 section 4; Circular 05/2025/TT-BNV, Appendix I (AIP_hoso).
"""

import re
from dataclasses import dataclass

from records.digest import Sha256, Sha512
from records.document import Document
from records.package import FileEntry
from records.vietnamese import without_marks

METS = "METS.xml"
DOSSIER = "metadata/descriptive/EAD.xml"
PREMIS = "metadata/preservation/PREMIS.xml"
RECORD = "metadata/other/record.json"
README = "documentation/README.txt"
SUBMISSION = "documentation/submission/"
"""What a foreign package said of itself, as it came."""
ACCESS, MASTER, OCR = "rep1", "master", "ocr"
MASTER_DATA = f"representations/{MASTER}/data/"
PREMIS_OF = "representations/{0}/metadata/preservation/PREMIS_{0}.xml"
NAME_LENGTH = 120
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Digests:
    """Size and both digests of one file, taken in one read."""

    size_bytes: int
    sha256: Sha256
    sha512: Sha512

    def of(self, path: str, media_type: str) -> FileEntry:
        """The entry of the file at ``path`` that has these digests."""
        return FileEntry(
            path=path,
            size_bytes=self.size_bytes,
            sha256=self.sha256,
            sha512=self.sha512,
            media_type=media_type,
        )


def root_name(package_id: str) -> str:
    """The package's folder and METS name: its id with ``:`` as ``_`` (decision 0004)."""
    return safe_name(package_id.replace(":", "_"))


def safe_name(written: str) -> str:
    """``written`` as one ASCII path segment that every file system and archive takes."""
    plain = _UNSAFE.sub("-", without_marks(written)).lstrip(".-")[:NAME_LENGTH]
    return plain or "_"


def stem(dossier_code: str, document: Document) -> str:
    """``<dossier code>.<NNN>``, the file name of Circular 05/2025/TT-BNV, Art. 8."""
    return f"{safe_name(dossier_code)}.{document.ordinal:03d}"


def access_path(dossier_code: str, document: Document) -> str:
    """Where a package has the access copy of ``document``, from the package's root."""
    return f"representations/{ACCESS}/data/{stem(dossier_code, document)}.pdf"


def master_holders(documents: tuple[Document, ...]) -> dict[str, Document]:
    """For each document's code, the one under whose name its scan lies in the package.

    A delivered file is kept once, under the lowest ordinal of the documents in it.
    """
    lowest: dict[Sha256, Document] = {}
    for each in sorted(documents, key=lambda document: document.ordinal):
        lowest.setdefault(each.file.sha256, each)
    return {each.code: lowest[each.file.sha256] for each in documents}
