"""The ledger: entries in the order they happened, a Merkle tree over them, signed heads."""
