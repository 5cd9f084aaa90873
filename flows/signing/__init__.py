"""The archive's own signatures on digitised copies, and what all signatures are worth."""
