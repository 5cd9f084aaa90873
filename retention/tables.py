"""The tables of this room: holds, disposal cases, and what is left of dossiers that are gone.

They are truth for open work: second copies carry them with the archive's state, line by line.
"""

from sqlalchemy import Column, Index, Integer, MetaData, Table, Text, text

METADATA = MetaData()
WORDS = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is ordered and compared byte by byte, whatever language a server speaks."""

HOLDS = Table(
    "hold",
    METADATA,
    Column("hold", WORDS, primary_key=True),
    Column("placed_at", WORDS, nullable=False),
    Column("placed_by", WORDS, nullable=False),
    Column("reason", WORDS, nullable=False),
    Column("authority", WORDS, nullable=False),
    Column("authority_date", WORDS),
    Column("query", WORDS),
    Column("until", WORDS),
    Column("released_at", WORDS),
    Column("released_by", WORDS),
    Column("release_reason", WORDS),
)
"""One hold; ``until`` is its last day (ISO 8601), if it has one."""

HELD = Table(
    "hold_dossier",
    METADATA,
    Column("hold", WORDS, primary_key=True),
    Column("dossier_code", WORDS, primary_key=True),
    Index("hold_of_dossier", "dossier_code"),
)

CASES = Table(
    "disposal_case",
    METADATA,
    Column("case_id", WORDS, primary_key=True),
    Column("state", WORDS, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("record", WORDS, nullable=False),
)
"""One disposal case; ``record`` is all of it as JSON, ``revision`` grows with each change."""

OPEN = Table(
    "disposal_open",
    METADATA,
    Column("dossier_code", WORDS, primary_key=True),
    Column("case_id", WORDS, nullable=False),
)
"""The dossiers of open cases: the key keeps each of them in one case at a time."""

STUBS = Table(
    "disposal_stub",
    METADATA,
    Column("package_id", WORDS, primary_key=True),
    Column("dossier_code", WORDS, nullable=False),
    Column("case_id", WORDS, nullable=False),
    Column("is_erased", Integer, nullable=False, server_default=text("0")),
    Column("record", WORDS, nullable=False),
    Index("disposal_stub_code", "dossier_code"),
    Index("disposal_stub_case", "case_id"),
)
"""What the law lets remain of a dossier that was destroyed; ``record`` is JSON."""
