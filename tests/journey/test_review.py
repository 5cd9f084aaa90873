"""What is open goes to a folder with pictures, and comes back from its sheet as corrections."""

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
from PIL import Image

from flows.archive import open_archive
from flows.looking.show import find_row
from flows.revising.correcting import Request
from flows.revising.correcting_lists import correct_from_list
from flows.revising.versions import Note, revise
from records.dossier import Dossier
from records.review_columns import REVIEW_COLUMNS

pytestmark = pytest.mark.journey

Ask = Callable[..., Any]
Run = Callable[..., subprocess.CompletedProcess[str]]
CODE = "H46.21.2012.01.01.02"
FIRST = f"{CODE}.0000001"
# Later than what the archive has stored: an earlier time is refused (A141).
NOW = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=30)
WHY = ("--why", "Rà soát", "--by", "Lan")
LETTER = dict(zip(REVIEW_COLUMNS, "ABCDEFGHIJKL", strict=True))
RISKY = "<b>Số & tên</b>"
Place = tuple[str, str]


def with_doubts(dossier: Dossier) -> Dossier:
    """The first document with another number on the list, and without a subject."""
    first, *others = dossier.documents
    assert first.listed is not None
    spoilt = replace(
        first,
        number="999",
        listed=replace(first.listed, number="999", subject=None),
        disagreements=("number",),
        subject=None,
        note=RISKY,
        document_type=RISKY,
        read=replace(first.read, subject=None),
    )
    return replace(dossier, documents=(spoilt, *others))


@pytest.fixture(scope="module")
def reviewed(
    good: SimpleNamespace, ask: Ask, tmp_path_factory: pytest.TempPathFactory
) -> SimpleNamespace:
    """A copy of the good archive with doubts, and its review. Nobody writes here."""
    folder = tmp_path_factory.mktemp("review")
    ignored = shutil.ignore_patterns("work", "prefect")
    archive = shutil.copytree(good.archive, folder / "kho", ignore=ignored)
    opened = open_archive(archive)
    row = find_row(opened, CODE)
    revise(opened, row.package_id, with_doubts, Note(by="Lan", why="Thử"), NOW)
    told = ask(archive, "review", "--to", folder / "rs", ends=1)
    points = {(each["code"], each["field"]): each for each in told["points"]}
    return SimpleNamespace(archive=archive, folder=folder / "rs", told=told, points=points)


@pytest.fixture
def filled(reviewed: SimpleNamespace, tmp_path: Path) -> Callable[..., Path]:
    """The sheet with right values filled in: ``{(code, field): value}``."""

    def fill(right: dict[Place, str], **changed: str) -> Path:
        book = openpyxl.load_workbook(reviewed.folder / "review.xlsx")
        sheet: Any = book.worksheets[0]
        left = dict(right)
        for number in range(2, sheet.max_row + 1):
            key = (
                sheet[f"{LETTER['code']}{number}"].value,
                sheet[f"{LETTER['field']}{number}"].value,
            )
            if key in left:
                sheet[f"A{number}"] = left.pop(key)
                for name, value in changed.items():
                    sheet[f"{LETTER[name]}{number}"] = value
        assert left == {}
        target = tmp_path / "review.xlsx"
        book.save(target)
        return target

    return fill


def test_both_values_of_a_disagreement_reach_review(reviewed: SimpleNamespace) -> None:
    point = reviewed.points[FIRST, "number"]
    told = {key: point[key] for key in ("reason", "value", "listed", "page")}
    assert told == {"reason": "disagreement", "value": "999", "listed": "999", "page": 1}
    assert point["read"] not in {None, "999"}
    assert point["box"] is not None
    assert reviewed.told["problems"] == []


def test_every_point_has_the_crop_of_its_place(reviewed: SimpleNamespace) -> None:
    for point in reviewed.told["points"]:
        with Image.open(reviewed.folder / point["picture"]) as picture:
            assert picture.format == "JPEG"
            dark = sum(picture.convert("L").histogram()[:128])
            assert dark > 100, point
    box = reviewed.points[FIRST, "number"]["box"]
    with Image.open(reviewed.folder / reviewed.points[FIRST, "number"]["picture"]) as small:
        size = small.size
    with Image.open(reviewed.folder / reviewed.points[FIRST, "subject"]["picture"]) as head:
        assert head.width > size[0] > box[2] - box[0] > 0 < size[1] < head.height / 4


def test_the_page_shows_all_points_escaped_and_asks_nothing_of_the_network(
    reviewed: SimpleNamespace,
) -> None:
    page = Path(reviewed.told["report"]).read_text()
    assert page.count('class="point ') == len(reviewed.points)
    assert RISKY not in page
    assert "&lt;b&gt;Số &amp; tên&lt;/b&gt;" in page
    assert re.findall(r"<script|<link|https?:|//", page.split("</style>")[1]) == []
    for source in re.findall(r'(?:src|href)="([^"#]+)"', page):
        assert (reviewed.folder / source).is_file()


def test_filled_rows_settle_their_points_and_others_change_nothing(
    reviewed: SimpleNamespace,
    ask: Ask,
    filled: Callable[..., Path],
    copy_of: Callable[[Path], Path],
    tmp_path: Path,
) -> None:
    archive = copy_of(reviewed.archive)
    second = f"{CODE}.0000002", "recipients"
    read = reviewed.points[FIRST, "number"]["read"]
    sheet = filled({(FIRST, "number"): "theo máy", (FIRST, "subject"): "Xây kho", second: "="})
    done = ask(archive, "correct", "--from", sheet, *WHY)
    (dossier,) = done["dossiers"]
    assert (dossier["code"], dossier["version"], done["problems"]) == (CODE, 3, [])
    changes = {(one["subject"], one["field"]): one["new"] for one in dossier["changes"]}
    assert changes == {
        (FIRST, "number"): read,
        (FIRST, "subject"): "Xây kho",
        second: reviewed.points[second]["value"],
    }
    left = ask(archive, "review", "--to", tmp_path / "rs", ends=1)["points"]
    assert {(each["code"], each["field"]) for each in left} == reviewed.points.keys() - changes
    assert ask(archive, "show", CODE)["open_points"] == sum(
        each["code"].startswith(CODE) for each in left
    )
    again = ask(archive, "correct", "--from", sheet, *WHY)
    assert (again["dossiers"], again["problems"]) == ([], [])


@pytest.mark.parametrize(
    ("right", "changed", "code"),
    [
        ("đúng", {}, "F093"),
        ("theo máy", {"field": "note"}, "F093"),
        ("12", {"held": "998"}, "F091"),
        ("12", {"code": f"{CODE}.0000099"}, "F092"),
        ("12", {"code": CODE}, "F092"),
        ("12", {"field": "secrecy"}, "M040"),
        ("1" * 30, {}, "M042"),
        ("=1+1", {}, "I014"),
    ],
)
def test_one_wrong_row_and_nothing_is_stored(
    reviewed: SimpleNamespace,
    filled: Callable[..., Path],
    right: str,
    changed: dict[str, str],
    code: str,
) -> None:
    archive = open_archive(reviewed.archive)
    sheet = filled({(FIRST, "number"): right}, **changed)
    other = filled({(FIRST, "number"): right, (FIRST, "subject"): "Xây kho"}, **changed)
    assert other == sheet
    request = Request(note=Note(by="Lan", why="Rà soát"), now=NOW)
    done = correct_from_list(archive, sheet, request)
    assert code in {each.code for each in done.problems}
    assert find_row(archive, CODE).version == 2


def test_a_sheet_that_nobody_filled_changes_nothing(
    reviewed: SimpleNamespace, filled: Callable[..., Path]
) -> None:
    request = Request(note=Note(by="Lan", why="Rà soát"), now=NOW)
    done = correct_from_list(open_archive(reviewed.archive), filled({}), request)
    assert (done.outcomes, done.problems) == ((), ())


def test_one_document_can_be_asked_for(reviewed: SimpleNamespace, ask: Ask, tmp_path: Path) -> None:
    told = ask(reviewed.archive, "review", FIRST, "--to", tmp_path / "rs", ends=1)
    assert {each["code"] for each in told["points"]} == {FIRST}


def test_a_folder_with_something_in_it_is_left_alone(
    reviewed: SimpleNamespace, luutru: Run, tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    done = luutru("--archive", reviewed.archive, "review", "--to", tmp_path)
    assert (done.returncode, [*tmp_path.iterdir()]) == (4, [tmp_path / "mine.txt"])


def test_where_nothing_is_open_nothing_is_written(
    new_archive: Path, ask: Ask, tmp_path: Path
) -> None:
    told = ask(new_archive, "review", "--to", tmp_path / "rs")
    assert (told["points"], told["report"]) == ([], None)
    assert not (tmp_path / "rs").exists()


def test_a_code_that_nothing_has_is_told(reviewed: SimpleNamespace, luutru: Run) -> None:
    for code in ("H1.2", f"{CODE}.0000099"):
        assert luutru("--archive", reviewed.archive, "review", code).returncode == 1
