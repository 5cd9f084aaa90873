"""What is wrong or worth knowing in an archive's lists; it judges and changes nothing."""

from collections.abc import Iterator
from datetime import date

from metadata.authority_lists import BODIES, PEOPLE, AuthorityLists, Body, Person
from metadata.organisations import custodian_of, provenance_of
from records.authority import Agency, Certainty
from records.batch import Fonds
from records.problem import Problem, problem
from records.vietnamese import fold


def check_lists(lists: AuthorityLists, fonds: tuple[Fonds, ...]) -> tuple[Problem, ...]:
    """Every Problem of the archive's own rows and of the codes of its ``fonds``."""
    return (*_twice(lists), *_lost_parents(lists), *_codes(fonds))


def _twice(lists: AuthorityLists) -> Iterator[Problem]:
    """Two rows that answer to one name, or one code, at one time: nothing matches either."""
    seen: dict[str, Body] = {}
    for body in (each for each in lists.bodies if each.line):
        for name in dict.fromkeys(filter(None, (*body.names, body.code))):
            first = seen.setdefault(fold(name), body)
            if first is not body and _overlap(first, body):
                yield problem("M082", f"{BODIES}:{body.line}", name=name, line=first.line)
    held: dict[str, Person] = {}
    for person in lists.people:
        key = fold(f"{person.name}|{person.office}|{person.body}")
        first_held = held.setdefault(key, person)
        if first_held is not person and _overlap(first_held, person):
            line = first_held.line
            yield problem("M082", f"{PEOPLE}:{person.line}", name=person.name, line=line)


def _overlap(one: Body | Person, other: Body | Person) -> bool:
    def starts(each: Body | Person) -> date:
        return each.start.first_day if each.start else date.min

    def ends(each: Body | Person) -> date:
        return each.end.last_day if each.end else date.max

    return starts(one) <= ends(other) and starts(other) <= ends(one)


def _lost_parents(lists: AuthorityLists) -> Iterator[Problem]:
    named = [(f"{BODIES}:{each.line}", each.parent) for each in lists.bodies if each.line]
    named += [(f"{PEOPLE}:{each.line}", each.body) for each in lists.people]
    for subject, body in named:
        if body and lists.body(body) is None:
            yield problem("M083", subject, body=body)


def _codes(fonds: tuple[Fonds, ...]) -> Iterator[Problem]:
    for each in fonds:
        origin, keeper = provenance_of(each), custodian_of(each)
        if keeper is None:
            yield problem("M085", each.name, code=each.agency_code)
        elif origin.closed_on is not None:
            yield problem(
                "M084",
                each.name,
                code=origin.level_one,
                day=f"{origin.closed_on:%d/%m/%Y}",
                keeper=keeper.name,
                keeper_code=keeper.code,
                doubt=doubt_of(keeper),
            )


def doubt_of(agency: Agency) -> str:
    """`` [?]`` where the fact was read in no source, empty where it was."""
    doubtful = agency.certainty in {Certainty.MEMORY, Certainty.UNKNOWN}
    return " [?]" if doubtful else ""
