"""xmllint over every XML file of a package, by the schemas that the package itself carries.

``--nonet`` and a catalogue: a stranger with nothing but the package comes to the same verdict.
"""

import re
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

from judges.programs import program, run
from judges.verdict import Verdict

NAME = "xmllint"
BY_NAMESPACE = {
    "http://www.loc.gov/METS/": "METS.xsd",
    "http://www.loc.gov/premis/v3": "premis.xsd",
    "http://www.loc.gov/standards/alto/ns-v3#": "alto-3-1.xsd",
    "http://www.loc.gov/standards/alto/ns-v4#": "alto-4-4.xsd",
}
CATALOGUE = """<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">{}</catalog>"""
ENTRY = """<system systemId="{}" uri="{}"/>"""
IMPORTED = re.compile(r'schemaLocation="(https?://[^"]+/([^"/]+))"')


def judge(packages: Sequence[Path]) -> tuple[Verdict, ...]:
    """A verdict on each package folder; a file that no carried schema fits is an error.

    Raises:
        JudgeMissingError: it is not installed.
    """
    return tuple(map(_judge_one, packages))


def _judge_one(package: Path) -> Verdict:
    schemas = package / "schemas"
    groups: dict[str, list[Path]] = defaultdict(list)
    for file in sorted(package.rglob("*.xml")):
        groups[_schema_of(file)].append(file)
    errors = []
    with tempfile.TemporaryDirectory() as folder:
        catalogue = Path(folder, "catalog.xml")
        catalogue.write_text(CATALOGUE.format("".join(_entries(schemas.absolute()))))
        for schema, files in groups.items():
            done = run([program("xmllint"), "--nonet", "--noout", "--schema", schemas / schema,
                        *files], XML_CATALOG_FILES=str(catalogue))  # fmt: skip
            sound = {f"{file} validates" for file in files}
            if not sound <= set(done.stderr.splitlines()):
                errors += [line for line in done.stderr.splitlines() if line not in sound]
    return Verdict(judge=NAME, subject=package.name, is_valid=not errors, errors=tuple(errors))


def _entries(schemas: Path) -> Iterator[str]:
    for schema in sorted(schemas.iterdir()):
        for address, name in IMPORTED.findall(schema.read_text(encoding="utf-8")):
            yield ENTRY.format(address, (schemas / name).as_uri())


def _schema_of(file: Path) -> str:
    for _, root in ET.iterparse(file, ("start",)):  # noqa: S314 - our own files, and it stops here
        namespace = root.tag.partition("}")[0].removeprefix("{")
        if namespace in BY_NAMESPACE:
            return BY_NAMESPACE[namespace]
        break
    return "EAD.xsd" if file.name == "EAD.xml" else "EAD_doc.xsd"
