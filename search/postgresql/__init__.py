"""The engine for large archives: PostgreSQL, in the archive's database; knows no other engine.

No text search configuration and no parser of the server's is used: every lexeme is a term that our
own normaliser made, so that folding is the same in every engine.
"""
