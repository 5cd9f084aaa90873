"""How packages write times and identifiers, and name the program that made them."""

from datetime import datetime, timedelta, timezone
from importlib.metadata import version
from uuid import NAMESPACE_URL, uuid5

from records.event import Agent

VIETNAM = timezone(timedelta(hours=7))
PRODUCT = "luutru"


def stamp(moment: datetime) -> str:
    """``YYYY-MM-DDThh:mm:ss.sss+07:00`` (Circular 05/2025/TT-BNV, Appendix I)."""
    return moment.astimezone(VIETNAM).isoformat(timespec="milliseconds")


def software() -> Agent:
    """This program as an agent."""
    return Agent(name=PRODUCT, kind="software", version=version(PRODUCT))


def identifier(package_id: str, name: str) -> str:
    """A stable XML id for ``name``; ``ID`` in front because AIP 2.2 (AIP9) demands it of files."""
    return f"ID-{uuid5(NAMESPACE_URL, f'{package_id}/{name}')}"
