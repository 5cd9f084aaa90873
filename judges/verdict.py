"""What a judge says of one package, object or file."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A judge's word on ``subject``; the texts are the judge's own, rule first where it has one."""

    judge: str
    subject: str
    is_valid: bool
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        word = "VALID" if self.is_valid else "INVALID"
        told = f"{self.judge}: {self.subject}: {word}, {len(self.warnings)} warnings"
        return "\n".join((told, *(f"    error {each}" for each in self.errors),
                          *(f"    warning {each}" for each in self.warnings)))  # fmt: skip
