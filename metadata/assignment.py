"""A person's assignment of a retention rule, noted with the dossier like any correction."""

from dataclasses import replace

from metadata.codes import maintenance_code
from metadata.corrections import Signed
from records.document import Correction
from records.dossier import Dossier
from records.retention import RetentionRule


def with_rule(
    dossier: Dossier, rule: RetentionRule, signed: Signed, own: RetentionRule | None = None
) -> Dossier:
    """``dossier`` under ``rule``, or itself where it is under the same item already.

    ``own`` is the rule of the dossier itself, where ``rule`` is that of one of its documents.
    """
    held = dossier.retention
    if held is not None and identity(held) == identity(rule) and dossier.own_rule == own:
        return dossier
    return replace(
        dossier,
        retention=rule,
        maintenance=maintenance_code(rule.period, None),
        own_rule=own,
        corrected=(*dossier.corrected, _noted(held, rule, signed)),
    )


def with_document_rule(dossier: Dossier, code: str, rule: RetentionRule, signed: Signed) -> Dossier:
    """``dossier`` with its document ``code`` under ``rule``; what decides is not looked at."""
    documents = []
    for each in dossier.documents:
        held = each.retention
        if each.code == code and (held is None or identity(held) != identity(rule)):
            noted = (*each.corrected, _noted(held, rule, signed))
            documents.append(replace(each, retention=rule, corrected=noted))
        else:
            documents.append(each)
    return replace(dossier, documents=tuple(documents))


def identity(rule: RetentionRule) -> tuple[str, str, str]:
    """What tells one rule from another."""
    return rule.instrument, rule.version, rule.item


def _noted(held: RetentionRule | None, rule: RetentionRule, signed: Signed) -> Correction:
    return Correction(
        field="retention", old=_told(held), new=_told(rule), by=signed.by, at=signed.at,
        why=signed.why,
    )  # fmt: skip


def _told(rule: RetentionRule | None) -> str | None:
    if rule is None or rule.is_proposed:
        return None
    return f"{rule.period.wording} ({rule.instrument}, {rule.version}, {rule.item})"
