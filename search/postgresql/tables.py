"""The tables of the index: which generation is live, and for each class of one a schema of its own.

``page`` is narrow, so that counting many pages reads little: vectors lie beside it (TOAST), what
hits show is in ``shown``. Every schema is made and dropped whole; no migration knows them.
"""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    column,
    func,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import BIT, TSVECTOR
from sqlalchemy.schema import CreateSchema

from records.access import AccessLevel
from search.facets import FACETS

SCHEMA = "luutru_search"
"""The schema of the pointer, and what the name of every other schema of ours begins with."""
LAYOUT_VERSION = 3
"""Counts up whenever these tables or the lexemes change."""
ALL_PAGES = ""
"""No syllable: the row of ``word`` that counts every page."""
ISSUED = "issued"
"""Beside the facets, pages have bits by the year of their date; that of no date is 0."""
YEAR_DAYS = 10_000
"""A date divided by it is its year."""
BLOCK_PAGES = 32_768
LZ4 = "lz4"
"""A server can be made without it; Debian's has it."""
WORDS = Text(collation="C")
VALUED = tuple(name for name in FACETS if name not in {"year", "access"})
"""The facets whose values are kept once, and by their number with each page."""
COUNTED = (*VALUED, "year")
"""The columns of ``page`` that facets count."""
POINTERS = MetaData(schema=SCHEMA)
GENERATION = Table(
    "generation",
    POINTERS,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", String(8), nullable=False),
    Column("layout", Integer, nullable=False),
    Column("analyser", Integer, nullable=False),
    Column("pages", Integer),
    Column("page_ids_sha256", String(64)),
    CheckConstraint("state IN ('building', 'live', 'moved')"),
    Index("one_live", "state", unique=True, postgresql_where="state = 'live'"),
)
CLASS_INDEX = Table(
    "class_index",
    POINTERS,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("level", String(2), primary_key=True),
    Column("schema_name", String(63), nullable=False, unique=True),
)

BUILT = Table(
    "built",
    POINTERS,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("code", WORDS, primary_key=True),
    Column("fingerprint", WORDS, nullable=False),
    Column("page_ids", ARRAY(WORDS), nullable=False),
)
NAMESPACE = table("pg_namespace", column("nspname"), schema="pg_catalog")
SETTINGS = table(
    "pg_settings", column("name"), column("enumvals", ARRAY(Text)), schema="pg_catalog"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassTables:
    """The tables of one access class in one generation, all in ``schema``.

    ``page`` has a number, facets by the numbers of ``value``, and the vector; ``shown`` what a hit
    tells; ``word`` counts the pages of every folded syllable; ``common`` and ``facet`` are bits.
    """

    schema: str
    page: Table
    shown: Table
    value: Table
    word: Table
    common: Table
    facet: Table


def _counts(made: MetaData) -> tuple[Table, Table, Table]:
    """The tables by which pages are counted."""
    word = Table(
        "word",
        made,
        Column("fold", WORDS, primary_key=True),
        Column("pages", Integer, nullable=False),
    )
    common = Table(
        "common",
        made,
        Column("lexeme", WORDS, primary_key=True),
        Column("block", Integer, primary_key=True, autoincrement=False),
        Column("bits", BIT(BLOCK_PAGES), nullable=False),
    )
    facet = Table(
        "facet",
        made,
        Column("field", String(16), primary_key=True),
        Column("value", Integer, primary_key=True, autoincrement=False),
        Column("block", Integer, primary_key=True, autoincrement=False),
        Column("bits", BIT(BLOCK_PAGES), nullable=False),
    )
    return word, common, facet


@lru_cache(maxsize=64)
def class_tables(schema: str, level: AccessLevel) -> ClassTables:
    """The tables of ``level`` in ``schema``; they cannot hold a page of another class."""
    made = MetaData(schema=schema)
    page = Table(
        "page",
        made,
        Column("number", Integer, primary_key=True, autoincrement=False),
        *(Column(name, Integer) for name in VALUED),
        Column("year", SmallInteger),
        Column("issued", Integer, nullable=False),
        Column("terms", TSVECTOR, nullable=False),
    )
    shown = Table(
        "shown",
        made,
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("page_id", WORDS, nullable=False, unique=True),
        Column("dossier", WORDS, nullable=False, index=True),
        Column("document", WORDS, nullable=False),
        Column("page", Integer, nullable=False),
        Column("access", String(2), CheckConstraint(f"access = '{level.value}'"), nullable=False),
        Column("title", WORDS, nullable=False),
        Column("dossier_title", WORDS, nullable=False),
        Column("content", WORDS, nullable=False),
    )
    value = Table(
        "value",
        made,
        Column("number", Integer, primary_key=True, autoincrement=False),
        Column("field", String(16), nullable=False),
        Column("shown", WORDS, nullable=False),
        UniqueConstraint("field", "shown"),
    )
    word, common, facet = _counts(made)
    return ClassTables(
        schema=schema, page=page, shown=shown, value=value, word=word, common=common, facet=facet
    )


def create_tables(connection: Connection, tables: ClassTables) -> None:
    """Make the schema and its tables, without the index of the vectors."""
    connection.execute(CreateSchema(tables.schema))
    tables.page.metadata.create_all(connection, checkfirst=False)
    page = connection.dialect.identifier_preparer.format_table(tables.page)
    # As small as the server allows: every vector lies beside the table.
    connection.exec_driver_sql(f"ALTER TABLE {page} SET (toast_tuple_target = 128)")
    wanted = select(SETTINGS.c.enumvals).where(SETTINGS.c.name == "default_toast_compression")
    if LZ4 in (connection.scalar(wanted) or ()):
        # A third of the server's work was the other kind, which is also slower to read.
        shown = connection.dialect.identifier_preparer.format_table(tables.shown)
        for table, name in ((page, "terms"), (shown, "content")):
            connection.exec_driver_sql(f"ALTER TABLE {table} ALTER {name} SET COMPRESSION {LZ4}")


def create_vector_index(connection: Connection, tables: ClassTables) -> None:
    """Index the vectors; many pages are loaded before it.

    One that is there already stays. A list of entries not yet put in order (fastupdate) would be
    read through by every question, so there is none.
    """
    with_options = {"fastupdate": "off"}
    # What is gathered before it is written: with a quarter of it, twice the work.
    connection.execute(select(func.set_config("maintenance_work_mem", "512MB", True)))  # noqa: FBT003 - the server's flag
    # On a copy: the table that all share must not know an index that is made only here.
    copied = tables.page.to_metadata(MetaData())
    Index(
        "page_terms", copied.c.terms, postgresql_using="gin", postgresql_with=with_options
    ).create(connection, checkfirst=True)


def schemas_of_ours(connection: Connection) -> frozenset[str]:
    """The schema of every class of every generation, also of those that nobody reads."""
    named = select(NAMESPACE.c.nspname).where(
        NAMESPACE.c.nspname.startswith(f"{SCHEMA}_", autoescape=True)
    )
    return frozenset(connection.execute(named).scalars())
