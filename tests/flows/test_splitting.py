"""How separator sheets part files, and how ordinals and rows of the list go with them."""

from collections.abc import Callable
from pathlib import Path, PurePosixPath

import pytest

from flows.keeping.packaging import ReadyDocument
from flows.taking_in.splitting import split_by_sheets
from records.batch import (
    BatchDocument,
    BatchDossier,
    DeliveredFile,
    Fonds,
    ListedDocument,
    ListedDossier,
)
from records.digest import Sha256
from records.page import Line, RecognizedPage, Word
from records.place import Box

CODE = "H99.21.2018.01.07"
BOX = Box(0, 0, 10, 10)
LINE = Line(words=(Word(text="chữ", box=BOX, confidence=0.9),), box=BOX)


def page(kind: str, number: int) -> RecognizedPage:
    """A page of text (``t``), a blank one (``b``), a sheet (``s``), or one of another dossier."""
    separator = {"s": "luutru:1:document", "o": "luutru:1:document:H1"}.get(kind)
    return RecognizedPage(
        number=number, file_sha256=Sha256("a" * 64), width=10, height=10, dpi=300,
        rotation_degrees=0, skew_degrees=0.0, confidence=0.9, lines=(LINE,) if kind == "t" else (),
        is_blank=kind == "b", treatments=(), engine="none", image=Path("p"), alto=Path("a"),
        separator=separator,
    )  # fmt: skip


@pytest.fixture
def deliver() -> Callable[..., tuple[BatchDossier, tuple[ReadyDocument, ...]]]:
    """A dossier of files written as kinds of pages: ``ttst`` is a file of two documents."""

    def make(
        *files: str, listed: bool = False, last: int = 0
    ) -> tuple[BatchDossier, tuple[ReadyDocument, ...]]:
        ready = []
        for place, kinds in enumerate(files, start=1):
            file = DeliveredFile(
                name=PurePosixPath(f"{place}.pdf"), copy=Path(f"{place}.pdf"), size_bytes=1,
                sha256=Sha256(f"{place:064d}"), media_type="application/pdf", page_count=len(kinds),
            )  # fmt: skip
            row = ListedDocument(row=place) if listed else None
            ready.append(
                ReadyDocument(
                    delivered=BatchDocument(ordinal=place, file=file, listed=row),
                    pages=tuple(page(kind, at) for at, kind in enumerate(kinds, start=1)),
                )
            )
        dossier = BatchDossier(
            code=CODE, fonds=Fonds(name="Sở", agency_code="H99.21", fonds_code="1"),
            provisional=not listed, listed=ListedDossier(), last_ordinal=last,
            documents=tuple(each.delivered for each in ready),
        )  # fmt: skip
        return dossier, tuple(ready)

    return make


Deliver = Callable[..., tuple[BatchDossier, tuple[ReadyDocument, ...]]]


def told(ready: tuple[ReadyDocument, ...]) -> list[tuple[int, str, list[int], tuple[int, ...]]]:
    for each in ready:
        assert [page.number for page in each.pages] == list(each.delivered.pages)
    return [
        (d.ordinal, d.file.name.name, list(d.pages), d.separators)
        for d in (each.delivered for each in ready)
    ]


def test_files_without_sheets_are_left_as_they_are(deliver: Deliver) -> None:
    dossier, ready = deliver("tbt", "t", listed=True, last=2)
    assert split_by_sheets(dossier, ready) == (ready, ())


def test_without_a_list_documents_are_counted_in_the_order_of_their_pages(
    deliver: Deliver,
) -> None:
    documents, problems = split_by_sheets(*deliver("ttsts", "t"))
    assert told(documents) == [
        (1, "1.pdf", [1, 2], ()),
        (2, "1.pdf", [4], (3, 5)),
        (3, "2.pdf", [1], ()),
    ]
    assert [each.code for each in problems] == ["F070"]
    assert "3, 5" in problems[0].message


def test_with_a_list_further_documents_stand_behind_its_last_row(deliver: Deliver) -> None:
    documents, _ = split_by_sheets(*deliver("tsst", "tst", listed=True, last=5))
    assert told(documents) == [
        (1, "1.pdf", [1], ()),
        (2, "2.pdf", [1], ()),
        (6, "1.pdf", [4], (2, 3)),
        (7, "2.pdf", [3], (2,)),
    ]
    rows = [each.delivered.listed and each.delivered.listed.row for each in documents]
    assert rows == [1, 2, None, None]


def test_blank_pages_stay_in_their_document_and_make_none_of_their_own(deliver: Deliver) -> None:
    documents, _ = split_by_sheets(*deliver("stbsbbsbtb"))
    assert told(documents) == [(1, "1.pdf", [2, 3], (1,)), (2, "1.pdf", [8, 9, 10], (4, 5, 6, 7))]


def test_a_file_of_sheets_only_is_kept_whole_and_told(deliver: Deliver) -> None:
    dossier, ready = deliver("ssb")
    documents, problems = split_by_sheets(dossier, ready)
    assert documents == ready
    assert [each.code for each in problems] == ["F072"]


def test_a_sheet_of_another_dossier_is_told_and_still_parts(deliver: Deliver) -> None:
    documents, problems = split_by_sheets(*deliver("tot"))
    assert len(documents) == 2
    assert [each.code for each in problems] == ["F070", "F071"]
    assert "H1" in problems[1].message
