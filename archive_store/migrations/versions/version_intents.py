"""A table of versions that are about to be published."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "version_intent",
        sa.Column("package_id", sa.String(255), primary_key=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("inventory_sha512", sa.String(128), nullable=False),
    )
