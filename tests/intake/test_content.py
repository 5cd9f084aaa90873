"""Files are judged by their content: what is damaged, too large, closed or signed."""

import io
import random
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pikepdf
import pytest
from PIL import Image, ImageDraw

from intake.inspection import inspect_scan
from records.batch import Batch
from records.errors import InputError

Inspect = Callable[[bytes], dict[str, object]]
MAX_PIXELS = 9_000_000


@pytest.fixture
def inspect(tmp_path: Path) -> Inspect:
    def run(content: bytes) -> dict[str, object]:
        (tmp_path / "scan").write_bytes(content)
        return inspect_scan(str(tmp_path / "scan"), "scan", MAX_PIXELS, 100)

    return run


def refusal(inspect: Inspect, content: bytes) -> str:
    with pytest.raises(InputError) as raised:
        inspect(content)
    return raised.value.problem.code


def written_page(kind: str, **options: object) -> bytes:
    page = Image.new("L", (400, 500), 255)
    pen, chance = ImageDraw.Draw(page), random.Random(1)  # noqa: S311 - the same page every time
    for _ in range(900):
        left, top = chance.randrange(400), chance.randrange(500)
        pen.line((left, top, left + 9, top + chance.randrange(9)), fill=0, width=2)
    written = io.BytesIO()
    bilevel = options.get("compression") == "group4"
    (page.convert("1") if bilevel else page).save(written, kind, **options)
    return written.getvalue()


def spoiled(content: bytes) -> bytes:
    middle, chance = len(content) // 2, random.Random(2)  # noqa: S311 - the same damage every time
    return content[:middle] + chance.randbytes(60) + content[middle + 60 :]


KINDS = [
    ("TIFF", {"compression": "group4"}),
    ("TIFF", {"compression": "tiff_lzw"}),
    ("TIFF", {"compression": "tiff_adobe_deflate"}),
    ("PNG", {}),
]


@pytest.mark.parametrize(("kind", "options"), [*KINDS, ("JPEG", {})])
def test_a_whole_image_is_taken_by_its_content(
    inspect: Inspect, kind: str, options: dict[str, str]
) -> None:
    assert inspect(written_page(kind, **options)) == {
        "media_type": f"image/{kind.lower()}",
        "page_count": 1,
        "is_signed": False,
        "doubtful": 0,
    }


@pytest.mark.parametrize(("kind", "options"), KINDS)
def test_a_corrupt_strip_is_found(inspect: Inspect, kind: str, options: dict[str, str]) -> None:
    assert refusal(inspect, spoiled(written_page(kind, **options))) == "I042"


@pytest.mark.parametrize(("kind", "options"), [*KINDS, ("JPEG", {})])
def test_a_truncated_image_is_found(inspect: Inspect, kind: str, options: dict[str, str]) -> None:
    content = written_page(kind, **options)
    assert refusal(inspect, content[: len(content) // 2]) == "I042"


def test_a_lost_sector_of_a_fax_page_is_found(inspect: Inspect) -> None:
    content = written_page("TIFF", compression="group4")
    middle = len(content) // 2
    assert refusal(inspect, content[:middle] + bytes(500) + content[middle + 500 :]) == "I042"


@pytest.mark.parametrize("seed", range(20))
def test_a_spoiled_header_is_an_answer_and_never_a_crash(inspect: Inspect, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same damage every time
    for kind, options in [*KINDS, ("JPEG", {})]:
        content = bytearray(written_page(kind, **options))
        for _ in range(4):
            content[chance.randrange(4, len(content))] = chance.randrange(256)
        del content[chance.randrange(len(content)) :][: chance.randrange(9)]
        try:
            pages = inspect(bytes(content))["page_count"]
        except InputError as error:
            pages = error.problem.code
        assert pages in {1, "I041", "I042", "I045"}


def test_an_irregular_jpeg_is_doubtful_and_not_refused(inspect: Inspect) -> None:
    assert inspect(spoiled(written_page("JPEG")))["doubtful"] == 1


@pytest.mark.parametrize(("side", "accepted"), [(3_000, True), (30_000, False)])
def test_a_huge_fax_page_is_refused_from_its_header(
    inspect: Inspect, side: int, accepted: bool
) -> None:
    written = io.BytesIO()
    Image.new("1", (side, side), 1).save(written, "TIFF", compression="group4")
    if accepted:
        assert inspect(written.getvalue())["page_count"] == 1
    else:
        assert refusal(inspect, written.getvalue()) == "I045"


def test_a_huge_second_frame_is_refused(inspect: Inspect) -> None:
    frames = [Image.new("1", (side, side), 1) for side in (30, 4_000)]
    written = io.BytesIO()
    frames[0].save(written, "TIFF", save_all=True, append_images=frames[1:], compression="group4")
    assert refusal(inspect, written.getvalue()) == "I045"


def test_a_page_of_200_inches_is_refused(inspect: Inspect, make: SimpleNamespace) -> None:
    assert refusal(inspect, make.pdf(size=(14_400, 14_400))) == "I045"


def test_a_small_page_with_a_huge_image_is_refused(inspect: Inspect) -> None:
    made = pikepdf.new()
    made.add_blank_page()
    image = {"Type": "/XObject", "Subtype": "/Image", "Width": 90_000, "Height": 90_000}
    stream = made.make_stream(b"", {f"/{key}": value for key, value in image.items()})
    stream["/Subtype"] = pikepdf.Name.Image
    made.pages[0].Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im0=stream))
    written = io.BytesIO()
    made.save(written)
    assert refusal(inspect, written.getvalue()) == "I045"


@pytest.mark.parametrize("cut", [30, 300, 900])
def test_a_truncated_pdf_is_damaged_even_where_it_could_be_rebuilt(
    inspect: Inspect, make: SimpleNamespace, cut: int
) -> None:
    assert refusal(inspect, make.pdf(3)[:-cut]) == "I042"


@pytest.mark.parametrize("user", ["", "open sesame"])
def test_an_encrypted_pdf_is_refused(inspect: Inspect, make: SimpleNamespace, user: str) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(make.pdf())) as made:
        made.save(written, encryption=pikepdf.Encryption(owner="keeper", user=user))
    assert refusal(inspect, written.getvalue()) == "I043"


@pytest.mark.parametrize(
    ("flags", "has_value", "is_signed"),
    [(0, True, True), (3, False, True), (0, False, False)],
)
def test_a_signed_pdf_is_told_from_an_empty_signature_field(
    inspect: Inspect, make: SimpleNamespace, flags: int, has_value: bool, is_signed: bool
) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(make.pdf())) as made:
        field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="Ky so")
        if has_value:
            field.V = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Sig))
        parent = pikepdf.Dictionary(T="Nhom", Kids=[made.make_indirect(field)])
        made.Root.AcroForm = pikepdf.Dictionary(Fields=[made.make_indirect(parent)], SigFlags=flags)
        made.save(written)
    assert inspect(written.getvalue())["is_signed"] == int(is_signed)


def test_a_signed_file_is_taken_in_with_a_note(
    take_in: Callable[..., Batch], make: SimpleNamespace
) -> None:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(make.pdf())) as made:
        made.Root.AcroForm = pikepdf.Dictionary(Fields=[], SigFlags=3)
        made.save(written)
    batch = take_in(
        {"signed.pdf": written.getvalue(), "scan.pdf": make.tiff()},
        [make.document("signed.pdf"), make.document("scan.pdf")],
    )
    assert [found.code for found in batch.problems] == ["I051", "I044"]
    assert [one.file.is_signed for one in batch.dossiers[0].documents] == [True, False]
