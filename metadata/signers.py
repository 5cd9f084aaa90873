"""Whether who signed is a person of the archive's list: name, office, body and day must agree.

A name alone proves nothing: many people share one. What may be written by hand is never lifted.
"""

from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from metadata.authorities import mend
from metadata.authority_lists import AuthorityLists, Person
from metadata.body_names import WORD, name_of
from metadata.calibration import BORNE_OUT
from metadata.evidence import HANDWRITING_CEILING
from metadata.syllables import is_syllable
from records.authority import Certainty, Match
from records.dates import PartialDate, read_partial_date
from records.document import Description, Field
from records.vietnamese import fold, unify_tone

CONFIRMED = 0.95
"""A name read without help that is, to the mark, who held that office on that day."""
OTHER_OFFICE = frozenset({"pho", "quyen", "nguyen"})
"""Before an office these make another one of it."""
NEAR_MISS = 0.9
USABLE = 0.5

Slips = tuple[tuple[int, str], ...]


def confirm_signer(read: Description, lists: AuthorityLists) -> Description:
    """``read`` with the signer confirmed, or a near miss of one listed person proposed for it."""
    name, office, issued = read.signer_name, read.signer_title, read.issued_date
    if not lists.people or name is None or office is None or issued is None:
        return read
    if min(office.confidence, issued.confidence) < USABLE:
        return read
    day = read_partial_date(issued.value)
    holders = {
        person.name
        for person in lists.people
        if _held(person, day, office.value) and _of_body(person, read.issuing_body, lists)
    }
    near = [(told, slips) for told in holders if (slips := _slips(told, name.value)) is not None]
    if len(near) != 1:
        exact = [each for each in near if not each[1]]
        near = exact if len(exact) == 1 else []
    return replace(read, signer_name=_judged(name, *near[0])) if near else read


def _judged(name: Field, told: str, slips: Slips) -> Field:
    match = Match(
        identifier=told,
        name=told,
        likeness=NEAR_MISS if slips else 1.0,
        certainty=Certainty.ARCHIVE,
    )
    if slips:
        return mend(name, slips, match)
    if name.confidence <= HANDWRITING_CEILING or name.confidence >= CONFIRMED or name.as_read:
        return replace(name, authority=match)
    rule = f"{name.rule}{BORNE_OUT}"
    return replace(name, authority=match, confidence=CONFIRMED, rule=rule)


def _held(person: Person, day: PartialDate, office: str) -> bool:
    """Whether ``person`` held the last office that ``office`` tells on that day."""
    told, listed = fold(office).split(), [fold(word) for word in WORD.findall(person.office)]
    told = [word for part in told for word in WORD.findall(part)]
    before = told[: -len(listed)]
    if told[-len(listed) :] != listed or (before and before[-1] in OTHER_OFFICE):
        return False
    starts = person.start is None or person.start.first_day <= day.first_day
    return starts and (person.end is None or day.last_day <= person.end.last_day)


def _of_body(person: Person, issuing: Field | None, lists: AuthorityLists) -> bool:
    """Whether the page's body is the person's; a person without a body in the list may be anyone's.

    A listed body must have been matched: that it was not read is no agreement.
    """
    if not person.body:
        return True
    body = lists.body(person.body)
    match = issuing.authority if issuing is not None else None
    return body is not None and match is not None and match.identifier == body.identifier


def _slips(told: str, read: str) -> Slips | None:
    """Where ``read`` differs from ``told``: in one word, by its marks or one letter of no word."""
    listed, spoken = name_of(told).words, name_of(read).words
    if len(listed) != len(spoken):
        return None
    pairs = enumerate(zip(listed, spoken, strict=True))
    slips = tuple((at, a) for at, (a, b) in pairs if unify_tone(a) != unify_tone(b))
    if not slips:
        return ()
    meant, seen = fold(slips[0][1]), fold(spoken[slips[0][0]])
    close = meant == seen or (Levenshtein.distance(meant, seen) == 1 and not is_syllable(seen))
    return slips if len(slips) == 1 and close else None
