"""Lays packages out of an OCFL store as folders, by the inventories alone, for the judges to see.

Knows nothing of the program that wrote the store; copies, so that the store stays untouched.
"""

import json
import shutil
from pathlib import Path


def lay_out(ocfl_object: Path, target: Path) -> tuple[Path, ...]:
    """Each version's package, oldest first, in ``target/<version>/<package folder>``."""
    inventory = json.loads((ocfl_object / "inventory.json").read_bytes())
    return tuple(
        _lay_out_one(ocfl_object, inventory["manifest"], block["state"], target / version)
        for version, block in inventory["versions"].items()
    )


def _lay_out_one(
    ocfl_object: Path, manifest: dict[str, list[str]], state: dict[str, list[str]], folder: Path
) -> Path:
    roots = set()
    for digest, names in state.items():
        for name in names:
            roots.add(name.partition("/")[0])
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ocfl_object / manifest[digest][0], folder / name)
    (root,) = roots
    return folder / root
