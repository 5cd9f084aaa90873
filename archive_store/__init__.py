"""A dossier becomes a package that can be proven intact, and stays so.

The wing ``package`` says what a package is, the wing ``vault`` how it is kept. Front doors:
``build_package`` and ``check_package``; ``Vault`` and ``audit``; ``open_database`` with
``migrate``; the catalogue through ``save``, ``find`` and ``list_rows`` of its two modules.
"""

from archive_store.package import build_package, check_package
from archive_store.vault import Vault, audit, catalogue, open_database
from archive_store.vault.listing import find, list_rows

__all__ = [
    "Vault",
    "audit",
    "build_package",
    "catalogue",
    "check_package",
    "find",
    "list_rows",
    "open_database",
]
