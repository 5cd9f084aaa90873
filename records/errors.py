"""The exceptions of the product: who can mend it decides the class.

Anything else that is raised is a bug and crashes with its traceback.
"""

from typing import Any

from records.problem import Problem, problem


class ArchiveError(Exception):
    """Carries one Problem: what is wrong with which subject, and what to do."""

    def __init__(self, code: str, subject: object, /, **facts: object) -> None:
        self.problem: Problem = problem(code, subject, **facts)
        super().__init__(code, subject, facts)

    def __str__(self) -> str:
        told = self.problem
        return f"{told.subject}: {told.message} {told.remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        code, subject, facts = self.args
        return (_rebuild, (type(self), code, subject, facts))


def _rebuild(
    kind: type[ArchiveError], code: str, subject: object, facts: dict[str, object]
) -> ArchiveError:
    return kind(code, subject, **facts)


class InputError(ArchiveError):
    """The operator can mend it: a bad scan, a missing sheet, an unknown dossier code."""


class SetupError(ArchiveError):
    """The administrator can mend it: a missing program, a full disk, bad settings."""


class RefusedError(ArchiveError):
    """The archive does not allow it: not permitted, under hold, in the wrong state."""


class TransientError(ArchiveError):
    """Trying again may help: a lock is held, an engine timed out. Only this one is retried."""


KINDS: dict[str, type[ArchiveError]] = {
    kind.__name__: kind for kind in (InputError, SetupError, RefusedError, TransientError)
}


def pack_error(error: ArchiveError) -> dict[str, object]:
    """The error as JSON values, to cross a process or wait in a file."""
    code, subject, facts = error.args
    return {
        "kind": type(error).__name__,
        "code": code,
        "subject": str(subject),
        "facts": {name: str(fact) for name, fact in facts.items()},
    }


def unpack_error(packed: dict[str, Any]) -> ArchiveError:
    """The error that ``pack_error`` packed.

    Raises:
        KeyError: a kind or code that is not ours.
    """
    kind = KINDS[packed["kind"]]
    return kind(packed["code"], packed["subject"], **packed["facts"])
