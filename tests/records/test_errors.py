"""Errors tell what, where and what to do, and survive a crossing between processes."""

import copy

from records.errors import InputError, RefusedError, pack_error, unpack_error


def test_an_error_names_its_subject_reason_and_remedy() -> None:
    error = InputError("I040", "lo-01/003.pdf")
    assert str(error).startswith("lo-01/003.pdf: ")
    assert error.problem.remedy in str(error)


def test_an_error_crosses_processes_as_itself() -> None:
    error = RefusedError("F005", "/srv/luutru")
    for again in (unpack_error(pack_error(error)), copy.copy(error)):
        assert (type(again), getattr(again, "problem", None)) == (RefusedError, error.problem)
