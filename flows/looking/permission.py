"""What of a stored dossier a reader may see; whatever shows or hands out records asks here."""

from collections.abc import Iterable
from dataclasses import replace

from records.access import AccessLevel, Reader, visible_levels
from records.document import Document
from records.dossier import Dossier
from records.errors import RefusedError
from records.messages import text


def require_whole(dossier: Dossier, reader: Reader) -> None:
    """Refuse unless ``reader`` may see the dossier and every document of it.

    Raises:
        RefusedError: F130, something of it is barred to the reader.
    """
    barred = _barred(dossier, dossier.documents, reader)
    _refuse(dossier, reader, barred | ({dossier.access} - set(visible_levels(reader))))


def seen_part(dossier: Dossier, code: str, reader: Reader) -> Dossier:
    """The dossier without its secret documents, which nobody sees; what is left is conditional.

    Raises:
        RefusedError: F130, something else of it is barred to the reader, or ``code`` is a secret
            document's, or nothing is left.
    """
    levels = {each.code: dossier.access_of(each) for each in dossier.documents}
    secret = {each for each, level in levels.items() if level is AccessLevel.SECRET}
    rest = tuple(each for each in dossier.documents if each.code not in secret)
    if not secret:
        require_whole(dossier, reader)
        return dossier
    if code in secret or not rest:
        _refuse(dossier, reader, {AccessLevel.SECRET})
    whole = {AccessLevel.CONDITIONAL} - visible_levels(reader)
    _refuse(dossier, reader, whole | _barred(dossier, rest, reader))
    return replace(dossier, documents=rest)


def _barred(dossier: Dossier, documents: Iterable[Document], reader: Reader) -> set[str]:
    levels = {dossier.access_of(each) or each.access for each in documents}
    return {str(level) for level in levels} - set(visible_levels(reader))


def _refuse(dossier: Dossier, reader: Reader, barred: Iterable[str]) -> None:
    if barred:
        known = set(AccessLevel)
        told = ", ".join(text(f"access.{each}") if each in known else each
                         for each in sorted(barred))  # fmt: skip
        raise RefusedError("F130", dossier.code, reader=reader.name, levels=told)
