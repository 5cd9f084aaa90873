"""The order of work: Prefect and settings, nothing else. Empty, so that importing is free."""
