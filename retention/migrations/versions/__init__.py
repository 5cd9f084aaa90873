"""One module per step, each named after what it brings."""
