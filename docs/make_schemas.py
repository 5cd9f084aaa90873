"""Writes metadata/schemas/*.xsd from the table of fields: ``python docs/make_schemas.py``."""

from metadata.field_sets import CODE_LISTS, FieldRule, FieldSet, field_set
from metadata.schema import FOLDER, SCHEMAS

DAY, MONTH, YEAR = "(0[1-9]|[12][0-9]|3[01])", "(0[1-9]|1[0-2])", "[0-9]{4}"
FULL = f"{DAY}/{MONTH}/{YEAR}"
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!-- The set {name} of Circular 05/2025/TT-BNV: order, types, lengths and code lists.
     Written for this project from its table of the circular's fields; several languages are joined
     by ";". A required value that is unknown is present and nil. Not told here, because a schema
     cannot: {conditions}. -->
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="unqualified">
  <xs:element name="simpledc">
    <xs:complexType>
      <xs:sequence>
"""
MIDDLE = "      </xs:sequence>\n    </xs:complexType>\n  </xs:element>\n"


def schema_of(name: FieldSet) -> str:
    """The XSD of one set."""
    rules = field_set(name)
    types = {_type_name(rule): _facets(rule) for rule in rules}
    due = [f"{rule.tag} is required when {rule.condition}" for rule in rules if rule.condition]
    parts = [HEAD.format(name=name, conditions="; ".join(due) or "what the codes hold")]
    parts += [_element(rule) for rule in rules]
    parts.append(MIDDLE)
    for type_name, (base, facets) in types.items():
        lines = "".join(f'      <xs:{facet} value="{value}"/>\n' for facet, value in facets)
        parts.append(
            f'  <xs:simpleType name="{type_name}">\n    <xs:restriction base="xs:{base}">\n'
            f"{lines}    </xs:restriction>\n  </xs:simpleType>\n"
        )
    return "".join([*parts, "</xs:schema>\n"])


def _element(rule: FieldRule) -> str:
    optional = "" if rule.is_required else ' minOccurs="0"'
    nillable = ' nillable="true"' if rule.may_be_nil else ""
    return (
        f'        <xs:element name="{rule.tag}" type="{_type_name(rule)}"{nillable}{optional}/>\n'
    )


def _type_name(rule: FieldRule) -> str:
    name = "Text" if rule.kind == "code" else rule.kind.title().replace("-", "")
    return f"{name}{rule.length}" if name in {"Text", "Count"} else name


def _facets(rule: FieldRule) -> tuple[str, list[tuple[str, str]]]:
    if rule.kind == "languages":
        one = f"({'|'.join(CODE_LISTS['languages'])})"
        return "string", [("maxLength", str(rule.length)), ("pattern", f"{one}(;{one})*")]
    if rule.kind in CODE_LISTS:
        return "string", [("enumeration", code) for code in CODE_LISTS[rule.kind]]
    longest = ("maxLength", str(rule.length))
    known: dict[str, tuple[str, list[tuple[str, str]]]] = {
        "date": ("string", [("pattern", FULL)]),
        "partial-date": (
            "string", [("pattern", each) for each in (FULL, f"{MONTH}/{YEAR}", YEAR)]
        ),
        "count": ("nonNegativeInteger", [("pattern", f"[0-9]{{1,{rule.length}}}")]),
        "ordinal": ("positiveInteger", [("pattern", f"[0-9]{{1,{rule.length}}}")]),
        "document-code": ("string", [longest, ("pattern", r".+\.[0-9]{7}")]),
        "document-id": ("string", [longest, ("pattern", r".+\.[0-9]{1,7}")]),
    }  # fmt: skip
    return known.get(rule.kind, ("string", [longest, ("pattern", r"[\s\S]*\S[\s\S]*")]))


if __name__ == "__main__":
    for each, file in SCHEMAS.items():
        FOLDER.joinpath(file).write_text(schema_of(each), encoding="utf-8")
