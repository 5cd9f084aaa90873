"""What the code on a separator sheet (tờ phân cách) says; ``luutru:1:document`` and no more.

A code on a page is whatever somebody printed there: only this grammar counts.
"""

import re
from dataclasses import dataclass

LONGEST = 100
"""Circular 05/2025/TT-BNV: arcFileCode has at most 100 characters."""
GRAMMAR = re.compile(r"luutru:1:document(?::(?P<dossier>[0-9A-Z][0-9A-Z.-]*))?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCode:
    """A document begins behind the sheet, of the dossier ``dossier`` where one is named.

    Raises:
        ValueError: ``dossier`` is not written like a dossier's code.
    """

    dossier: str | None = None

    def __post_init__(self) -> None:
        if read_code(self.written) is None:
            raise ValueError(f"dossier: {self.dossier!r} is no code of a dossier")

    @property
    def written(self) -> str:
        """The code as it is printed."""
        return "luutru:1:document" + ("" if self.dossier is None else f":{self.dossier}")


def read_code(written: str) -> str | None:
    """``written`` where it is a sheet's code, and nothing where it is anything else."""
    found = GRAMMAR.fullmatch(written)
    return written if found and len(found["dossier"] or "") <= LONGEST else None


def dossier_of(code: str) -> str | None:
    """The dossier that a sheet's code names."""
    found = GRAMMAR.fullmatch(code)
    return found["dossier"] if found else None
