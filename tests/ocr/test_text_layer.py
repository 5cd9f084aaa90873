"""PDF pages made by a word processor keep their text; everything else is read."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pikepdf
import pytest
from fpdf import FPDF
from PIL import Image

from ocr import OcrOptions, PageReader, identify_engine, read_alto
from ocr.pdfium_text import identify_text_layer
from ocr.recognise import Reading, recognise_page
from records.digest import sha256_of
from records.page import RecognizedPage, ScannedPage

pytestmark = pytest.mark.engine
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSerif.ttf"
BODY = (
    "Căn cứ Luật Tổ chức chính quyền địa phương ngày 19 tháng 6 năm 2015;",
    "Xét đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 12/TTr-SNV,",
    "Thành lập tổ công tác rà soát hồ sơ gồm năm người.",
)
TCVN3 = (
    "C¨n cø LuËt Tæ chøc chÝnh quyÒn ®Þa ph\u00ad¬ng ngµy 19 th¸ng 6 n¨m 2015;",
    "XÐt ®Ò nghÞ cña Gi¸m ®èc Së Néi vô t¹i Tê tr×nh sè 12/TTr-SNV,",
    "Thµnh lËp tæ c«ng t¸c rµ so¸t hå s¬ gåm n¨m ng\u00adêi.",
)
Print = Callable[[FPDF], None]


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Reading]:
    """What becomes of an A4 page that ``draw`` draws on."""

    def read_drawn(draw: Print, change: Callable[[pikepdf.Page], None] | None = None) -> Reading:
        return recognise_page(_made(tmp_path, draw, change), 1, OcrOptions(), tmp_path)

    return read_drawn


def _made(folder: Path, draw: Print, change: Callable[[pikepdf.Page], None] | None = None) -> Path:
    paper = FPDF()
    paper.add_page()
    paper.add_font("print", "", FONT)
    paper.set_font("print", size=13)
    draw(paper)
    target = folder / "page.pdf"
    with pikepdf.open(io.BytesIO(bytes(paper.output()))) as made:
        if change is not None:
            change(made.pages[0])
        made.save(target)
    return target


def _body(paper: FPDF, lines: tuple[str, ...] = BODY, top: float = 100) -> None:
    for number, line in enumerate(lines):
        paper.text(25, top + 9 * number, line)


def _texts(reading: Reading) -> list[str]:
    return [line.text for line in reading.lines]


def test_words_are_kept_where_they_stand(read: Callable[..., Reading]) -> None:
    page = read(_body)
    assert _texts(page) == list(BODY)
    assert page.picture.treatments == ("rendered-at-300-dpi", "text-kept")
    assert (page.kept_by, page.was_read) == (identify_text_layer(), False)
    assert (page.confidence, page.orientation_confidence) == (0.98, 1.0)
    dark = page.picture.pixels < 128
    for word in (word for line in page.lines for word in line.words):
        left, top, right, bottom = word.box
        assert dark[top:bottom, left:right].any(), word.text
        dark[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = False
    assert not dark.any()


def test_text_within_a_form_is_kept_too(read: Callable[..., Reading]) -> None:
    def wrap(page: pikepdf.Page) -> None:
        page.contents_coalesce()
        form = page.obj.Contents
        form.Type, form.Subtype = pikepdf.Name.XObject, pikepdf.Name.Form
        form.BBox, form.Resources = page.mediabox, page.obj.Resources
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fx=form))
        del page.obj.Contents
        page.contents_add(b"/Fx Do")

    page = read(_body, wrap)
    assert (_texts(page), page.kept_by) == (list(BODY), identify_text_layer())


def test_letterhead_comes_column_by_column(read: Callable[..., Reading]) -> None:
    def draw(paper: FPDF) -> None:
        _body(paper)
        paper.text(120, 20, "CỘNG HÒA XÃ HỘI")
        paper.text(25, 20, "UBND TỈNH")
        paper.text(25, 27, "SỞ NỘI VỤ")
        paper.text(125, 27, "Độc lập - Tự do")

    assert _texts(read(draw)) == [
        "UBND TỈNH", "SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do", *BODY,
    ]  # fmt: skip


@pytest.mark.parametrize(("turn", "clockwise"), [(0, 90), (90, 0), (180, 180), (270, 180)])
def test_a_page_that_is_displayed_lying_keeps_its_text_upright(
    read: Callable[..., Reading], turn: int, clockwise: int
) -> None:
    drawn = (360 - clockwise - turn) % 360

    def draw(paper: FPDF) -> None:
        with paper.rotation(-drawn, 105, 105):
            _body(paper)

    page = read(draw, lambda page: page.rotate(turn, relative=False))
    assert _texts(page) == list(BODY)
    assert page.quarter_degrees == clockwise
    word = page.lines[0].words[0]
    left, top, right, bottom = word.box
    assert word.box.width > word.box.height
    assert (page.picture.pixels[top:bottom, left:right] < 128).mean() > 0.1


def test_the_thinnest_dash_is_seen_wherever_it_falls(read: Callable[..., Reading]) -> None:
    def draw(paper: FPDF) -> None:
        _body(paper)
        paper.set_font_size(8)
        for number in range(12):
            paper.text(25 + 0.03 * number, 150 + 6.03 * number, "- Như trên;")

    assert _texts(read(draw))[3:] == 12 * ["- Như trên;"]


def test_decomposed_letters_are_composed_and_soft_hyphens_dropped(
    read: Callable[..., Reading],
) -> None:
    def draw(paper: FPDF) -> None:
        _body(paper)
        paper.text(25, 150, "Thu\u031b\u0301 tru\u031bo\u031b\u0309ng và nhân\u00ad viên")

    assert _texts(read(draw))[-1] == "Thứ trưởng và nhân viên"


@pytest.mark.parametrize(
    "hide", [{"text_mode": "INVISIBLE"}, {"text_color": (255, 255, 255)}], ids=["mode", "white"]
)
def test_text_that_nobody_sees_is_not_kept(
    read: Callable[..., Reading], hide: dict[str, object]
) -> None:
    def draw(paper: FPDF) -> None:
        _body(paper)
        with paper.local_context(**hide):
            paper.text(25, 200, "Bí mật không ai thấy")

    page = read(draw)
    assert _texts(page) == list(BODY)


@pytest.mark.parametrize(("left", "top"), [(-190, 120), (25, -30), (25, 320), (230, 120)])
def test_text_outside_the_page_is_not_kept(
    read: Callable[..., Reading], left: float, top: float
) -> None:
    def draw(paper: FPDF) -> None:
        _body(paper)
        paper.text(left, top, "Ngoài lề tờ giấy")

    assert _texts(read(draw)) == list(BODY)


def test_a_scan_with_an_earlier_reading_is_read_again(
    read: Callable[..., Reading], sheet: Callable[..., Image.Image]
) -> None:
    def draw(paper: FPDF) -> None:
        _body(paper, tuple(line.replace("ă", "à") for line in BODY))
        paper.image(sheet(), 0, 0, w=210, h=148)

    page = read(draw)
    assert (page.kept_by, page.was_read) == (None, True)
    assert "Xét đề nghị của Giám đốc Sở Nội vụ" in _texts(page)


def test_a_heading_over_a_scan_does_not_speak_for_it(
    read: Callable[..., Reading], sheet: Callable[..., Image.Image]
) -> None:
    def draw(paper: FPDF) -> None:
        paper.image(sheet(), 0, 0, w=210, h=148)
        _body(paper, BODY[:1], top=160)

    page = read(draw)
    assert page.kept_by is None
    assert "Xét đề nghị của Giám đốc Sở Nội vụ" in _texts(page)


def test_an_old_encoding_is_read_from_the_picture(read: Callable[..., Reading]) -> None:
    page = read(lambda paper: _body(paper, TCVN3))
    assert (page.kept_by, page.was_read) == (None, True)


def test_print_in_a_picture_is_read_beside_the_text(
    read: Callable[..., Reading], sheet: Callable[..., Image.Image]
) -> None:
    stamp = sheet(300, ("Sở Nội vụ tỉnh Hậu Giang", "Công văn đến ngày 12")).crop(
        (200, 150, 1700, 520)
    )

    def draw(paper: FPDF) -> None:
        for top in (100, 140, 180):
            _body(paper, top=top)
        paper.image(stamp, 25, 20, w=127)

    page = read(draw)
    assert _texts(page) == ["Sở Nội vụ tỉnh Hậu Giang", "Công văn đến ngày 12", *(3 * BODY)]
    assert page.picture.treatments[-2:] == ("text-kept", "rest-read")
    kept, read_ = page.lines[3].words[0], page.lines[0].words[0]
    assert kept.confidence == 0.98 != read_.confidence
    dark = page.picture.pixels < 128
    left, top, right, bottom = read_.box
    assert (dark if dark.ndim == 2 else dark.all(axis=2))[top:bottom, left:right].mean() > 0.1


@pytest.fixture
def record(tmp_path: Path) -> Iterator[RecognizedPage]:
    path = _made(tmp_path, _body)
    page = ScannedPage(file=path, file_sha256=sha256_of(path), number=1)
    with PageReader(OcrOptions(), tmp_path / "temporary") as reader:
        yield reader.read(page, tmp_path / "read")


def test_record_and_alto_name_what_gave_the_text(record: RecognizedPage) -> None:
    assert record.engine == identify_text_layer() != identify_engine()
    alto = read_alto(record.alto)
    assert (alto.engine, alto.treatments) == (record.engine, record.treatments)
    assert alto.lines == record.lines
    assert "text-kept" in record.treatments
