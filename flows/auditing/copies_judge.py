"""Compares each package that an audit reads with the second copies that are there."""

from datetime import datetime

from archive_store.vault.copies.compare import compare_copies
from archive_store.vault.copies.held import CopyFinding
from archive_store.vault.copies.opening import open_copy
from archive_store.vault.copies.shelf import Copy
from archive_store.vault.objects.examine import Examination
from flows.archive import Archive
from flows.copying.places import copy_places
from records.errors import SetupError
from records.package import FixityFinding, Witness


class CopiesJudge:
    """Names copy and file of what differs; made once for an audit, asked once for each package.

    A copy that cannot be reached is not asked: ``away`` tells its name, and reports of copies tell
    how long ago it was seen.
    """

    def __init__(self, archive: Archive, now: datetime) -> None:
        self._place = archive.vault.place
        self._now = now
        self._copies: dict[str, Copy] = {}
        self.away: set[str] = set()
        for each in copy_places(archive.root, archive.settings):
            try:
                self._copies[each.name] = open_copy(each)
            except SetupError:
                self.away.add(each.name)

    def judge(self, done: Examination) -> tuple[FixityFinding, ...]:
        """As a judge of audits: the findings of a package, whose ``path`` names the copy first."""
        return tuple(
            FixityFinding(
                package_id=each.package_id,
                path=f"{each.copy}: {each.path}",
                kind=each.kind,
                against=Witness.COPY,
            )
            for each in self(done.package_id)
        )

    def __call__(self, package_id: str) -> tuple[CopyFinding, ...]:
        """Everything in which the copies differ from what the ledger saw of a package."""
        found: list[CopyFinding] = []
        for name, copy in tuple(self._copies.items()):
            try:
                held = compare_copies(self._place, (copy,), (package_id,), self._now)
            except OSError:
                # It went away meanwhile: no damage, and no reason to stop the audit.
                del self._copies[name]
                self.away.add(name)
            else:
                found += (finding for each in held for finding in each.findings)
        return tuple(found)
