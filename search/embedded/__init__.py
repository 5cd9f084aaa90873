"""The embedded engine: Whoosh, in a folder of the archive; knows nothing of the other engine.

Only ``asking`` and ``writing`` know Whoosh; they are two because the writer's defects and the
query tree have nothing in common.
"""
