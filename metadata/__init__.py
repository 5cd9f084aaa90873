"""Text becomes a described dossier, and the dossier becomes archival XML.

``metadata.describe`` merges what a document's pages say with the row of the list; ``assemble``
makes the dossier of its documents; ``check`` judges it. ``metadata.archival_xml`` writes and reads
the XML of Circular 05/2025/TT-BNV, ``check_xml`` and ``check_dossier_xml`` judge it wherever it
comes from, and ``metadata.record`` keeps the whole dossier as JSON. Nothing is guessed: what cannot
be read stays unknown.
"""

from metadata.arrange import assemble as assemble
from metadata.parts import read_parts as read_parts
from metadata.reading import read_description as read_description
from metadata.validate import check as check
from metadata.xml_file import check_xml as check_xml
from metadata.xml_package import check_dossier_xml as check_dossier_xml
