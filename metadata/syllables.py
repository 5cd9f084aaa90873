"""What can be a Vietnamese word by its letters: first sounds, vowels and ends, without marks."""

import re
from functools import lru_cache

from records.vietnamese import without_marks

SYLLABLE = re.compile(
    r"(ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|b|c|d|g|h|k|l|m|n|p|r|s|t|v|x)?"
    r"(uye|uya|uyu|oai|oay|uay|uoi|uou|ieu|yeu|ai|ao|au|ay|eo|eu|ia|ie|iu|oa|oe|oi|oo|ua|ue|ui|uo|"
    r"uu|uy|ye|a|e|i|o|u|y)(ch|ng|nh|c|m|n|p|t)?"
)


@lru_cache(maxsize=1 << 16)
def is_syllable(word: str) -> bool:
    """Whether ``word`` can be a Vietnamese word; ``ATVSTP``, ``UBND`` and ``BÌNHI`` cannot."""
    return SYLLABLE.fullmatch(without_marks(word).lower()) is not None
