"""What each second copy was last seen to hold."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table; a glance at the copies fills it again."""
    op.create_table(
        "copy_held",
        sa.Column("copy", sa.String(64), primary_key=True),
        sa.Column("package_id", sa.String(255), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("standing", sa.String(16), nullable=False),
        sa.Column("checked_at", sa.String(40), nullable=False),
    )
