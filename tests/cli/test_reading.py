"""``recognise`` and ``describe``: one page, no archive, and the keys that others rely on."""

import subprocess
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from metadata import check_xml
from metadata.archival_xml import read_fields
from metadata.field_sets import FieldSet

pytestmark = pytest.mark.engine

Run = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., Any]
CERTAIN = ("document_type", "notation", "place", "parent_body", "issuing_body", "subject")


def test_recognise_gives_text_lines_and_words_with_their_places(
    page: Path, page_truth: dict[str, Any], ask: Ask, tmp_path: Path
) -> None:
    alto, pdf = tmp_path / "alto", tmp_path / "page.pdf"
    told = ask(tmp_path / "none", "recognise", page, "--alto", alto, "--pdf", pdf)
    assert told.keys() == {"pages"}
    (read,) = told["pages"]
    truth = page_truth["pages"][0]
    for key in ("number", "width", "height", "dpi", "rotation_degrees"):
        assert read[key] == truth[key], key
    assert abs(read["skew_degrees"] - truth["skew_degrees"]) < 0.2
    assert 0.8 < read["confidence"] <= 1
    assert read["lines"]
    for line in read["lines"]:
        assert line.keys() == {"box", "words"}
        for word in line["words"]:
            assert word.keys() - {"repaired"} == {"text", "box", "confidence"}
            left, top, right, bottom = word["box"]
            assert 0 <= left < right <= read["width"]
            assert 0 <= top < bottom <= read["height"]
            assert 0 <= word["confidence"] <= 1
    words = [word for line in read["lines"] for word in line["words"]]
    as_read = sorted(word["text"] for word in words)
    assert sorted(read["text_as_read"].split()) == as_read
    likeliest = sorted(word.get("repaired", word["text"]) for word in words)
    assert sorted(read["text"].split()) == likeliest
    assert [file.name for file in alto.iterdir()] == ["0001.alto.xml"]
    with pikepdf.open(pdf) as copy:
        assert len(copy.pages) == 1
    assert not (tmp_path / "none").exists()


def test_describe_gives_each_field_with_its_place_and_rule(
    page: Path, page_truth: dict[str, Any], ask: Ask, tmp_path: Path
) -> None:
    told = ask(tmp_path / "none", "describe", page)
    (document,) = told["documents"]
    assert document["pages"] == [1, 1]
    assert document["fields"].keys() <= page_truth["fields"].keys()
    for field in document["fields"].values():
        beside = {"authority"} & field.keys()
        assert field.keys() - beside == {"value", "confidence", "page", "box", "rule"}
        assert field["page"] == 1
        assert all(a < b for a, b in ((field["box"][0], field["box"][2]), field["box"][1::2]))
    # The number and the day are written by hand.
    for name in ("number", "issued_date"):
        assert document["fields"].get(name, {"confidence": 0})["confidence"] < 0.9
    read = {name: document["fields"][name]["value"] for name in CERTAIN}
    assert read == {name: page_truth["fields"][name] for name in CERTAIN}


def test_describe_prints_the_xml_of_a_document_and_its_problems_apart(
    page: Path, page_truth: dict[str, Any], luutru: Run
) -> None:
    done = luutru("describe", page, "--xml", "--as", "sip", "--code", "H46.21.2012.02.03")
    assert done.returncode == 0
    told = dict(read_fields(done.stdout.encode()))
    assert told["docCode"] == "H46.21.2012.02.03.0000001"
    assert told["organName"] == page_truth["fields"]["issuing_body"]
    problems = check_xml(done.stdout.encode(), FieldSet.SIP_DOCUMENT, str(told["docCode"]))
    assert {told.code for told in problems} <= {"M001"}
    for problem in problems:
        assert f"{problem.code} {problem.subject}: {problem.message}" in done.stderr


def test_people_get_plain_text(page: Path, luutru: Run) -> None:
    done = luutru("recognise", page)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert "GIẤY MỜI" in lines
    assert all(a != b for a, b in pairwise(lines) if a)
