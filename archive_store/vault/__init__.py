"""How packages are kept: OCFL objects, the ledger, the audit, the catalogue.

``Vault`` keeps packages, ``audit`` proves them intact, ``open_database`` opens what lies beside.
"""

from archive_store.vault import catalogue
from archive_store.vault.database import open_database
from archive_store.vault.fixity import audit
from archive_store.vault.vault import Vault

__all__ = ["Vault", "audit", "catalogue", "open_database"]
