"""The port between what searching means and the engine that does it; knows no engine.

An engine keeps generations, of which one is live; a generation has an index of its own for each
access class, physically apart from the others, with its own list of words.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from records.access import AccessLevel
from records.hit import IndexedPage, Sort
from search.entry import FoundPage
from search.filters import Filters
from search.query import ParsedQuery

CLASSES = {AccessLevel.PUBLIC: "public", AccessLevel.CONDITIONAL: "conditional"}
"""The name of each access class; a class that is not here is never indexed."""
CODE_WEIGHT = 4.0
EXACT_WEIGHT = 2.0
PAIR_WEIGHT = 1.5
ENOUGH_PAGES = 5
"""A word on fewer pages is not proposed: most of them are reading errors."""
MOST_NEIGHBOURS = 3


class MovedError(Exception):
    """What was read was replaced at the same moment; look again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """``total`` pages of one class, the best of them, and how many have which value of a facet."""

    total: int
    best: tuple[FoundPage, ...]
    facets: dict[str, Counter[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A folded syllable one edit away from another, and some pages that have it."""

    fold: str
    samples: tuple[FoundPage, ...]


class ClassIndex(Protocol):
    """The index of one access class."""

    knows_quotations: bool
    """Whether what ``find`` finds really has quotations of three syllables and more."""

    def change(
        self,
        pages: Iterable[IndexedPage],
        *,
        remove: Iterable[tuple[str, str]] = (),
        squeeze: bool = False,
    ) -> None:
        """Take out every entry with one of the terms ``remove`` and add ``pages``, in one commit.

        Terms are ``("id", page_id)`` or ``("dossier", code)``. ``squeeze`` leaves nothing of what
        was taken out in the files of the index.

        Raises:
            TransientError: another process is writing.
            SetupError: no room, or the index is damaged. Whatever was there is still there.
        """

    def ids(self) -> list[str]:
        """The id of every entry, in no order; an id that is there twice is listed twice."""

    def damaged(self) -> list[str]:
        """The files that are not as they were written; none where the engine watches over them."""

    def find(self, query: ParsedQuery, filters: Filters, sort: Sort, most: int) -> Found:
        """The pages that pass ``filters`` and answer ``query``, in the order ``sort``.

        Equals in that order come by their id, pages without a date last where dates decide.
        At most ``most`` pages come with their content; ``total`` and ``facets`` count all of them.
        With ``most`` 0 only ``total`` is asked for.
        """

    def near(self, fold: str, most: int) -> tuple[str, ...]:
        """At most ``most`` syllables one edit away from ``fold``, the most frequent first.

        Only changes behind the first letter are looked for; ``fold`` is not among them.
        """

    def begun(self, letters: str, most: int) -> tuple[str, ...]:
        """At most ``most`` syllables that begin with ``letters``, the most frequent first."""

    def neighbour(self, fold: str) -> Neighbour | None:
        """The most frequent syllable one edit away from the rare ``fold``, if frequent enough.

        Counts pages that are there now; only changes behind the first letter are looked for.
        """


class Generation(Protocol):
    """One state of the whole index."""

    def of(self, level: AccessLevel) -> ClassIndex:
        """The index of an access class, one of ``CLASSES``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelved:
    """A dossier of which a generation durably has every page."""

    code: str
    fingerprint: str
    page_ids: tuple[str, ...]


class Build(Protocol):
    """A generation that is being built; what is ``done`` of it survives a kill."""

    @property
    def generation(self) -> Generation:
        """Where the pages go; may hold more than ``done`` tells."""

    @property
    def done(self) -> Mapping[str, Shelved]:
        """What earlier runs noted, by the codes of the dossiers."""

    def note(self, shelved: Iterable[Shelved]) -> None:
        """Note durably that all pages of these dossiers are there."""


class Engine(Protocol):
    """Keeps generations and knows which one is live."""

    def writing(self) -> AbstractContextManager[None]:
        """Hold the right to write; others wait for it, up to a limit.

        Raises:
            TransientError: S002, another process is writing.
        """

    def reading(self) -> AbstractContextManager[Generation | None]:
        """The live generation; ``None`` while nothing has ever been indexed.

        Raises:
            MovedError: it was replaced meanwhile, or another engine has the index now; also out
                of the calls made with it.
            SetupError: the index is damaged, or another version of the product made it.
        """

    def live(self) -> Generation:
        """The live generation, made empty where there is none; for who holds the right to write.

        Raises:
            MovedError: another engine has the index now.
            SetupError: what is named as the live one is not there.
        """

    def begin(self) -> Build:
        """A generation beside the live one: that which was begun last, or an empty one.

        Others that were begun, and those that nobody reads any more, are removed.
        """

    def abandon(self) -> None:
        """Remove generations that were begun or are no longer read."""

    def publish(
        self, generation: Generation, *, expected: Collection[str], entries: Collection[str]
    ) -> None:
        """Make ``generation`` the live one at one stroke, and remove every other.

        ``expected`` and ``entries`` are page ids. Who reads the old one may finish.

        Raises:
            SetupError: S004, its entries are not exactly the pages that were given; nothing is
                switched.
        """

    def has_pages(self) -> bool:
        """Whether there is anything that ``retire`` would remove."""

    def retire(self) -> None:
        """Remove everything, because another engine has the index now, and lead readers away."""
