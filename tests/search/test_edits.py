from search.edits import one_edit_away


def test_one_letter_is_put_in_left_out_or_changed_behind_the_first() -> None:
    found = one_edit_away("dat")
    assert {"dt", "da", "dut", "dast", "dath", "dab"} <= found
    assert not {"dat", "at", "bat", "xdat", "d", "dasts"} & found
    assert all(word.startswith("d") for word in found)


def test_a_very_long_word_has_no_more_neighbours_than_a_long_one() -> None:
    assert len(one_edit_away("a" * 1000)) <= len(one_edit_away("b" * 17)) + 40
