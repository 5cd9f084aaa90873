"""Puts the judged files into dossiers: by the rows of the list, else by their folders.

Every file ends in a dossier or is withheld for quarantine with one reason.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import PurePosixPath

from intake.checks import check_dossier
from intake.codes import compose_code, slug
from intake.fonds_table import find_fonds
from intake.matching import Match
from intake.options import IntakeOptions
from intake.scans import Judged
from records.batch import BatchDocument, BatchDossier, Fonds, ListedDossier
from records.problem import Problem, problem
from records.vietnamese import fold, single_spaced

_LAST_ORDINAL = 9_999_999
"""docCode has seven digits for it (Circular 05/2025/TT-BNV)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """The dossiers in order of the list, all findings, and why each withheld file is withheld."""

    dossiers: tuple[BatchDossier, ...]
    problems: tuple[Problem, ...]
    withheld: dict[PurePosixPath, Problem]


def arrange(
    matches: tuple[Match, ...] | None, scans: dict[PurePosixPath, Judged], root: str, digest: str,
    options: IntakeOptions,
) -> Arrangement:  # fmt: skip
    """Arrange ``scans`` into dossiers; ``matches`` is ``None`` where no list came with them.

    ``root`` is the delivery's folder name, ``digest`` what makes provisional codes unlike those
    of any other delivery.
    """
    listed = [match.name for match in matches or () if match.name is not None]
    withheld = withheld_scans([*listed, *sorted(scans.keys() - set(listed), key=_natural)], scans)
    if matches is None:
        dossiers, problems = _by_folder(
            scans.keys() - withheld.keys(), scans, root, digest, options
        )
    else:
        withheld |= {
            name: problem("I023", name)
            for name in sorted(scans.keys() - set(listed) - withheld.keys(), key=_natural)
        }
        dossiers, problems = _by_rows(matches, scans, withheld.keys(), digest, options)
    remarks = [told for name, one in scans.items() if name not in withheld for told in one.remarks]
    apart, renamed = _told_apart(dossiers)
    told = (*withheld.values(), *remarks, *problems, *renamed)
    return Arrangement(dossiers=apart, problems=told, withheld=withheld)


def withheld_scans(
    names: Iterable[PurePosixPath], scans: dict[PurePosixPath, Judged]
) -> dict[PurePosixPath, Problem]:
    """Why each file that cannot be taken in, or is there a second time, is withheld."""
    withheld: dict[PurePosixPath, Problem] = {}
    first_names: dict[str, PurePosixPath] = {}
    for name in names:
        scan = scans[name]
        first = first_names.setdefault(scan.kept.sha256, name)
        if scan.problem is not None:
            withheld[name] = scan.problem
        elif first != name:
            withheld[name] = problem("I048", name, first=first)
    return withheld


def _by_folder(
    names: Iterable[PurePosixPath], scans: dict[PurePosixPath, Judged], root: str, digest: str,
    options: IntakeOptions,
) -> tuple[list[BatchDossier], list[Problem]]:  # fmt: skip
    folders: dict[PurePosixPath, list[PurePosixPath]] = {}
    for name in sorted(names, key=_natural):
        folders.setdefault(name.parent, []).append(name)
    dossiers = []
    for folder, inside in folders.items():
        files = [file for name in inside if (file := scans[name].file)]
        code = provisional_code(options.default_fonds, digest, str(folder) if folder.name else root)
        dossiers.append(
            BatchDossier(
                code=code,
                fonds=options.default_fonds,
                provisional=True,
                listed=ListedDossier(title=single_spaced(folder.name or root)),
                documents=tuple(
                    BatchDocument(ordinal=at, file=file) for at, file in enumerate(files, start=1)
                ),
            )
        )
    return dossiers, [problem("I031", one.code, title=one.listed.title) for one in dossiers]


def _by_rows(
    matches: tuple[Match, ...], scans: dict[PurePosixPath, Judged],
    withheld: Iterable[PurePosixPath], digest: str, options: IntakeOptions,
) -> tuple[list[BatchDossier], list[Problem]]:  # fmt: skip
    groups: dict[tuple[str, ...], list[Match]] = {}
    for match in matches:
        groups.setdefault(_group_key(match), []).append(match)
    dossiers: list[BatchDossier] = []
    problems = [told for match in matches for told in (match.problem, match.remark) if told]
    unknown: dict[str, Problem] = {}
    for group in groups.values():
        listed = _merged([match.row.dossier for match in group])
        fonds = find_fonds(options.fonds, listed.fonds) if listed.fonds else None
        if listed.fonds and fonds is None:
            facts = {"fonds": listed.fonds, "default": options.default_fonds.name}
            unknown.setdefault(fold(listed.fonds), problem("I028", group[0].row.place, **facts))
        dossier = _listed_dossier(
            group, scans, set(withheld), listed, fonds or options.default_fonds
        )
        if dossier.provisional:
            title = listed.title or group[0].row.place
            dossier = replace(dossier, code=provisional_code(dossier.fonds, digest, title))
            problems.append(problem("I030", group[0].row.place, code=dossier.code))
        dossiers.append(dossier)
        problems.extend(check_dossier(dossier, group))
    return dossiers, [*problems, *unknown.values()]


def _listed_dossier(
    group: list[Match], scans: dict[PurePosixPath, Judged], withheld: set[PurePosixPath],
    listed: ListedDossier, fonds: Fonds,
) -> BatchDossier:  # fmt: skip
    typed = [match.row.document.ordinal or 0 for match in group if match.name]
    is_usable = len(set(typed)) == len(typed) and all(0 < at <= _LAST_ORDINAL for at in typed)
    documents = [
        BatchDocument(
            ordinal=(match.row.document.ordinal or at) if is_usable else at,
            file=file,
            listed=match.row.document,
        )
        for at, match in enumerate(group, start=1)
        if match.name and match.name not in withheld and (file := scans[match.name].file)
    ]
    issued = [match.row.document.issued for match in group]
    years = [date.year for date in (listed.start, listed.end) if date]
    years.append(min((date.year for date in issued if date), default=0))
    parts = (fonds.agency_code, str(years[0] or ""), listed.inventory, listed.box, listed.number)
    return BatchDossier(
        code=compose_code(parts),
        fonds=fonds,
        provisional=not compose_code((listed.number,)),
        listed=listed,
        documents=tuple(sorted(documents, key=lambda document: document.ordinal)),
        withheld=sum(not match.name or match.name in withheld for match in group),
        last_ordinal=max(len(group), *(match.row.document.ordinal or 0 for match in group)),
    )


def _group_key(match: Match) -> tuple[str, ...]:
    told = match.row.dossier
    keys = [fold(part or "") for part in (told.fonds, told.inventory, told.box, told.number)]
    if not compose_code((told.number,)):
        keys.append(fold(told.title or ""))
    # The same box is '01' as text on one row and 1 as a number on the next.
    return tuple(key.lstrip("0") if key.isdecimal() else key for key in keys)


def _merged(rows: list[ListedDossier]) -> ListedDossier:
    known = {
        field.name: next((value for row in rows if (value := getattr(row, field.name))), None)
        for field in fields(ListedDossier)
    }
    return ListedDossier(**known)


def _told_apart(dossiers: list[BatchDossier]) -> tuple[tuple[BatchDossier, ...], list[Problem]]:
    codes: set[str] = set()
    apart, problems = [], []
    for dossier in dossiers:
        code, count = dossier.code, 1
        while code in codes:
            count += 1
            code = f"{dossier.code}-{count}"
        codes.add(code)
        apart.append(replace(dossier, code=code))
        if code != dossier.code:
            problems.append(problem("I032", code, taken=dossier.code))
    return tuple(apart), problems


def provisional_code(fonds: Fonds, digest: str, name: str) -> str:
    """The code of a dossier that nobody gave one; ``digest`` is that of its delivery."""
    return compose_code((fonds.agency_code, digest[:8], f"TAM-{slug(name)}"))


def _natural(name: PurePosixPath) -> tuple[tuple[tuple[int, int, str], ...], str]:
    """Sorts ``2.pdf`` before ``10.pdf``, and ``hồ`` among the other h."""
    pieces = re.split(r"(\d+)", fold(str(name)))
    key = ((1, int(piece), "") if piece.isdecimal() else (0, 0, piece) for piece in pieces)
    return tuple(key), str(name)
