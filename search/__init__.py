"""The archive can be asked: pages go in, questions are answered within what the reader may see.

``SearchIndex(folder)`` adds, removes and rebuilds pages and answers questions. Matching ignores
case, marks and the place of the tone; marks that were typed lift the rank. Every page is in the
index of its access class and in no other; secret pages are refused. The index is derived from the
packages and may be deleted at any time.
"""

from typing import TYPE_CHECKING

from records.front_doors import front_doors

if TYPE_CHECKING:
    from search.index import SearchIndex

__all__ = [
    "SearchIndex",
]

__getattr__ = front_doors(
    __name__,
    {
        "SearchIndex": "index",
    },
)
