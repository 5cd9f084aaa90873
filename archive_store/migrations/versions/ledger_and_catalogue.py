"""The first tables: ledger, catalogue, fixity checks."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

GUARDED = ("UPDATE", "DELETE")


def upgrade() -> None:
    """Make the tables; on SQLite the ledger also refuses to be changed."""
    op.create_table(
        "ledger",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("object_id", sa.String(255), nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("inventory_sha512", sa.String(128), nullable=False),
        sa.Column("action", sa.String(64), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("leaf", sa.String(64), nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
    )
    op.create_index("ledger_object", "ledger", ["object_id", "version"])
    _create_catalogue()
    op.create_table(
        "fixity_check",
        sa.Column("package_id", sa.String(255), primary_key=True),
        sa.Column("checked_at", sa.String(40), nullable=False),
        sa.Column("damaged", sa.Integer, nullable=False),
    )
    if op.get_bind().dialect.name == "sqlite":
        for change in GUARDED:
            op.execute(
                f"CREATE TRIGGER ledger_refuses_{change.lower()} BEFORE {change} ON ledger "
                "BEGIN SELECT RAISE(ABORT, 'the ledger only grows'); END"
            )


def _create_catalogue() -> None:
    op.create_table(
        "catalogue",
        sa.Column("dossier_code", sa.String(255), primary_key=True),
        sa.Column("package_id", sa.String(255), nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("ledger_position", sa.Integer, nullable=False),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("fonds_code", sa.String(64), nullable=False, index=True),
        sa.Column("fonds", sa.Text, nullable=False),
        sa.Column("agency_code", sa.String(64), nullable=False),
        sa.Column("start_date", sa.String(10)),
        sa.Column("end_date", sa.String(10)),
        sa.Column("access", sa.String(8), nullable=False),
        sa.Column("maintenance", sa.String(8), nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.Column("files", sa.Integer, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("state", sa.String(16), nullable=False, index=True),
        sa.Column("batch_id", sa.String(128), nullable=False, index=True),
        sa.Column("stored_at", sa.String(40), nullable=False),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
