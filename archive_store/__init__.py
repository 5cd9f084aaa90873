"""A dossier becomes a package that can be proven intact, and stays so.

The wing ``package`` says what a package is, the wing ``vault`` how it is kept. Front doors:
``build_package`` and ``check_package``; ``Vault`` and ``audit``; ``open_database`` with
``migrate``; the catalogue through ``save``, ``find``, ``list_page`` and ``read_rows``.
"""

from typing import TYPE_CHECKING

from records.front_doors import front_doors

if TYPE_CHECKING:
    from archive_store.package import build_package, check_package
    from archive_store.vault.audit.fixity import audit
    from archive_store.vault.catalogue import rows as catalogue
    from archive_store.vault.catalogue.listing import (
        find,
        list_page,
        list_rows,
        read_records,
        read_rows,
    )
    from archive_store.vault.database.engine import open_database
    from archive_store.vault.vault import Vault

__all__ = [
    "Vault",
    "audit",
    "build_package",
    "catalogue",
    "check_package",
    "find",
    "list_page",
    "list_rows",
    "open_database",
    "read_records",
    "read_rows",
]

__getattr__ = front_doors(
    __name__,
    {
        "Vault": "vault.vault",
        "audit": "vault.audit.fixity",
        "build_package": "package.build",
        "catalogue": "vault.catalogue.rows.",
        "check_package": "package.check",
        "find": "vault.catalogue.listing",
        "list_page": "vault.catalogue.listing",
        "list_rows": "vault.catalogue.listing",
        "open_database": "vault.database.engine",
        "read_records": "vault.catalogue.listing",
        "read_rows": "vault.catalogue.listing",
    },
)
