"""Turns that threads must take, because a C library they share keeps state of its own."""

from threading import RLock

XML_SCHEMAS = RLock()
"""Held while an XML schema is compiled or judges. libxml2 sets up the built-in types at the first
compilation without a lock of its own, and a compiled schema keeps its findings in itself."""
