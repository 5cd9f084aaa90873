"""Offices (chức vụ) as they stand above a signature: which words are one, and what it should be.

It knows what offices are called, not who holds them.
"""

import re
from functools import cache
from importlib.resources import files

from rapidfuzz.distance import Levenshtein

from metadata.columns import bare
from records.vietnamese import normal

PREFIX = re.compile(r"^\W*(TM|KT|TL|TUQ|Q)\s*[.,]\s*", re.IGNORECASE)
"""On behalf of, in place of, by order of, by authority of, acting (Decree 30/2020/NĐ-CP)."""
FOR_ANOTHER = ("TM", "KT", "TL", "TUQ")
BEGINS = re.compile(
    r"^(pho |quyen |q\. ?)?"
    r"(chu tich|ch\S{0,2} ?cuc truong|cuc truong|tong cuc truong|truong|giam doc|tong giam doc|"
    r"hieu truong|vien truong|bo truong|thu truong|thu tuong|chanh|bi thu|chu nhiem|tham phan|"
    r"uy ban nhan dan|hoi dong|ban thuong vu|thuong truc|dai dien|doi truong|tram truong|thu ky|"
    r"ke toan truong|tong thu ky|vu truong|thanh tra|nguoi dung dau|hat truong|uy vien)"
)
SUBORDINATE = re.compile(r"^(ke toan|thu ky|nguoi (lap|ghi)|thu quy|can bo)")
"""Who signs beside the authority and never for it."""
PARTY = re.compile(r"^dai dien ben\b")
FEWEST_LETTERS, LETTERS_A_SLIP = 8, 8
"""Shorter offices are told by their letters alone; longer ones may have a slip for each eight."""


def without_prefix(written: str) -> tuple[str, str]:
    """What stands before the office (``KT. ``), and the office."""
    found = PREFIX.match(written)
    return (written[: found.end()], written[found.end() :]) if found else ("", written)


def begins_an_office(written: str) -> bool:
    """Whether ``written`` begins as an office does, behind a prefix or not."""
    prefix, rest = without_prefix(written)
    spoken = re.sub(r"^\W+", "", bare(rest))
    return bool(prefix and spoken) or BEGINS.match(spoken) is not None


def is_subordinate(written: str) -> bool:
    """Whether it is the office of one who signs beside the authority: accountant, clerk."""
    return SUBORDINATE.match(bare(written)) is not None


def wants_an_office(written: str) -> bool:
    """Whether the office of who signs must stand under it: ``KT. GIÁM ĐỐC``, ``TM. ...``."""
    prefix, _ = without_prefix(written)
    return prefix.strip(" .,").upper() in FOR_ANOTHER


def is_party(written: str) -> bool:
    """Whether it names a party to a contract (đại diện bên A)."""
    return PARTY.match(bare(written)) is not None


def listed_office(written: str, body: str | None) -> str | None:
    """The listed office that is written here, perhaps misread, in capitals; with its prefix.

    ``body`` is the issuing body's name: a Chi cục is headed by a Chi cục trưởng and no Cục trưởng.
    ``None`` where no listed office or more than one is as near.
    """
    prefix, rest = without_prefix(written)
    letters = _letters(rest)
    if not letters:
        return None
    near = {
        office: Levenshtein.distance(letters, spoken)
        for office, spoken in _offices().items()
        if not _is_of_another_body(spoken, body)
    }
    least = min(near.values())
    found = [office for office, distance in near.items() if distance == least]
    allowed = len(letters) // LETTERS_A_SLIP if len(letters) >= FEWEST_LETTERS else 0
    return f"{prefix}{found[0]}" if least <= allowed and len(found) == 1 else None


def in_small_letters(office: str) -> str:
    """``KT. GIÁM ĐỐC`` as older papers have it: ``KT. Giám đốc``."""
    prefix, rest = without_prefix(office)
    return f"{prefix}{rest.capitalize()}"


def _is_of_another_body(spoken: str, body: str | None) -> bool:
    heads_a_department = spoken.removeprefix("pho") == "cuctruong"
    return heads_a_department and body is not None and bare(body).startswith("chi cuc")


def _letters(written: str) -> str:
    return "".join(c for c in bare(normal(written)) if c.isalpha())


@cache
def _offices() -> dict[str, str]:
    """Each office with its letters without marks and blanks."""
    source = files("metadata").joinpath("data", "offices.txt").read_text(encoding="utf-8")
    return {
        normal(line): _letters(line)
        for line in source.splitlines()
        if line and not line.startswith("#")
    }
