"""The catalogue knows what decides about each dossier's retention: a sweep reads no records."""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

WORDS = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
BATCH = 200
READ = sa.text(
    "SELECT catalogue.dossier_code, end_date, record FROM catalogue JOIN catalogue_record "
    "ON catalogue_record.dossier_code = catalogue.dossier_code "
    "WHERE catalogue.dossier_code > :after ORDER BY catalogue.dossier_code LIMIT :batch"
)


def upgrade() -> None:
    """Add the column and fill it from the records; no date of an event was recorded before."""
    op.add_column("catalogue", sa.Column("retention", WORDS, nullable=False, server_default=""))
    connection = op.get_bind()
    write = sa.text("UPDATE catalogue SET retention = :told WHERE dossier_code = :code")
    after = ""
    while rows := connection.execute(READ, {"after": after, "batch": BATCH}).all():
        told = [{"code": code, "told": _deciding(end, record)} for code, end, record in rows]
        connection.execute(write, told)
        after = rows[-1].dossier_code
    by = ["retention", "agency_code", "fonds_code", "fonds", "sheets"]
    op.create_index("catalogue_decides", "catalogue", by)
    op.create_index("catalogue_decided", "catalogue", ["retention", "dossier_code"])


def _deciding(end: str | None, record: bytes) -> str:
    try:
        rule: Any = json.loads(record)["dossier"]["retention"]
    except (ValueError, LookupError, TypeError):
        # A damaged row of what is only derived is the audit's to tell, and a rebuild's to mend.
        return ""
    told: list[object] = []
    if rule is not None:
        period = rule["period"]
        told += [rule["instrument"], rule["version"], rule["item"]]
        told += [period["kind"], period["years"], period["wording"]]
    if end is not None and (rule is None or rule["period"]["kind"] != "event"):
        end = end.split("-")[0]
    return json.dumps([[end, None, None], told], ensure_ascii=False, separators=(",", ":"))
