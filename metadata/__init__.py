"""Text becomes a described dossier, and the dossier becomes archival XML.

``metadata.describe`` merges what a document's pages say with the row of the list; ``assemble``
makes the dossier of its documents; ``check`` judges it. ``metadata.archival_xml`` writes and reads
the XML of Circular 05/2025/TT-BNV, ``check_xml`` and ``check_dossier_xml`` judge it wherever it
comes from, and ``metadata.record`` keeps the whole dossier as JSON. Nothing is guessed: what cannot
be read stays unknown.
"""

from typing import TYPE_CHECKING

from records.front_doors import front_doors

if TYPE_CHECKING:
    from metadata.arrange import assemble
    from metadata.parts import read_parts
    from metadata.reading import read_description
    from metadata.validate import check
    from metadata.xml_file import check_xml
    from metadata.xml_package import check_dossier_xml

__all__ = [
    "assemble",
    "check",
    "check_dossier_xml",
    "check_xml",
    "read_description",
    "read_parts",
]

__getattr__ = front_doors(
    __name__,
    {
        "assemble": "arrange",
        "check": "validate",
        "check_dossier_xml": "xml_package",
        "check_xml": "xml_file",
        "read_description": "reading",
        "read_parts": "parts",
    },
)
