from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine

from records.errors import InputError, RefusedError
from retention.holds import (
    HoldOrder,
    hold_digest,
    holds_on,
    list_holds,
    place_hold,
    release_hold,
)
from retention.tables import METADATA

NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
DAY = date(2026, 11, 2)
A, B = "H46.21.01.01", "H46.21.01.02"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = create_engine(f"sqlite:///{tmp_path}/holds.db")
    METADATA.create_all(made)
    yield made
    made.dispose()


def order(*codes: str, until: date | None = None, reason: str = "tranh chấp đất") -> HoldOrder:
    return HoldOrder(
        by="Lan", reason=reason, authority="12/CV-TTr", authority_date=DAY, codes=codes, until=until
    )


def test_a_dossier_under_two_holds_is_free_when_both_are_released(engine: Engine) -> None:
    with engine.begin() as connection:
        first = place_hold(connection, order(A, B), NOW)
        second = place_hold(connection, order(A, reason="thanh tra"), NOW)
        assert [first.hold_id, second.hold_id] == ["GL-2026-0001", "GL-2026-0002"]
        assert {code: len(told) for code, told in holds_on(connection, DAY).items()} == {A: 2, B: 1}
        release_hold(connection, first.hold_id, "Minh", "hết tranh chấp", NOW)
        assert holds_on(connection, DAY) == {A: ("GL-2026-0002: thanh tra (theo 12/CV-TTr)",)}
        release_hold(connection, second.hold_id, "Minh", "xong", NOW)
        assert holds_on(connection, DAY, (A, B)) == {}
        told = list_holds(connection)
        assert [each.released_by for each in told] == ["Minh", "Minh"]
        assert told[0].codes == (A, B)
        assert list_holds(connection, DAY) == ()


def test_a_hold_blocks_to_the_end_of_its_last_day(engine: Engine) -> None:
    with engine.begin() as connection:
        place_hold(connection, order(A, until=date(2026, 12, 31)), NOW)
        assert holds_on(connection, date(2026, 12, 31)).keys() == {A}
        assert holds_on(connection, date(2027, 1, 1)) == {}


def test_the_digest_changes_with_what_a_hold_says(engine: Engine) -> None:
    with engine.begin() as connection:
        placed = place_hold(connection, order(A), NOW)
        assert hold_digest(placed) == hold_digest(list_holds(connection)[0])
        released = release_hold(connection, placed.hold_id, "Minh", "xong", NOW)
        assert hold_digest(released) != hold_digest(placed)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (order(), "T040"),
        (order(A, reason=" "), "T041"),
        (order(A, until=date(2026, 11, 1)), "T042"),
    ],
)
def test_a_hold_that_says_too_little_is_none(engine: Engine, wrong: HoldOrder, code: str) -> None:
    with engine.begin() as connection:
        with pytest.raises((InputError, RefusedError)) as refused:
            place_hold(connection, wrong, NOW)
        assert refused.value.problem.code == code
        assert list_holds(connection) == ()


def test_a_hold_is_released_once(engine: Engine) -> None:
    with engine.begin() as connection:
        placed = place_hold(connection, order(A), NOW)
        release_hold(connection, placed.hold_id, "Minh", "xong", NOW)
        with pytest.raises(RefusedError) as refused:
            release_hold(connection, placed.hold_id, "Hà", "lần nữa", NOW)
        assert refused.value.problem.code == "T044"
        with pytest.raises(InputError) as unknown:
            release_hold(connection, "GL-2026-0099", "Hà", "?", NOW)
        assert unknown.value.problem.code == "T043"
