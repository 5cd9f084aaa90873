"""The ALTO schema, loaded without a network."""

from importlib.resources import files
from typing import Any

from lxml import etree

from records.turns import XML_SCHEMAS

MAIN_SCHEMA = "alto-4-4.xsd"
KEPT = {
    "http://www.loc.gov/standards/alto/v4/alto-4-4.xsd": MAIN_SCHEMA,
    "http://www.loc.gov/standards/xlink/xlink.xsd": "xlink.xsd",
}


def alto_schemas() -> tuple[tuple[str, bytes], ...]:
    """Name and bytes of every XSD that the ALTO files here need; packages carry them."""
    folder = files("ocr").joinpath("schemas")
    return tuple((name, folder.joinpath(name).read_bytes()) for name in sorted(KEPT.values()))


def load_alto_schema() -> etree.XMLSchema:
    """The schema ALTO 4.4, with its imports taken from this package.

    Raises:
        LookupError: the schema names a file that is not kept here.
    """
    # Our own files are parsed here; delivered XML goes through ocr.alto.
    parser = etree.XMLParser(  # noqa: TID251 - this is a schema module of the room
        no_network=True, resolve_entities=False, load_dtd=False, huge_tree=False
    )
    parser.resolvers.add(_KeptSchemas())
    with XML_SCHEMAS:
        return etree.XMLSchema(etree.fromstring(dict(alto_schemas())[MAIN_SCHEMA], parser))


class _KeptSchemas(etree.Resolver):
    # The stubs leave out the context that lxml passes.
    def resolve(  # type: ignore[override]
        self, system_url: str, _public_id: str, context: Any
    ) -> Any:
        if system_url not in KEPT:
            raise LookupError(system_url)
        content = dict(alto_schemas())[KEPT[system_url]]
        return self.resolve_string(content, context, base_url=system_url)
