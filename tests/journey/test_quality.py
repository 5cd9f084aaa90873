"""Floors under reading and describing, on the samples; whoever lowers a figure here says why."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.journey

Truth = Callable[[str], list[dict[str, Any]]]
Words = Callable[[Path], list[tuple[str, list[int]]]]
LEAST_RECALL, LEAST_PAGE_RECALL = 0.96, 0.80
LEAST_FIELDS_RIGHT, MOST_FIELDS_WRONG = 0.74, 0.08
SURE = 0.9
FIELDS = (
    "document_type", "number", "notation", "issued_date", "place", "parent_body", "issuing_body",
    "subject", "addressee", "signer_title", "signer_name", "recipients", "secrecy", "urgency",
)  # fmt: skip


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def same(value: str) -> str:
    """Without the mark that ends a list or a sentence, which the truth leaves out."""
    return value.rstrip(" .,;:")


@pytest.fixture(scope="module")
def pairs(shown: dict[str, Any], truth: Truth) -> list[tuple[Any, Any, Path]]:
    """Each stored document, its truth, and the folder of its recognised pages."""
    expected = {entry["file"]: entry for entry in truth("good")}
    found = []
    for code, dossier in shown.items():
        for document in dossier["dossier"]["documents"]:
            name = f"{code}.{document['ordinal']:03d}"
            (folder,) = Path(dossier["object_path"]).rglob(f"ocr/data/{name}")
            found.append((document, expected[document["file"]["name"]], folder))
    assert len(found) == 12
    return found


def fields(pairs: list[tuple[Any, Any, Path]]) -> Iterator[tuple[str, str | None, Any]]:
    """Name, true value, and what was read (``None``: nothing) of every field."""
    for document, entry, _ in pairs:
        for name in FIELDS:
            yield name, entry["fields"][name], document["read"][name]


def test_nearly_every_word_is_read(pairs: list[tuple[Any, Any, Path]], words_of: Words) -> None:
    read = there = 0
    for _, entry, folder in pairs:
        for number, page in enumerate(entry["pages"], start=1):
            alto = words_of(folder / f"{number:04d}.alto.xml")
            true = words(page["text"])
            found = (true & words(" ".join(word for word, _ in alto))).total()
            assert found >= LEAST_PAGE_RECALL * true.total(), f"{entry['file']} {number}"
            read, there = read + found, there + true.total()
    assert read / there >= LEAST_RECALL


def test_a_blank_side_gives_no_words(pairs: list[tuple[Any, Any, Path]], words_of: Words) -> None:
    blank = [
        folder / f"{page['number']:04d}.alto.xml"
        for _, entry, folder in pairs
        for page in entry["pages"]
        if page["is_blank"]
    ]
    assert len(blank) == 2
    assert [words_of(alto) for alto in blank] == [[], []]


def test_most_fields_are_read_and_few_wrongly(pairs: list[tuple[Any, Any, Path]]) -> None:
    judged = [
        same(read["value"]) == true if read else None
        for _, true, read in fields(pairs)
        if true is not None
    ]
    assert judged.count(True) / len(judged) >= LEAST_FIELDS_RIGHT
    assert judged.count(False) / len(judged) <= MOST_FIELDS_WRONG


@pytest.mark.parametrize("field", FIELDS)
def test_no_field_is_wrong_and_sure_of_it(field: str, pairs: list[tuple[Any, Any, Path]]) -> None:
    wrong = [
        (true, read["value"])
        for name, true, read in fields(pairs)
        if name == field and read and read["confidence"] >= SURE and same(read["value"]) != true
    ]
    assert wrong == []
