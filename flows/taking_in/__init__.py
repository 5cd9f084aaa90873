"""From a delivery, or a package from elsewhere, to pages that have been read."""
