"""The catalogue: one row a dossier, derived from packages and ledger, listed and searched."""
