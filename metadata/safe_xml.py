"""The room's one XML parser: no document type, no entities, no network, bounded size."""

from lxml import etree

from records.errors import InputError

SIZE_LIMIT_BYTES = 4 << 20


def parse(xml: bytes, subject: str) -> etree._Element:
    """The root element of ``xml``; ``subject`` names the file in the error.

    Raises:
        InputError: M017 for XML that is too large or has a DOCTYPE, M060 for broken XML.
    """
    if len(xml) > SIZE_LIMIT_BYTES:
        raise InputError("M017", subject, reason=f"> {SIZE_LIMIT_BYTES >> 20} MiB")
    parser = etree.XMLParser(  # noqa: TID251 - this is the room's one XML module
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise InputError("M060", subject, line=line, column=column) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise InputError("M017", subject, reason="DOCTYPE")
    return root
