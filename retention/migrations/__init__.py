"""The migrations of this room's tables, run by whoever opens the archive's database."""
