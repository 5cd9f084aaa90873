"""Second copies of an archive: kept in step, repaired from, restored from."""
