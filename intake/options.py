"""What intake has to be told by its caller."""

from dataclasses import dataclass

from records.batch import Fonds
from records.digest import Sha256


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOptions:
    """The archive's table of fonds, and the size of what may be taken in.

    ``default_fonds`` receives whatever no row, or an unknown name, assigns to a fonds.
    ``max_pixels`` bounds one page: A3 at 600 dpi has 70 million pixels.
    ``max_file_bytes`` is the reach of the 32-bit offsets of TIFF 6.0. ``withheld`` are digests that
    are kept apart and not taken in again; ``accepted`` were, and a person found them harmless.
    """

    fonds: tuple[Fonds, ...]
    default_fonds: Fonds
    max_pixels: int = 120_000_000
    max_file_bytes: int = 4 << 30
    max_pages_per_file: int = 5_000
    withheld: frozenset[Sha256] = frozenset()
    accepted: frozenset[Sha256] = frozenset()
