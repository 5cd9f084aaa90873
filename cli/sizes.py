"""A size in bytes as people type it: ``500M``, ``2G``, ``1048576``."""

import re

import click

UNITS = {"": 1, "K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


class ByteSize(click.ParamType[int]):
    """Reads a number with an optional unit K, M, G or T (powers of ten)."""

    name = "size"

    def convert(
        self, value: str | int, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """The size in bytes."""
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s*([KMGT]?)B?", str(value).strip().upper())
        if found is None:
            self.fail(str(value), param, ctx)
        return int(float(found[1]) * UNITS[found[2]])
