"""Judges the descriptions of a foreign package; runs in the confined child (``records.confined``).

It only tells: a description with faults is no reason to refuse records.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

from metadata.field_sets import FieldSet
from metadata.xml_package import check_dossier_xml

ARCHIVE_CODE = "arcFileCode"
MOST_TOLD = 100


def judge_descriptions(
    root: str, dossier: str, documents: list[str], tags: list[str]
) -> list[dict[str, Any]]:
    """The Problems of ``dossier`` and ``documents``, paths below ``root``, by the circular's sets.

    ``tags`` are those of the dossier: an archive's code stands in preservation packages only.
    """
    as_set = FieldSet.AIP_FILE if ARCHIVE_CODE in tags else FieldSet.SIP_FILE
    folder = Path(root)
    told = {path: (folder / path).read_bytes() for path in documents}
    found = check_dossier_xml((folder / dossier).read_bytes(), told, as_set, dossier)
    return [asdict(each) for each in found[:MOST_TOLD]]
