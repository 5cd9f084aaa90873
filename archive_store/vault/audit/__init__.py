"""The fixity audit: what is read again and when, what was found, what is still to be read."""
