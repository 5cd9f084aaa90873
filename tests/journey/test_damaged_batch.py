"""A batch with one kind of damage in each dossier: each is named once, the rest is stored."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

import pytest

pytestmark = pytest.mark.journey

Truth = Callable[[str], list[dict[str, Any]]]
GIGABYTE = 1 << 30
WITHOUT_FILE = {"I020", "I021"}
"""Faults of a row: there is nothing to put into quarantine."""


def code_of(entry: dict[str, Any]) -> str:
    return f"H46.21.2016.02.05.{entry['dossier']}"


def test_a_person_is_called_for(damaged: SimpleNamespace) -> None:
    assert damaged.code == 1
    assert damaged.report["state"] == "partial"


def test_each_damage_is_one_problem_and_nothing_else_is_an_error(
    damaged: SimpleNamespace, truth: Truth
) -> None:
    told = [
        (problem["code"], problem["subject"])
        for problem in damaged.report["problems"]
        if problem["severity"] == "error"
    ]
    assert sorted(told) == sorted(
        (entry["code"], entry["file"] or f"list.xlsx:{entry['row']}")
        for entry in truth("damaged")
        if entry["severity"] == "error"
    )


def test_what_is_only_doubtful_is_told_and_stored(damaged: SimpleNamespace, truth: Truth) -> None:
    told = {(p["code"], p["severity"]) for p in damaged.report["problems"]}
    for entry in truth("damaged"):
        assert (entry["code"], entry["severity"]) in told


def test_a_signature_that_is_none_is_told_and_its_file_stored(damaged: SimpleNamespace) -> None:
    signed = [p["subject"] for p in damaged.report["problems"] if p["code"] == "I044"]
    judged = [p["subject"] for p in damaged.report["problems"] if p["code"] == "F153"]
    assert judged == signed
    assert len(signed) == 1


def test_every_problem_says_what_to_do_in_both_languages(damaged: SimpleNamespace) -> None:
    for problem in damaged.report["problems"]:
        for key in ("message", "remedy", "message_en", "remedy_en"):
            assert len(problem[key]) > 10, problem


def test_every_other_document_is_stored(damaged: SimpleNamespace, truth: Truth) -> None:
    told = {
        dossier["dossier_code"]: (dossier["documents"], dossier["version"])
        for dossier in damaged.report["dossiers"]
    }
    assert told == {code_of(entry): (1 + entry["is_stored"], 1) for entry in truth("damaged")}


def test_a_dossier_that_lacks_a_listed_document_is_partial(
    damaged: SimpleNamespace, truth: Truth, ask: Callable[..., Any]
) -> None:
    lacking = {
        code_of(entry)
        for entry in truth("damaged")
        if entry["severity"] == "error" and entry["row"] is not None
    }
    states = {d["dossier_code"]: d["state"] for d in damaged.report["dossiers"]}
    assert {code for code, state in states.items() if state == "partial"} == lacking
    listed = ask(damaged.archive, "list", "--state", "partial")["dossiers"]
    assert {dossier["dossier_code"] for dossier in listed} == lacking
    assert set(states.values()) == {"partial", "stored"}


def test_quarantine_holds_the_delivered_bytes_each_with_its_reason(
    damaged: SimpleNamespace, samples: Path, truth: Truth
) -> None:
    (folder,) = (damaged.archive / "quarantine").iterdir()
    held = {
        file.relative_to(folder).as_posix(): sha256(file.read_bytes()).hexdigest()
        for file in folder.rglob("*")
        if file.is_file() and not file.name.endswith(".problem.json")
    }
    wanted = [
        entry["file"]
        for entry in truth("damaged")
        if entry["severity"] == "error" and entry["code"] not in WITHOUT_FILE
    ]
    batch = samples / "batches" / "damaged"
    assert held == {name: sha256((batch / name).read_bytes()).hexdigest() for name in wanted}
    for name in wanted:
        reason = (folder / f"{name}.problem.json").read_text()
        assert PurePosixPath(name).name in reason


def test_a_row_that_leads_outside_the_batch_fetches_nothing(damaged: SimpleNamespace) -> None:
    taken = [file for file in damaged.archive.rglob("*passwd*") if "prefect" not in file.parts]
    assert taken == []


def test_hostile_pages_do_not_eat_the_machine(
    good: SimpleNamespace, damaged: SimpleNamespace
) -> None:
    assert 0 < good.peak_bytes < GIGABYTE
    assert 0 < damaged.peak_bytes < GIGABYTE
