"""Whether access copies have the archive's signature, or wait for one."""

from flows.settings import Settings
from records.document import Document
from records.package import ListedDossier
from records.signature import SigningState


def document_state(settings: Settings, document: Document) -> SigningState:
    """The state of one document's access copy."""
    return _state(settings, is_signed=document.signed is not None)


def dossier_state(settings: Settings, row: ListedDossier) -> SigningState:
    """Signed where every access copy of the dossier is."""
    return _state(settings, is_signed=row.unsigned == 0)


def can_be(settings: Settings, state: SigningState) -> bool:
    """Whether a copy can be in ``state``: an archive that asks for no signature awaits none."""
    return state in {SigningState.SIGNED, _state(settings, is_signed=False)}


def _state(settings: Settings, *, is_signed: bool) -> SigningState:
    if is_signed:
        return SigningState.SIGNED
    return SigningState.AWAITING if settings.signing.required else SigningState.NOT_ASKED
