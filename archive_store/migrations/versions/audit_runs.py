"""Audit runs, what they found, and which run checked each package last."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the two tables, and let each check name its run."""
    op.add_column("fixity_check", sa.Column("run", sa.Integer, nullable=False, server_default="0"))
    op.add_column(
        "fixity_check", sa.Column("size_bytes", sa.BigInteger, nullable=False, server_default="0")
    )
    op.create_table(
        "audit_run",
        sa.Column("run", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("started_at", sa.String(40), nullable=False),
        sa.Column("ended_at", sa.String(40)),
        sa.Column("asked", sa.String(16), nullable=False),
        sa.Column("objects", sa.Integer, nullable=False),
        sa.Column("files", sa.BigInteger, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("seconds", sa.Float, nullable=False),
        sa.Column("findings", sa.Integer, nullable=False),
        sa.Column("ledger_size", sa.Integer),
        sa.Column("ledger_root", sa.String(64)),
        sa.Column("ledger_intact", sa.Boolean),
        sa.Column("looked_to", sa.String(255), nullable=False),
    )
    op.create_table(
        "audit_finding",
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("package_id", sa.String(255), nullable=False, index=True),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("against", sa.String(16), nullable=False),
        sa.Column("found_at", sa.String(40), nullable=False),
        sa.Column("found_by", sa.Integer, nullable=False),
        sa.Column("seen_by", sa.Integer, nullable=False),
        sa.Column("settled_at", sa.String(40)),
        sa.Column("settled_by", sa.Integer),
    )
