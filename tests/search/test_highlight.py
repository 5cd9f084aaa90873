from collections.abc import Callable

from records.hit import IndexedPage
from records.place import Box
from search.entry import boxes_of, pack, unpack
from search.highlight import highlight
from search.matching import answers
from search.parsing import parse

MakePage = Callable[..., IndexedPage]


def test_a_page_comes_back_from_its_stored_form(page: MakePage) -> None:
    content = unpack(pack(page("hs1.001", "Quyết định", "giao đất", page=1)))
    assert content.headings == ("Về việc giao đất",)
    assert content.lines == (("Quyết", "định"), ("giao", "đất"))
    assert boxes_of(content, [2, 3]) == (Box(0, 30, 40, 50), Box(50, 30, 90, 50))


def test_found_words_are_marked_and_have_their_boxes(page: MakePage) -> None:
    content = unpack(pack(page("hs1.001", "QUYẾT ĐỊNH về việc", "giao đất quyết")))
    snippet, boxes = highlight(content, parse("quyet"))
    assert snippet == "⟪QUYẾT⟫ ĐỊNH về việc giao đất ⟪quyết⟫"
    assert boxes == (Box(0, 0, 40, 20), Box(100, 30, 140, 50))


def test_a_quoted_phrase_marks_only_where_it_stands_whole(page: MakePage) -> None:
    content = unpack(pack(page("hs1.001", "nhân dân tỉnh và dân tỉnh")))
    assert highlight(content, parse('"nhân dân tỉnh"'))[0] == "⟪nhân⟫ ⟪dân⟫ ⟪tỉnh⟫ và dân tỉnh"


def test_the_passage_is_the_one_with_most_of_the_words(page: MakePage) -> None:
    filler = " ".join(["khác"] * 80)
    content = unpack(pack(page("hs1.001", f"đất {filler} giao đất công", filler)))
    assert "⟪giao⟫ ⟪đất⟫ công" in highlight(content, parse("giao đất"))[0]


def test_a_printed_mark_cannot_pass_for_ours(page: MakePage) -> None:
    content = unpack(pack(page("hs1.001", "⟪giả⟫ đất")))
    assert highlight(content, parse("đất"))[0] == "«giả» ⟪đất⟫"


def test_pieces_of_a_phrase_are_not_the_phrase(page: MakePage) -> None:
    content = unpack(pack(page("hs1.001", "nhân dân và dân tỉnh")))
    assert not answers(content, parse('"nhân dân tỉnh"'))
    assert answers(content, parse('"nhân dân"'))


def test_a_code_is_marked_where_it_was_misread(page: MakePage) -> None:
    content = unpack(pack(page("hs1.001", "theo số l343 /QĐ-UBND ngày")))
    snippet, boxes = highlight(content, parse("1343/QĐ-UBND"))
    assert snippet == "theo số ⟪l343⟫ ⟪/QĐ-UBND⟫ ngày"
    assert len(boxes) == 2


def test_a_page_that_was_only_filtered_shows_its_beginning(page: MakePage) -> None:
    content = unpack(pack(page("hs1.001", "giao đất", page=1)))
    assert highlight(content, parse("năm:2010")) == ("giao đất", ())
