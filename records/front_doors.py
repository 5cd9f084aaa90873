"""Opens a room's front doors one at a time: each is loaded when it is first asked for.

Who lists dossiers waits for no reading engine, no picture library and no search index.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any


def front_doors(package: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """The ``__getattr__`` of ``package``: ``homes`` names the module that holds each front door.

    A home that ends with a dot is no module that holds the door: it is the door.
    """

    def open_door(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        module = import_module(f"{package}.{homes[name].removesuffix('.')}")
        return module if homes[name].endswith(".") else getattr(module, name)

    return open_door
