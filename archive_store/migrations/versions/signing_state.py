"""The catalogue counts the access copies that wait for the archive's signature."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the count; of what was catalogued before, nothing is signed."""
    op.add_column(
        "catalogue", sa.Column("unsigned", sa.Integer, nullable=False, server_default="0")
    )
    op.execute("UPDATE catalogue SET unsigned = documents")
