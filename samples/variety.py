"""First pages put together by chance from parts that we wrote, with the truth about their fields.

The parts named "fit" and those named "judge" share no body, subject, place or name.
"""

import json
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from samples.ageing import Scan
from samples.batches import scan_page, tell
from samples.changed_sheet import changed
from samples.layout import lay_out
from samples.scan_files import write_scan
from samples.sheet import Sheet
from samples.written import TEXTS, Written

TYPES = (
    ("Quyết định", "QĐ"), ("Kế hoạch", "KH"), ("Báo cáo", "BC"), ("Thông báo", "TB"),
    ("Tờ trình", "TTr"), ("Giấy mời", "GM"), ("Chương trình", "CTr"), ("Hướng dẫn", "HD"),
)  # fmt: skip
LETTERS = 0.3
"""Share of official letters, as in a registry: the commonest type by far."""
SMALL_LETTERS_UNTIL = 2000
"""Older papers write offices in small letters too."""
Parts = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MadePage:
    """A page as it is to be written, and which of its values a pen wrote."""

    written: Written
    sheet: Sheet


def write_variety(folder: Path, part: str, count: int) -> Path:
    """Write ``count`` pages of ``part`` ("fit" or "judge") and ``truth.json``; returns the latter.

    The n-th page is the same in every run.
    """
    folder.mkdir(parents=True, exist_ok=True)
    told = [_write(folder, number, made) for number, made in zip(range(count), _pages(part))]  # noqa: B905 - endless
    listed = folder / "truth.json"
    listed.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return listed


def _write(folder: Path, number: int, made: MadePage) -> dict[str, Any]:
    written = made.written
    page = scan_page(written, made.sheet, 1, seed=number)
    name = f"{number:04d}.{'tif' if written.scan.mode == 'bitonal' else 'jpg'}"
    write_scan(folder / name, (page.pixels,), written.scan)
    fields = tell(written, (page,))["fields"]
    if all(line.text != "Nơi nhận:" for line in made.sheet.lines):
        fields["recipients"] = None
    by_hand = {
        "number_handwritten": not written.is_number_printed,
        "date_handwritten": not written.is_date_printed,
    }
    return {"file": name, "fields": fields | by_hand}


def _pages(part: str) -> Iterator[MadePage]:
    parts = tomllib.loads((TEXTS / "variety.toml").read_text(encoding="utf-8"))[part]
    number = 0
    while True:
        rng = np.random.default_rng([number, sum(part.encode())])
        written = _written(f"{part}-{number}", parts, rng)
        sheet = changed(lay_out(written)[0], written, rng)
        yield MadePage(written=written, sheet=sheet)
        number += 1


def _one(values: Any, rng: np.random.Generator) -> Any:
    return values[int(rng.integers(len(values)))]


def _some(values: Any, rng: np.random.Generator, count: int) -> list[Any]:
    return [values[at] for at in sorted(rng.choice(len(values), count, replace=False))]


def _written(name: str, parts: Parts, rng: np.random.Generator) -> Written:
    body, place = _one(parts["body"], rng), _one(parts["places"], rng)
    is_letter = bool(rng.random() < LETTERS)
    kind, short = ("Công văn", "") if is_letter else _one(TYPES, rng)
    issued = date(int(rng.integers(1992, 2024)), int(rng.integers(1, 13)), int(rng.integers(1, 29)))
    about = _one(parts["subjects"], rng).format(y=issued.year)
    if is_letter:
        about = f"V/v {about.removeprefix('Về việc ')}"
    office = _one(body["offices"], rng)
    if issued.year < SMALL_LETTERS_UNTIL and rng.random() < 0.4:
        office = "|".join(map(_in_small_letters, office.split("|")))
    recipients = _some(parts["recipients"][:-1], rng, int(rng.integers(1, 4)))
    return Written(
        file=name,
        document_type=kind,
        number=f"{int(rng.integers(1, 900)):02d}",
        notation=f"{body['short']}-{_one(('VP', 'TH', 'HC'), rng)}"
        if is_letter
        else f"{short}-{body['short']}",
        issued=issued,
        place=place,
        parent_body=_filled(body.get("parent"), place),
        issuing_body=tuple(line.format(P=place.upper()) for line in body["name"]),
        subject=tuple(_lines(about, 28 if is_letter else 46)),
        signer_title=tuple(office.split("|")),
        signer_name=_one(parts["names"], rng),
        recipients=(*recipients, parts["recipients"][-1]),
        seal="ỦY BAN NHÂN DÂN|CƠ QUAN|BAN/HÀNH",
        addressee=(f"Ủy ban nhân dân huyện {_one(parts['places'], rng)}",) if is_letter else (),
        is_name_stamped=bool(rng.random() < 0.3),
        is_number_printed=bool(rng.random() < 0.5),
        is_date_printed=bool(rng.random() < 0.6),
        scan=_scan(rng),
        body="\n".join(_some(parts["sentences"], rng, int(rng.integers(2, 5)))),
    )


def _in_small_letters(line: str) -> str:
    """``KT. GIÁM ĐỐC`` as ``KT. Giám đốc``."""
    before, dot, office = line.rpartition(". ")
    return f"{before}{dot}{office.capitalize()}"


def _filled(parent: str | None, place: str) -> str | None:
    return parent.format(P=place.upper()) if parent else None


def _lines(words: str, most: int) -> Iterator[str]:
    line = ""
    for word in words.split():
        if len(f"{line} {word}") > most:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def _scan(rng: np.random.Generator) -> Scan:
    return Scan(
        dpi=int(rng.choice([150, 200, 300], p=[0.25, 0.5, 0.25])),
        mode=str(rng.choice(["grey", "colour", "bitonal"], p=[0.35, 0.45, 0.2])),
        skew=float(rng.uniform(0.0, 1.5)),
        yellow=float(rng.uniform(0.0, 0.8)),
        fade=float(rng.uniform(0.0, 0.55)),
        noise=float(rng.uniform(0.0, 9.0)),
        blur=float(rng.uniform(0.0, 1.0)),
        quality=int(rng.integers(35, 75)),
    )
