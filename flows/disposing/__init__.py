"""Holds, disposal cases, and the destroying of dossiers from every place they lie in."""
