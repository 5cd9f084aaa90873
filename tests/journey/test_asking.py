"""Full text: with marks and without, with the place of every hit, and only for those allowed."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from lxml import html
from PIL import Image

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
Found = Callable[[Path, str], dict[str, Path]]
Words = Callable[[Path], list[tuple[str, list[int]]]]
CONDITIONAL = "H46.21.2012.01.01.02.0000003"
HIDDEN = "khuyến khích"
"""Stands in the conditional minutes and nowhere else in the batch."""


def plain(word: str) -> str:
    letters = unicodedata.normalize("NFD", word.casefold().replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isalpha())


def alto_of(hit: dict[str, Any]) -> str:
    dossier, _, ordinal = hit["document_code"].rpartition(".")
    return f"*/ocr/data/{dossier}.{int(ordinal):03d}/{hit['page']:04d}.alto.xml"


@pytest.mark.parametrize("words", ["quyết định", "QUYET DINH"])
def test_words_are_found_and_each_box_holds_one_of_them(
    words: str, good: SimpleNamespace, ask: Ask, files_of: Found, words_of: Words
) -> None:
    answer = ask(good.archive, "search", words, "--limit", 100)
    assert answer["total"] == len(answer["hits"]) >= 3
    first = answer["hits"][0]
    assert (first["document_code"], first["page"]) == ("H46.21.2012.01.01.02.0000004", 1)
    for hit in answer["hits"]:
        (alto,) = files_of(good.archive, alto_of(hit)).values()
        on_page = {tuple(box): plain(word) for word, box in words_of(alto)}
        assert hit["boxes"]
        assert {on_page[tuple(box)] for box in hit["boxes"]} <= {"quyet", "dinh"}


def test_filters_narrow_the_answer(good: SimpleNamespace, ask: Ask) -> None:
    narrow = ask(good.archive, "search", "lưu trữ", "--year", 2010, "--type", "Báo cáo")
    assert narrow["total"] > 0
    assert {hit["document_code"] for hit in narrow["hits"]} == {"H46.21.2010.01.01.01.0000004"}
    conditional = ask(good.archive, "search", "lưu trữ", "--access", "02")
    assert {hit["document_code"] for hit in conditional["hits"]} == {CONDITIONAL}


def test_what_is_conditional_is_found_by_the_archivist_only(
    good: SimpleNamespace, ask: Ask
) -> None:
    archivist = ask(good.archive, "search", f'"{HIDDEN}"')
    assert {hit["document_code"] for hit in archivist["hits"]} == {CONDITIONAL}
    public = ask(good.archive, "search", f'"{HIDDEN}"', "--as", "public")
    assert public["hits"] == []
    assert public["total"] == 0
    assert not any(public["facets"].values())
    assert public["suggestion"] is None


def test_the_public_never_sees_a_conditional_page_whatever_it_asks(
    good: SimpleNamespace, ask: Ask
) -> None:
    asked = ("lưu trữ", "--limit", 1000)
    everything = ask(good.archive, "search", *asked)
    public = ask(good.archive, "search", *asked, "--as", "public")
    seen = {hit["document_code"] for hit in public["hits"]}
    assert seen == {hit["document_code"] for hit in everything["hits"]} - {CONDITIONAL}
    assert public["facets"]["access"] == {"01": public["total"]}


def test_a_saved_search_finds_the_same(good: SimpleNamespace, ask: Ask) -> None:
    asked = ('lưu trữ -"khuyến khích" năm:2010-2015', "--sort", "newest", "--limit", 3)
    answer = ask(good.archive, "search", *asked)
    assert answer["total"] > 3
    assert answer["url"].startswith("/tim?q=l%C6%B0u+tr%E1%BB%AF")
    assert ask(good.archive, "search", *asked, "--url") == {"url": answer["url"]}
    assert ask(good.archive, "search", "--from-url", answer["url"]) == answer
    days = [hit["issued"] for hit in answer["hits"]]
    assert days == sorted(days, reverse=True)
    assert [each["meaning"] for each in answer["understood"]] == ["words", "phrase", "issued"]


def test_a_dossier_is_searched_by_itself(good: SimpleNamespace, ask: Ask) -> None:
    code = "H46.21.2010.01.01.01"
    found = ask(good.archive, "search", "lưu trữ", "--dossier", code)
    assert {hit["dossier_code"] for hit in found["hits"]} == {code}
    assert found["total"] == ask(good.archive, "search", f"lưu trữ hồ sơ:{code}")["total"]


def test_the_public_is_shown_no_dossier_with_a_conditional_part(
    good: SimpleNamespace, luutru: Callable[..., Any]
) -> None:
    code = CONDITIONAL.rpartition(".")[0]
    for asked in (code, CONDITIONAL):
        done = luutru("--archive", good.archive, "show", asked, "--reader", "public", "--json")
        assert (done.returncode, done.stdout) == (4, "")
        assert done.stderr.startswith(f"{code}: ")


def test_a_hostile_question_is_answered_on_the_command_line(
    good: SimpleNamespace, luutru: Callable[..., Any]
) -> None:
    for words, codes in (
        (("giao đất " * 1000,), {"S031"}),
        (("--", "-xã"), {"S033"}),
        (('\udcff\u202e"*:*',), {"S030"}),
        (("ngày:32/13/2014",), {"S032"}),
    ):
        done = luutru("--archive", good.archive, "search", "--json", *words)
        assert (done.returncode, done.stderr) == (0, "")
        assert {each["code"] for each in json.loads(done.stdout)["problems"]} == codes
    shown = luutru("--archive", good.archive, "search", "năm:2010 \x1b[2J")
    assert (shown.returncode, "\x1b" in shown.stdout) == (0, False)
    assert luutru("--archive", good.archive, "search", "--from-url", "/tim?x=1").returncode == 1
    assert luutru("--archive", good.archive, "search", "a", "--from-url", "/tim").returncode == 2
    assert luutru("--archive", good.archive, "search").returncode == 2


def test_pages_are_written_with_the_words_marked_where_they_are_printed(
    good: SimpleNamespace, ask: Ask, tmp_path: Path
) -> None:
    answer = ask(good.archive, "search", "QUYET DINH", "--limit", 3, "--to", tmp_path / "trang")
    report = Path(answer["report"])
    shown = html.parse(report).findall(".//article")
    assert len(shown) == len(answer["hits"]) == 3
    for article, hit in zip(shown, answer["hits"], strict=True):
        (drawing,) = article.iter("svg")
        width, height = map(int, drawing.get("viewbox").split()[2:])
        (image,) = drawing.iter("image")
        with Image.open(report.parent / image.get("href")) as picture:
            assert picture.width / picture.height == pytest.approx(width / height, rel=0.01)
            scale = picture.width / width
            inks = [
                np.asarray(picture.convert("L").crop([round(side * scale) for side in box]))
                for box in hit["boxes"]
            ]
        assert len(list(drawing.iter("rect"))) == len(hit["boxes"]) > 0
        # In every mark there is print on paper.
        assert all(ink.min() < 128 < ink.mean() for ink in inks)
    assert "http" not in report.read_text()
    assert "<script" not in report.read_text()


def test_what_was_asked_is_shown_as_text_and_a_full_folder_is_left_alone(
    good: SimpleNamespace, ask: Ask, luutru: Callable[..., Any], tmp_path: Path
) -> None:
    asked = ("search", '<script>alert(1)</script> "lưu trữ"', "--to", tmp_path / "trang")
    ask(good.archive, *asked)
    written = (tmp_path / "trang" / "index.html").read_text()
    assert "&lt;script&gt;" in written
    assert "<script" not in written
    again = luutru("--archive", good.archive, *asked)
    assert (again.returncode, "--to" in again.stderr) == (4, True)
    hidden = ask(
        good.archive, "search", f'"{HIDDEN}"', "--as", "public", "--to", tmp_path / "public"
    )
    assert hidden["total"] == 0
    assert list((tmp_path / "public" / "pictures").iterdir()) == []
