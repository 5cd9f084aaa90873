"""People by the names they give, as far as two of them can be told apart by it."""

from records.vietnamese import single_spaced, unify_tone


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are one however they were typed: case, blanks, the place of the tone."""
    return unify_tone(single_spaced(one)) == unify_tone(single_spaced(other))
