"""Grows XML trees element by element, leaving out characters that XML cannot hold."""

import re
from typing import Any

from lxml import etree

XLINK = "http://www.w3.org/1999/xlink"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
# XML 1.0 has no place for these, not even escaped (section 2.2).
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(name: str, namespaces: dict[str | None, str], **attributes: str) -> Any:
    """A root element ``{uri}local`` with these prefixes."""
    return etree.Element(name, _legible(attributes), nsmap=namespaces)  # type: ignore[arg-type]  # the stubs know no None prefix


def child(parent: Any, name: str, text: str | None = None, /, **attributes: str) -> Any:
    """A new last child of ``parent`` in its namespace, with characters XML forbids left out."""
    namespace = etree.QName(parent).namespace
    made = etree.SubElement(parent, f"{{{namespace}}}{name}", _legible(attributes))
    if text is not None:
        made.text = _NOT_XML.sub("", text)
    return made


def children(parent: Any, **texts: str | None) -> Any:
    """One child of ``parent`` for each name that has a text; gives ``parent`` back."""
    for name, text in texts.items():
        if text is not None:
            child(parent, name, text)
    return parent


def _legible(attributes: dict[str, str]) -> dict[str, str]:
    return {name: _NOT_XML.sub("", value) for name, value in attributes.items()}
