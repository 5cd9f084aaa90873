"""Destroys objects: ordered in one transaction, then erased from every place, then proven gone."""
