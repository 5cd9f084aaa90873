"""Whether machine, disk and database are fit for an archive."""
