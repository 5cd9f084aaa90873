"""The ledger as people meet it: judged, signed, kept outside the database."""
