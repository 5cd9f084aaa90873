"""How packages are kept: OCFL objects, the ledger, the audit, the catalogue.

``Vault`` keeps packages, ``audit`` proves them intact, ``open_database`` opens what lies beside.
"""
