"""The tables of this room: the ledger, the catalogue, and when each package was last checked."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData()

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
    Column("dossier_code", String(255), primary_key=True),
    Column("package_id", String(255), nullable=False, unique=True),
    Column("version", Integer, nullable=False),
    Column("ledger_position", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("fonds_code", String(64), nullable=False, index=True),
    Column("fonds", Text, nullable=False),
    Column("agency_code", String(64), nullable=False),
    Column("start_date", String(10)),
    Column("end_date", String(10)),
    Column("access", String(8), nullable=False),
    Column("maintenance", String(8), nullable=False),
    Column("documents", Integer, nullable=False),
    Column("pages", Integer, nullable=False),
    Column("sheets", Integer, nullable=False),
    Column("files", Integer, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("provisional", Boolean, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("batch_id", String(128), nullable=False, index=True),
    Column("stored_at", String(40), nullable=False),
    Column("record", LargeBinary, nullable=False),
)

CHECKS = Table(
    "fixity_check",
    METADATA,
    Column("package_id", String(255), primary_key=True),
    Column("checked_at", String(40), nullable=False),
    Column("damaged", Integer, nullable=False),
)
