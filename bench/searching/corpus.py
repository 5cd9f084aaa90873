"""Pages by the hundred thousand: sentences of the samples repeated and perturbed, with a seed.

Three quarters of a page are whole sentences, one syllable in fifty of them exchanged; the rest are
words of two syllables of our own making, as frequent as Zipf's law has it. Three of a hundred
syllables are misread. So phrases repeat, the list of words grows with every page, and no real
person is named.
"""

import random
import re
import tomllib
from collections.abc import Iterator
from functools import partial
from itertools import accumulate, product
from pathlib import Path

from records.access import AccessLevel
from records.hit import IndexedDossier, IndexedPage
from records.page import Line, Word
from records.place import Box, around

TEXTS = Path(__file__).resolve().parents[2] / "samples" / "texts"
PAGES_PER_DOSSIER, PAGES_PER_DOCUMENT = 40, 4
SYLLABLES = 350
WORDS = 8_000
POOL_LINES, REPEATED_LINES = 20_000, 20
ONSETS = "b c ch d đ g gi h kh l m n ng nh ph qu r s t th tr v x"
RIMES = (
    "a á à ạ ai ái am ám an án ang ăng ao at ay ân ấp âu e en ê ên i im in inh iên o oi on ong ô "
    "ôi ông ơ ơi u ui un ung ư ưa ươi ương uyên oan oang"
)
LETTERS = "abcdeghiklmnopqrstuvxyăâđêôơư"
FONDS = tuple(f"Sở số {number}" for number in range(40))
TYPES = ("Quyết định", "Công văn", "Báo cáo", "Tờ trình", "Kế hoạch", "Thông báo", "Biên bản")
BODIES = tuple(f"Ủy ban nhân dân huyện số {number}" for number in range(60))
FIRST_YEAR, LAST_YEAR = 1954, 2024
WORDS_PER_LINE = 12
CONDITIONAL = 0.1


class Corpus:
    """``pages`` pages in dossiers of forty; the same for the same number and seed."""

    def __init__(self, pages: int, seed: int = 7) -> None:
        self.pages = pages
        self._seed = seed
        self.fingerprint = str(seed)
        chance = random.Random(seed)  # noqa: S311 - a repeatable choice, no secret
        self.sentences = _sentences()
        self._syllables = ["".join(parts) for parts in product(ONSETS.split(), RIMES.split())]
        self._words = [chance.choices(self._syllables, k=2) for _ in range(WORDS)]
        self._weights = list(accumulate(1 / (rank + 10) for rank in range(WORDS)))
        # Lines that stand on many pages: making each anew would take longer than indexing them.
        self._pool = _printed(self._words_of(chance, POOL_LINES * WORDS_PER_LINE, ""))

    def dossiers(self) -> Iterator[IndexedDossier]:
        """The pages as a rebuild wants them."""
        for number in range(0, self.pages // PAGES_PER_DOSSIER):
            code = f"H46.{number % len(FONDS):02d}.01.{number:06d}"
            yield IndexedDossier(
                code=code,
                fingerprint=self.fingerprint,
                read_pages=partial(self.dossier, number, code),
            )

    def dossier(self, number: int, code: str) -> Iterator[IndexedPage]:
        """The pages of one dossier."""
        chance = random.Random(self._seed * 1_000_003 + number)  # noqa: S311 - as above
        access = AccessLevel.CONDITIONAL if chance.random() < CONDITIONAL else AccessLevel.PUBLIC
        year = chance.randint(FIRST_YEAR, LAST_YEAR)
        for at in range(PAGES_PER_DOSSIER):
            document, page = divmod(at, PAGES_PER_DOCUMENT)
            kind = chance.choice(TYPES)
            notation = f"{chance.randint(1, 3000)}/QĐ-UBND"
            yield IndexedPage(
                package_id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}", dossier_code=code,
                document_code=f"{code}.{document + 1:07d}", page=page + 1,
                title=" ".join(chance.choice(self.sentences)[:14]), document_type=kind,
                notation=notation, year=year, fonds=FONDS[number % len(FONDS)], access=access,
                confidence=chance.uniform(0.6, 0.99), lines=self._lines(chance, notation),
                body=BODIES[number % len(BODIES)],
            )  # fmt: skip

    def _lines(self, chance: random.Random, notation: str) -> tuple[Line, ...]:
        repeated = chance.sample(self._pool, REPEATED_LINES)
        own = _printed(
            self._words_of(chance, SYLLABLES - REPEATED_LINES * WORDS_PER_LINE, notation)
        )
        return (*own, *repeated)

    def _words_of(self, chance: random.Random, least: int, notation: str) -> list[str]:
        words = ["Số:", notation] if chance.random() < 1 / PAGES_PER_DOCUMENT else []
        while len(words) < least:
            if chance.random() < 0.6:
                words += [
                    each if chance.random() > 0.02 else chance.choice(self._syllables)
                    for each in chance.choice(self.sentences)
                ]
            else:
                for word in chance.choices(self._words, cum_weights=self._weights, k=6):
                    words += word
        return [_misread(word, chance) if chance.random() < 0.03 else word for word in words]


def _printed(words: list[str]) -> tuple[Line, ...]:
    rows = range(0, len(words), WORDS_PER_LINE)
    return tuple(_line(row, words[row : row + WORDS_PER_LINE]) for row in rows)


def _sentences() -> list[list[str]]:
    found = []
    for file in sorted(TEXTS.glob("*.toml")):
        for document in tomllib.loads(file.read_text(encoding="utf-8")).get("document", ()):
            for sentence in re.split(r"[.;:\n]", document.get("body", "")):
                words = re.findall(r"\w+", sentence)
                if len(words) > 6:
                    found.append(words)
    return found


def _misread(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + chance.choice(LETTERS) + word[at + chance.randrange(2) :]


def _line(row: int, words: list[str]) -> Line:
    read = tuple(
        Word(text=text, box=Box(150 * at, 3 * row, 150 * at + 120, 3 * row + 30), confidence=0.9)
        for at, text in enumerate(words)
    )
    return Line(words=read, box=around(tuple(word.box for word in read)))
