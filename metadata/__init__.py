"""Text becomes a described dossier, and the dossier becomes archival XML.

``metadata.describe`` merges what a document's pages say with the row of the list; ``assemble``
makes the dossier of its documents; ``check`` judges it. ``metadata.archival_xml`` writes and reads
the XML of Circular 05/2025/TT-BNV, ``metadata.schema`` validates it, and ``metadata.record`` keeps
the whole dossier as JSON. Nothing is guessed: what cannot be read stays unknown.
"""

from metadata.arrange import assemble as assemble
from metadata.reading import read_description as read_description
from metadata.validate import check as check
