"""What an audit is asked to read, and when it has read enough."""

from collections.abc import Callable
from dataclasses import dataclass

from archive_store.vault.objects.examine import Examination
from records.package import FixityFinding


def _stopped() -> float:
    """A clock for audits without a budget of time."""
    return 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """What to audit: these packages, or all, in a round that ends with the budget.

    The audit ends with the package that reaches ``budget_bytes`` or ``budget_seconds``. ``first``
    are packages to read before all others, ``unfounded`` what somebody found that belongs to no
    stored package, ``outside`` signed heads that were kept elsewhere. ``clock`` gives seconds that
    only grow; ``jobs`` is how many processes read.
    """

    package_ids: tuple[str, ...] | None = None
    budget_bytes: int | None = None
    budget_seconds: float | None = None
    first: tuple[str, ...] = ()
    unfounded: tuple[FixityFinding, ...] = ()
    outside: tuple[tuple[str, str], ...] = ()
    jobs: int = 1
    clock: Callable[[], float] = _stopped

    @property
    def name(self) -> str:
        """How the account of audits names this scope."""
        if self.package_ids is not None:
            return "named"
        is_round = self.budget_bytes is not None or self.budget_seconds is not None
        return "round" if is_round else "all"


@dataclass(slots=True, kw_only=True)
class Tally:
    """How much an audit has read so far; counts, and tells when the budget is reached."""

    scope: Scope
    started: float
    objects: int = 0
    files: int = 0
    size_bytes: int = 0
    hurt: int = 0

    @property
    def seconds(self) -> float:
        """How long the audit has been at work."""
        return self.scope.clock() - self.started

    @property
    def is_spent(self) -> bool:
        """Whether nothing more is to be read."""
        scope = self.scope
        too_much = scope.budget_bytes is not None and self.size_bytes >= scope.budget_bytes
        return too_much or (
            scope.budget_seconds is not None and self.seconds >= scope.budget_seconds
        )

    def count(self, done: Examination) -> None:
        """Add one package that was read."""
        self.objects += 1
        self.files += done.files
        self.size_bytes += done.size_bytes
        self.hurt += bool(done.findings)
