"""The words of the command line, in the operator's language (``LUUTRU_LANG``: vi or en)."""

import os

from records.messages import Language, text
from records.problem import Problem

LANGUAGE = Language.ENGLISH if os.environ.get("LUUTRU_LANG") == "en" else Language.VIETNAMESE


def say(key: str, **facts: object) -> str:
    """The sentence under ``key`` in the operator's language."""
    return text(key, LANGUAGE, **facts)


def tell(problem: Problem) -> tuple[str, str]:
    """Message and remedy of a Problem in the operator's language."""
    if LANGUAGE is Language.ENGLISH:
        return problem.message_en, problem.remedy_en
    return problem.message, problem.remedy
