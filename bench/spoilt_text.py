"""Describes pages whose words were spoilt by chance: ``python bench/spoilt_text.py [N]``.

Ten thousand by default. It ends with 1 where one of them raised or made an impossible value sure.
"""

import random
import sys
import traceback
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.spoilt_pages import clean_documents, impossible, spoilt
from metadata import read_description

MANY = 10_000


def main() -> int:
    """Spoil, describe, and tell where it went wrong."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else MANY
    documents = clean_documents()
    wrong: Counter[str] = Counter()
    for seed in range(count):
        pages = spoilt(documents[seed % len(documents)], random.Random(seed))  # noqa: S311 - no secret
        try:
            found = impossible(read_description(pages))
        except (ArithmeticError, LookupError, TypeError, ValueError, AttributeError):
            found = [f"{seed}: {traceback.format_exc(limit=-3)}"]
        wrong.update(found)
    for each, times in wrong.most_common():
        print(f"{times:6} {each}")
    print(f"{count} spoilt documents, {sum(wrong.values())} went wrong")
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
