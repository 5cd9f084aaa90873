"""How large a foreign package may be, and how much of it a small file may claim to hold."""

from dataclasses import dataclass

from records.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class UnpackLimits:
    """``ratio`` is unpacked to packed bytes; below ``harmless_bytes`` it does not count.

    ``depth`` counts folders, ``name_bytes`` those of a whole path.
    """

    entries: int = 100_000
    total_bytes: int = 200 << 30
    ratio: int = 100
    harmless_bytes: int = 64 << 20
    depth: int = 24
    name_bytes: int = 1024

    def most(self, packed_bytes: int) -> int:
        """The most bytes that a container of this size may hold."""
        return min(self.total_bytes, max(self.harmless_bytes, packed_bytes * self.ratio))

    def check_entries(self, subject: object, entries: int) -> None:
        """Refuse too many entries (A094)."""
        if entries > self.entries:
            raise InputError("A094", subject, what="entries", found=entries, limit=self.entries)

    def check_size(self, subject: object, size_bytes: int, packed_bytes: int) -> None:
        """Refuse more bytes than so small a container can mean (A094)."""
        limit = self.most(packed_bytes)
        if size_bytes > limit:
            raise InputError("A094", subject, what="bytes", found=size_bytes, limit=limit)
