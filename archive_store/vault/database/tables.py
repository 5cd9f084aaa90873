"""The tables of this room: the ledger with its tree and heads, the catalogue, the last checks."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    func,
)

METADATA = MetaData()
WORDS = Text().with_variant(Text(collation="C"), "postgresql")
"""Text that is ordered and compared byte by byte, whatever language a server speaks."""

LEDGER = Table(
    "ledger",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("object_id", String(255), nullable=False),
    Column("version", Integer, nullable=False),
    Column("inventory_sha512", String(128), nullable=False),
    Column("action", String(64), nullable=False),
    Column("previous", String(64), nullable=False),
    Column("leaf", String(64), nullable=False),
    Column("payload", Text, nullable=False),
    Index("ledger_object", "object_id", "version"),
)

CATALOGUE = Table(
    "catalogue",
    METADATA,
    Column("dossier_code", WORDS, primary_key=True),
    Column("package_id", WORDS, nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("ledger_position", Integer, nullable=False),
    Column("title", WORDS, nullable=False),
    Column("title_words", WORDS, nullable=False),
    Column("fonds_code", WORDS, nullable=False),
    Column("fonds", WORDS, nullable=False),
    Column("agency_code", WORDS, nullable=False),
    Column("start_date", WORDS),
    Column("end_date", WORDS),
    Column("access", WORDS, nullable=False),
    Column("maintenance", WORDS, nullable=False),
    Column("documents", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("sheets", Integer, nullable=False),
    Column("files", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("state", WORDS, nullable=False),
    Column("batch_id", WORDS, nullable=False),
    Column("stored_at", WORDS, nullable=False),
    Column("unsigned", Integer, nullable=False, server_default="0"),
    Column("retention", WORDS, nullable=False, server_default=""),
    # Newest first is how lists are read: each filter finds its rows in that order.
    Index("catalogue_newest", "ledger_position"),
    Index("catalogue_state", "state", "ledger_position"),
    Index("catalogue_fonds", "fonds_code", "ledger_position"),
    Index("catalogue_fonds_name", "fonds", "ledger_position"),
    Index("catalogue_agency", "agency_code", "ledger_position"),
    Index("catalogue_access", "access", "ledger_position"),
    Index("catalogue_batch", "batch_id", "ledger_position"),
    # A sweep counts and lists by what decides, and reads these two instead of the table.
    Index("catalogue_decides", "retention", "agency_code", "fonds_code", "fonds", "sheets"),
    Index("catalogue_decided", "retention", "dossier_code"),
)
"""One light row for each dossier; ``title_words`` is what a search in titles compares.

``retention`` is what a sweep decides by, see ``catalogue.retention``.
"""

WORDS_OF_TITLE = func.string_to_array(func.btrim(CATALOGUE.c.title_words), " ")
"""The words of a title as PostgreSQL indexes them; SQLite looks through all titles, but no more."""
Index("catalogue_words", WORDS_OF_TITLE, postgresql_using="gin").ddl_if(dialect="postgresql")
Index("catalogue_titles", CATALOGUE.c.ledger_position, CATALOGUE.c.title_words).ddl_if(
    dialect="sqlite"
)

RECORDS = Table(
    "catalogue_record",
    METADATA,
    Column("dossier_code", WORDS, primary_key=True),
    Column("record", LargeBinary, nullable=False),
)
"""The package's own description of each dossier: thousands of bytes that no list has to read."""

CHECKS = Table(
    "fixity_check",
    METADATA,
    Column("package_id", String(255), primary_key=True),
    Column("checked_at", String(40), nullable=False),
    Column("damaged", Integer, nullable=False),
    Column("run", Integer, nullable=False, server_default="0"),
    Column("size_bytes", BigInteger, nullable=False, server_default="0"),
)

AUDIT_RUNS = Table(
    "audit_run",
    METADATA,
    Column("run", Integer, primary_key=True, autoincrement=False),
    Column("started_at", String(40), nullable=False),
    Column("ended_at", String(40)),
    Column("asked", String(16), nullable=False),
    Column("objects", Integer, nullable=False),
    Column("files", BigInteger, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("findings", Integer, nullable=False),
    Column("ledger_size", Integer),
    Column("ledger_root", String(64)),
    Column("ledger_intact", Boolean),
    Column("looked_to", String(255), nullable=False),
)

AUDIT_FINDINGS = Table(
    "audit_finding",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("package_id", String(255), nullable=False, index=True),
    Column("path", Text, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("against", String(16), nullable=False),
    Column("found_at", String(40), nullable=False),
    Column("found_by", Integer, nullable=False),
    Column("seen_by", Integer, nullable=False),
    Column("settled_at", String(40)),
    Column("settled_by", Integer),
)

INTENT = Table(
    "version_intent",
    METADATA,
    Column("package_id", String(255), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("inventory_sha512", String(128), nullable=False),
)

LEDGER_NODES = Table(
    "ledger_node",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("hash", String(64), nullable=False),
)
LEDGER_KEYS = Table(
    "ledger_key",
    METADATA,
    Column("verifier", String(255), primary_key=True),
    Column("since", String(40), nullable=False),
)
LEDGER_HEADS = Table(
    "ledger_head",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("size", Integer, nullable=False),
    Column("root", String(64), nullable=False),
    Column("time", String(40), nullable=False),
    Column("note", Text, nullable=False),
)
LEDGER_TIMESTAMPS = Table(
    "ledger_timestamp",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("time", String(40), nullable=False),
    Column("response", LargeBinary, nullable=False),
)

COPIES_HELD = Table(
    "copy_held",
    METADATA,
    Column("copy", String(64), primary_key=True),
    Column("package_id", String(255), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("standing", String(16), nullable=False),
    Column("checked_at", String(40), nullable=False),
)
