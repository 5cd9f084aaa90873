"""One dossier or document in any of the forms that others ask for, with what each cannot hold."""

from dataclasses import dataclass
from enum import StrEnum

from metadata.archival_xml import write_document, write_dossier, write_fields
from metadata.crosswalks import Level, tell_losses
from metadata.dublin_core import write_dublin_core
from metadata.ead3 import Keeper, write_ead3
from metadata.field_sets import FieldSet
from metadata.fields import clean_values, without_control_signs
from metadata.tt02 import ROOTS, overlong_in_tt02, to_tt02
from metadata.values import document_values, dossier_values
from metadata.xml_file import check_xml
from metadata.xml_values import field_problem
from records.document import Document
from records.dossier import Dossier
from records.problem import Problem


class Form(StrEnum):
    """The forms of archival XML that we can write."""

    AIP = "aip"
    """Circular 05/2025/TT-BNV, preservation."""
    SIP = "sip"
    """Circular 05/2025/TT-BNV, submission."""
    EAD3 = "ead3"
    DUBLIN_CORE = "dc"
    TT02 = "tt02"
    """The repealed Circular 02/2019/TT-BNV."""


SETS = {
    (Form.AIP, Level.DOSSIER): FieldSet.AIP_FILE,
    (Form.AIP, Level.DOCUMENT): FieldSet.AIP_DOCUMENT,
    (Form.SIP, Level.DOSSIER): FieldSet.SIP_FILE,
    (Form.SIP, Level.DOCUMENT): FieldSet.SIP_DOCUMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """XML, and the Problems it has or the fields that found no place in it."""

    xml: bytes
    problems: tuple[Problem, ...]


def write_form(form: Form, dossier: Dossier, document: Document | None, keeper: Keeper) -> Written:
    """``document`` of ``dossier``, or the whole dossier where it is ``None``, in ``form``.

    EAD3 always holds the dossier; of one document it holds that one alone.
    """
    if form in {Form.AIP, Form.SIP}:
        return _of_the_circular(form, dossier, document)
    level = Level.DOSSIER if document is None else Level.DOCUMENT
    subject = dossier.code if document is None else document.code
    whole = clean_values(dossier_values(dossier))
    items = dossier.documents if document is None else (document,)
    documents = [clean_values(document_values(dossier, each)) for each in items]
    told = whole if document is None else documents[0]
    lost = tell_losses(told, form, level, subject)
    if form is Form.TT02:
        fonds = without_control_signs(dossier.fonds.fonds_code) or ""
        values = to_tt02({**told, "fileCode": whole["fileCode"]}, level, fonds)
        long = tuple(
            field_problem("M056", subject, rule, length=length, limit=rule.length)
            for rule, length in overlong_in_tt02(values, level)
        )
        return Written(xml=write_fields(values, ROOTS[level]), problems=long + lost)
    if form is Form.EAD3:
        return Written(xml=write_ead3(whole, documents, keeper), problems=lost)
    return Written(xml=write_dublin_core(told, level), problems=lost)


def _of_the_circular(form: Form, dossier: Dossier, document: Document | None) -> Written:
    if document is None:
        into, name = SETS[form, Level.DOSSIER], dossier.code
        xml = write_dossier(dossier, into)
    else:
        into, name = SETS[form, Level.DOCUMENT], document.code
        xml = write_document(dossier, document, into)
    return Written(xml=xml, problems=check_xml(xml, into, name))
