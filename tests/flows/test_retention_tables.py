from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from archive_store import open_database
from archive_store.vault.audit.foundations import require_sound_database
from archive_store.vault.copies.tables import read_tables, unknown_tables, write_tables
from archive_store.vault.database.engine import migrate
from archive_store.vault.database.moving import move_database
from archive_store.vault.database.revisions import rooms_in
from flows.machine.tables import ROOMS, prepare_tables
from records.errors import SetupError
from retention.holds import Hold, HoldOrder, list_holds, place_hold

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)


def hold(engine: Engine) -> tuple[Hold, ...]:
    order = HoldOrder(by="Lan", reason="tranh chấp", authority="12/CV", codes=("H46.01.01",))
    with engine.begin() as connection:
        place_hold(connection, order, NOW)
        return list_holds(connection)


def holds(engine: Engine) -> tuple[Hold, ...]:
    with engine.connect() as connection:
        return list_holds(connection)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = open_database(tmp_path / "luutru.db")
    prepare_tables(made)
    yield made
    made.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def other(
    request: pytest.FixtureRequest, new_database: Callable[..., str], tmp_path: Path
) -> Iterator[Engine]:
    made = open_database(tmp_path / "other.db" if request.param == "sqlite" else new_database())
    yield made
    made.dispose()


def test_each_room_notes_its_own_revision(engine: Engine) -> None:
    prepare_tables(engine)
    with engine.connect() as connection:
        assert rooms_in(connection) == tuple(sorted(ROOMS))
    require_sound_database(engine)


def test_a_move_carries_the_rows_of_every_room(engine: Engine, other: Engine) -> None:
    told = hold(engine)
    counts = move_database(engine, other, lambda: None, lambda _done, _total: None)
    assert counts["hold"] == counts["hold_dossier"] == 1
    assert holds(other) == told
    hold(other)
    move_database(other, engine, lambda: None, lambda _done, _total: None)
    assert len(holds(engine)) == 2


def test_the_state_at_a_copy_carries_them_and_older_programs_say_so(
    engine: Engine, other: Engine
) -> None:
    told = hold(engine)
    written = write_tables(engine)
    migrate(other)
    assert unknown_tables(other, written) == ("hold", "hold_dossier")
    prepare_tables(other)
    read_tables(other, written)
    assert holds(other) == told
    assert write_tables(other) == written


@pytest.mark.parametrize(
    "change",
    [
        "DROP INDEX hold_of_dossier",
        "ALTER TABLE hold ADD COLUMN alien TEXT",
        "CREATE TABLE os_version (version_num TEXT)",
    ],
)
def test_a_change_of_their_tables_is_damage(engine: Engine, change: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(change))
    with pytest.raises(SetupError) as refused:
        require_sound_database(engine)
    assert refused.value.problem.code == "A142"
