"""Which entry of the lists a reading stands for; pure, given the lists.

The reading stays as on paper. It is mended only where one mark or sign is off, then it stays under
0.9 with what was read beside it. Two entries close together are no match.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from metadata.authority_lists import AuthorityLists, Body
from metadata.body_names import WORD, Alignment, Name, align, name_of
from metadata.evidence import UNCONFIRMED_CEILING
from records.authority import Match
from records.dates import PartialDate, read_partial_date
from records.document import Field
from records.vietnamese import normal

SURE, USABLE = 0.9, 0.5
MARGIN = 0.1
"""A second entry as near as this makes both doubtful, unless the first is the name itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A body that a reading stands for, and how."""

    body: Body
    how: Alignment

    @property
    def match(self) -> Match:
        """What is kept of it."""
        return Match(
            identifier=self.body.identifier,
            name=self.body.name,
            likeness=round(self.how.likeness, 3),
            certainty=self.body.certainty,
        )


def match_body(
    written: str, lists: AuthorityLists, issued: PartialDate | None, parent: str | None = None
) -> Found | None:
    """The one body that ``written`` names on the day ``issued``; ``None`` where two may be meant.

    ``parent`` is the body above it on the page: a listed name may have its place from there, and a
    listed body of another place is not meant.
    """
    above = None if parent is None else name_of(parent)
    read = name_of(written)
    if not read.words:
        return None
    forms = tuple(_forms(read, above))
    best: dict[int, Found] = {}
    for name, body in lists.names_like(read):
        how = _best(name, forms)
        held = best.get(id(body))
        if how is not None and (held is None or how.likeness > held.how.likeness):
            best[id(body)] = Found(body=body, how=how)
    found = [
        each
        for each in best.values()
        if _is_of_time(each.body, issued) and _is_of_place(each.body, above, lists)
    ]
    found.sort(key=lambda each: -each.how.likeness)
    if not found:
        return None
    first, others = found[0], found[1:]
    near = first.how.likeness if first.how.likeness == 1 else first.how.likeness - MARGIN
    return None if any(each.how.likeness >= near for each in others) else first


def with_bodies(
    parent: Field | None, issuing: Field | None, lists: AuthorityLists, issued: Field | None
) -> tuple[Field | None, Field | None]:
    """Both fields with their entries, mended where one sign is off."""
    day = _day(issued)
    above = _with_body(parent, match_body(parent.value, lists, day)) if parent else None
    if issuing is None:
        return above, None
    found = match_body(issuing.value, lists, day, above.value if above else "")
    return above, _with_body(issuing, found)


def other_names(field: Field | None, lists: AuthorityLists) -> tuple[Field, ...]:
    """The listed names of a matched body, as witnesses for the abbreviation in a notation."""
    body = lists.body(field.authority.identifier) if field and field.authority else None
    if field is None or body is None:
        return ()
    return tuple(replace(field, value=name) for name in body.names)


def mend(field: Field, slips: tuple[tuple[int, str], ...], match: Match) -> Field:
    """``field`` with the listed word at each place that slipped, in the case it was read in.

    A word in small letters that was read with ease stays: a paper's own misspelling is its own.
    """
    value, shift = normal(field.value), 0
    words = list(WORD.finditer(value))
    for place, listed in slips:
        read = words[place][0]
        if not (read.isupper() or field.confidence < SURE):
            continue
        put = listed.upper() if read.isupper() else listed
        start, end = words[place].start() + shift, words[place].end() + shift
        value = value[:start] + put + value[end:]
        shift += len(put) - len(read)
    if value == normal(field.value):
        return replace(field, authority=match)
    return replace(
        field,
        value=value,
        as_read=field.as_read or field.value,
        confidence=min(field.confidence, UNCONFIRMED_CEILING),
        rule=f"{field.rule}.mended-by-list",
        authority=match,
    )


def _with_body(field: Field, found: Found | None) -> Field:
    if found is None:
        return field
    own = len(name_of(field.value).words)
    return mend(field, tuple(slip for slip in found.how.slips if slip[0] < own), found.match)


def _forms(read: Name, above: Name | None) -> Iterator[Name]:
    yield read
    if above is not None and above.place and not read.place:
        yield Name(words=(*read.words, *above.place))


def _best(name: Name, forms: tuple[Name, ...]) -> Alignment | None:
    found = (align(name, form) for form in forms)
    return max(filter(None, found), key=lambda how: how.likeness, default=None)


def _is_of_time(body: Body, issued: PartialDate | None) -> bool:
    if issued is None:
        return True
    start = body.start.first_day if body.start else date.min
    end = body.end.last_day if body.end else date.max
    return start <= issued.last_day and issued.first_day <= end


def _is_of_place(body: Body, above: Name | None, lists: AuthorityLists) -> bool:
    """Whether the page's parent leaves ``body`` possible; a parent it must have and lacks does not.

    ``above`` is ``None`` where nothing is known of a parent, empty where the page shows none.
    """
    listed = lists.body(body.parent)
    if above is None or listed is None or name_of(body.name).place:
        return True
    return any(align(name_of(name), above) is not None for name in listed.names)


def _day(issued: Field | None) -> PartialDate | None:
    known = issued is not None and issued.confidence >= USABLE
    return read_partial_date(issued.value) if issued is not None and known else None
