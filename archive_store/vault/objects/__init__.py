"""OCFL objects on disk: where they lie, what they promise, how a version is written and read."""
