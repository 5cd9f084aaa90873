"""ALTO: valid against the schema, read back without loss, hostile files refused."""

from dataclasses import fields
from pathlib import Path

import pytest
from lxml import etree

from ocr.alto import NAMESPACE, alto_bytes
from ocr.alto_reading import AltoPage, read_alto
from ocr.alto_schema import load_alto_schema
from records.errors import InputError
from records.page import RecognizedPage


def test_what_is_written_is_valid_alto_4_4(recognised: RecognizedPage) -> None:
    written = etree.fromstring(alto_bytes(recognised, "so-1.pdf"))
    load_alto_schema().assertValid(written)


def test_what_is_written_is_read_back_whole(recognised: RecognizedPage) -> None:
    recognised.alto.write_bytes(alto_bytes(recognised, "so-1.pdf"))
    expected = {each.name: getattr(recognised, each.name) for each in fields(AltoPage)}
    assert read_alto(recognised.alto) == AltoPage(**expected)


def test_a_second_reading_stands_beside_what_was_read(recognised: RecognizedPage) -> None:
    written = etree.fromstring(alto_bytes(recognised, "so-1.pdf"))
    (second,) = written.iter(f"{{{NAMESPACE}}}ALTERNATIVE")
    parent = second.getparent()
    assert parent is not None
    assert (second.get("PURPOSE"), second.text) == ("context-repair", "định")
    assert parent.get("CONTENT") == "đinh"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no xml",
        b"<alto/>",
        b'<!DOCTYPE alto [<!ENTITY e "x">]><alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"/>',
        b'<alto xmlns="http://www.loc.gov/standards/alto/ns-v4#"/>',
    ],
)
def test_anything_else_is_refused(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "page.alto.xml"
    broken.write_bytes(content)
    with pytest.raises(InputError) as refused:
        read_alto(broken)
    assert refused.value.problem.code == "O010"
