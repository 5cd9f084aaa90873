"""Second copies of the archive: written, read back, compared, and brought into step."""
