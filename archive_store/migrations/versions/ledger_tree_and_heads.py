"""What the ledger's tree keeps, and the signed heads with their keys and timestamps."""

import sqlalchemy as sa
from alembic import op

from archive_store.vault.ledger.merkle import Edge

revision = "0003"
down_revision = "0002"

GROWING = ("ledger_head", "ledger_timestamp", "ledger_key")


def upgrade() -> None:
    """Make the tables, and grow the tree of the entries that are there."""
    node = op.create_table(
        "ledger_node",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("hash", sa.String(64), nullable=False),
    )
    op.create_table(
        "ledger_key",
        sa.Column("verifier", sa.String(255), primary_key=True),
        sa.Column("since", sa.String(40), nullable=False),
    )
    op.create_table(
        "ledger_head",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("root", sa.String(64), nullable=False),
        sa.Column("time", sa.String(40), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
    )
    op.create_table(
        "ledger_timestamp",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("time", sa.String(40), nullable=False),
        sa.Column("response", sa.LargeBinary, nullable=False),
    )
    _grow(node)
    if op.get_bind().dialect.name == "sqlite":
        for table in GROWING:
            _guard(table)


def _grow(node: sa.Table) -> None:
    edge, rows = Edge(), []
    for seq, leaf in enumerate(
        op.get_bind().scalars(sa.text("SELECT leaf FROM ledger ORDER BY seq"))
    ):
        root = edge.push(bytes.fromhex(leaf)).hex()
        if seq % 2:
            rows.append({"seq": seq, "hash": root})
    op.bulk_insert(node, rows)


def _guard(table: str) -> None:
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_refuses_{change.lower()} BEFORE {change} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} only grows'); END"
        )
