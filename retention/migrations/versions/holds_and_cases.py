"""The first tables: holds, disposal cases, and stubs of what was destroyed."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

HELD_BY = (
    "authority_date", "query", "until", "released_at", "released_by", "release_reason",
)  # fmt: skip
WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "hold",
        sa.Column("hold", WORDS, primary_key=True),
        sa.Column("placed_at", WORDS, nullable=False),
        sa.Column("placed_by", WORDS, nullable=False),
        sa.Column("reason", WORDS, nullable=False),
        sa.Column("authority", WORDS, nullable=False),
        *(sa.Column(name, WORDS) for name in HELD_BY),
    )
    op.create_table(
        "hold_dossier",
        sa.Column("hold", WORDS, primary_key=True),
        sa.Column("dossier_code", WORDS, primary_key=True),
    )
    op.create_index("hold_of_dossier", "hold_dossier", ["dossier_code"])
    op.create_table(
        "disposal_case",
        sa.Column("case_id", WORDS, primary_key=True),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("record", WORDS, nullable=False),
    )
    op.create_table(
        "disposal_open",
        sa.Column("dossier_code", WORDS, primary_key=True),
        sa.Column("case_id", WORDS, nullable=False),
    )
    op.create_table(
        "disposal_stub",
        sa.Column("package_id", WORDS, primary_key=True),
        sa.Column("dossier_code", WORDS, nullable=False),
        sa.Column("case_id", WORDS, nullable=False),
        sa.Column("is_erased", sa.Integer, nullable=False, server_default=sa.text("0")),
        sa.Column("record", WORDS, nullable=False),
    )
    op.create_index("disposal_stub_code", "disposal_stub", ["dossier_code"])
    op.create_index("disposal_stub_case", "disposal_stub", ["case_id"])
