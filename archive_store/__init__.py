"""A dossier becomes a package that can be proven intact, and stays so.

The wing ``package`` says what a package is (``build_package``, ``check_package``); the wing
``vault`` says how it is kept (``store_package``, ``audit``, the ledger and the catalogue).
"""
