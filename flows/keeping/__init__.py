"""From read pages to a stored package with its place in catalogue and index."""
