"""The events of a package are read back as they were written."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest

from archive_store.package.premis import package_premis
from archive_store.package.premis_reading import read_events
from records.errors import InputError
from records.event import Agent, EventType
from records.package import PackageContents

Make = Callable[..., PackageContents]


def test_what_is_read_back_is_written_again_to_the_byte(make_contents: Make, now: datetime) -> None:
    contents = make_contents()
    person = replace(
        contents.events[0],
        event_id="e3",
        type=EventType.MODIFICATION,
        agent=Agent(name="Lan", kind="person"),
        objects=("H46.1", "H46.2"),
    )
    contents = replace(contents, events=(*contents.events, person))
    written = package_premis(contents, ("rep1",), now)
    events = read_events(written)
    assert events[:3] == contents.events
    assert [event.type for event in events[3:]] == [EventType.PACKAGING]
    assert package_premis(replace(contents, events=events), ("rep1",), now) == written


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<premis", "A010"),
        (b'<!DOCTYPE p [<!ENTITY e "x">]><p>&e;</p>', "A011"),
        (b"<premis/>", "A012"),
    ],
)
def test_what_is_no_premis_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(InputError) as refused:
        read_events(content)
    assert refused.value.problem.code == code


def test_an_event_of_an_unknown_kind_is_refused(make_contents: Make, now: datetime) -> None:
    written = package_premis(make_contents(), (), now)
    with pytest.raises(InputError) as refused:
        read_events(written.replace(b">transfer<", b">teleport<"))
    assert refused.value.problem.code == "A012"
