"""Pages of hits whose package cannot be read are told, and the others are drawn."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from flows.archive import open_archive
from flows.looking.marked_pages import draw_hits
from flows.looking.picture_folder import make_folder
from records.access import AccessLevel
from records.hit import Band, Hit
from records.report import Progress

pytestmark = pytest.mark.journey


def test_a_page_that_is_gone_is_told_and_the_others_are_drawn(
    good: SimpleNamespace, ask: Callable[..., Any], tmp_path: Path
) -> None:
    found = ask(good.archive, "search", "quyết định", "--limit", 1)["hits"][0]
    codes = (found["document_code"], f"{found['dossier_code']}.0000099", "H99.99.0000001")
    hits = [
        Hit(
            dossier_code=code.rpartition(".")[0], document_code=code, page=1, title="", snippet="",
            boxes=(), score=0.0, path=("", "", ""), document_type=None, body=None, issued=None,
            access=AccessLevel.PUBLIC, confidence=Band.HIGH,
        )
        for code in codes
    ]  # fmt: skip
    seen: list[Progress] = []
    make_folder(tmp_path / "found")
    pages, problems = draw_hits(open_archive(good.archive), hits, tmp_path / "found", seen.append)
    assert [page.picture is not None for page in pages] == [True, False, False]
    assert [(each.code, each.subject) for each in problems] == [
        ("F009", code) for code in codes[1:]
    ]
    assert [(each.done, each.total) for each in seen] == [(0, 3), (1, 3), (2, 3)]
