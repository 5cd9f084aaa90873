"""How long dossiers are kept: the archive's schedules, and who is assigned what."""
