"""The model of official prose: whole, normalised, quick to load."""

import math

import pytest

from ocr.language_model import STRANGER, load_model


@pytest.mark.parametrize("before", [("theo", "quy"), ("xin", "chào"), ("con", "mèo")])
def test_what_may_follow_two_syllables_adds_up_to_certainty(before: tuple[str, str]) -> None:
    model = load_model()
    first, second = (model.places.get(word, STRANGER) for word in before)
    total = sum(
        math.exp(model.follows(first, second, third)) for third in range(len(model.syllables))
    )
    assert total == pytest.approx(1, abs=0.01)


def test_official_prose_expects_its_own_words() -> None:
    model = load_model()
    theo, quy, right, wrong = (model.places[word] for word in ("theo", "quy", "định", "đinh"))
    assert model.follows(theo, quy, right) > math.log(0.9)
    assert model.follows(theo, quy, wrong) < math.log(0.001)
    assert model.neighbours(quy, right)
    assert not model.neighbours(quy, STRANGER)


def test_syllables_are_found_by_their_letters_without_marks() -> None:
    model = load_model()
    alike = {model.syllables[place] for place in model.alike["dinh"]}
    assert {"định", "đinh", "đình", "dinh"} <= alike
