"""The catalogue's records in a table of their own; titles to search; PostgreSQL guards the ledger.

A catalogue is carried over, not made again: that takes hours in a large archive.
"""

import re

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Connection

from records.vietnamese import fold

revision = "0002"
down_revision = "0001"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
KEPT = (
    "dossier_code, package_id, version, ledger_position, title, fonds_code, fonds, agency_code, "
    "start_date, end_date, access, maintenance, documents, pages, sheets, files, size_bytes, "
    "provisional, state, batch_id, stored_at"
)
INDEXES = {
    "newest": (),
    "state": ("state",),
    "fonds": ("fonds_code",),
    "fonds_name": ("fonds",),
    "agency": ("agency_code",),
    "access": ("access",),
    "batch": ("batch_id",),
}
GUARD = """
CREATE FUNCTION ledger_refuses() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger only grows' USING ERRCODE = 'integrity_constraint_violation'; END
$$;
CREATE TRIGGER ledger_refuses_update BEFORE UPDATE ON ledger
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses();
CREATE TRIGGER ledger_refuses_delete BEFORE DELETE ON ledger
    FOR EACH ROW EXECUTE FUNCTION ledger_refuses();
CREATE TRIGGER ledger_refuses_truncate BEFORE TRUNCATE ON ledger
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuses();
"""
WORD = re.compile(r"[^\W_]+")
BATCH = 1000


def upgrade() -> None:
    """Carry the rows over; on PostgreSQL the ledger refuses to be changed, as on SQLite already."""
    connection = op.get_bind()
    op.create_table(
        "catalogue_record",
        sa.Column("dossier_code", WORDS, primary_key=True),
        sa.Column("record", sa.LargeBinary, nullable=False),
    )
    op.execute("INSERT INTO catalogue_record SELECT dossier_code, record FROM catalogue")
    op.execute(f"CREATE TEMPORARY TABLE catalogue_before AS SELECT {KEPT} FROM catalogue")  # noqa: S608 - our own names
    op.drop_table("catalogue")
    _create_catalogue()
    op.execute(
        f"INSERT INTO catalogue ({KEPT}, title_words) SELECT {KEPT}, '' FROM catalogue_before"  # noqa: S608
    )
    op.execute("DROP TABLE catalogue_before")
    _fold_titles(connection)
    for name, columns in INDEXES.items():
        op.create_index(f"catalogue_{name}", "catalogue", [*columns, "ledger_position"])
    if connection.dialect.name == "postgresql":
        op.execute(
            "CREATE INDEX catalogue_words ON catalogue "
            "USING gin (string_to_array(btrim(title_words), ' '))"
        )
        op.execute(GUARD)
    else:
        op.create_index("catalogue_titles", "catalogue", ["ledger_position", "title_words"])


def _fold_titles(connection: Connection) -> None:
    after = ""
    while titles := connection.execute(
        sa.text(
            "SELECT dossier_code, title FROM catalogue WHERE dossier_code > :after "
            "ORDER BY dossier_code LIMIT :batch"
        ),
        {"after": after, "batch": BATCH},
    ).all():
        connection.execute(
            sa.text("UPDATE catalogue SET title_words = :words WHERE dossier_code = :code"),
            [{"code": code, "words": _words(title)} for code, title in titles],
        )
        after = titles[-1].dossier_code


def _words(title: str) -> str:
    return f" {' '.join(WORD.findall(fold(title)))} "


def _create_catalogue() -> None:
    op.create_table(
        "catalogue",
        sa.Column("dossier_code", WORDS, primary_key=True),
        sa.Column("package_id", WORDS, nullable=False, unique=True),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("ledger_position", sa.Integer, nullable=False),
        sa.Column("title", WORDS, nullable=False),
        sa.Column("title_words", WORDS, nullable=False),
        sa.Column("fonds_code", WORDS, nullable=False),
        sa.Column("fonds", WORDS, nullable=False),
        sa.Column("agency_code", WORDS, nullable=False),
        sa.Column("start_date", WORDS),
        sa.Column("end_date", WORDS),
        sa.Column("access", WORDS, nullable=False),
        sa.Column("maintenance", WORDS, nullable=False),
        sa.Column("documents", sa.Integer, nullable=False),
        sa.Column("pages", sa.Integer, nullable=False),
        sa.Column("sheets", sa.Integer, nullable=False),
        sa.Column("files", sa.Integer, nullable=False),
        sa.Column("size_bytes", sa.BigInteger, nullable=False),
        sa.Column("provisional", sa.Boolean, nullable=False),
        sa.Column("state", WORDS, nullable=False),
        sa.Column("batch_id", WORDS, nullable=False),
        sa.Column("stored_at", WORDS, nullable=False),
    )
