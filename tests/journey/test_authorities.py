"""Who made what is stored, who manages it now, and the bodies that the lists lack."""

import csv
import io
import subprocess
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any


def test_both_bodies_and_the_lists_that_decided_are_shown_and_recorded(
    shown: dict[str, Any], good: SimpleNamespace, luutru: Callable[..., Any]
) -> None:
    code, told = next(iter(shown.items()))
    assert told["provenance_org"]["code"] == "H46.21"
    assert told["provenance_org"]["closed_on"] == "2025-07-01"
    assert told["custodian_org"]["code"] == "H50"
    for name in ("provenance_org", "custodian_org"):
        assert told["dossier"][name] == told[name]
    assert [each["name"] for each in told["dossier"]["authority_lists"]][:2] == [
        "organisations.csv", "document_types.csv",
    ]  # fmt: skip
    screen = luutru("--archive", good.archive, "show", code).stdout
    assert "Quảng Trị (H50)" in screen
    assert "H46" in screen


def test_the_bodies_that_no_list_has_are_suggested_most_frequent_first(
    good: SimpleNamespace,
    shown: dict[str, Any],
    luutru: Callable[..., subprocess.CompletedProcess[str]],
) -> None:
    done = luutru("--archive", good.archive, "authorities", "suggest")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    counts = [int(row["documents"]) for row in rows]
    issued = [
        document["issuing_body"]
        for told in shown.values()
        for document in told["dossier"]["documents"]
        if document["issuing_authority"] is None and document["issuing_body"]
    ]
    assert counts == sorted(counts, reverse=True)
    assert {row["name"]: int(row["documents"]) for row in rows} == {
        name: issued.count(name) for name in issued
    }
    assert counts
