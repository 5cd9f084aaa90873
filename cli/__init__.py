"""Operators: one file per command, each a thin shell over the rooms below."""
