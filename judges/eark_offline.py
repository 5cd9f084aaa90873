"""Runs eark-validator without a network; started by ``judges.eark`` in its own Python.

On import it asks the web for vocabularies that its own wheel carries. Prints one JSON document per
package: ``python eark_offline.py PACKAGE...``
"""

import sys
import urllib.request
from importlib.resources import files
from pathlib import Path
from typing import BinaryIO


def _from_the_wheel(address: str) -> BinaryIO:
    name = address.rpartition("/")[2]
    return files("eark_validator").joinpath("ipxml/resources/vocabs", name).open("rb")


urllib.request.urlopen = _from_the_wheel

from eark_validator.packages import PackageValidator  # noqa: E402 - the wrapper goes in first

for package in sys.argv[1:]:
    print(PackageValidator(Path(package)).validation_report.model_dump_json())
