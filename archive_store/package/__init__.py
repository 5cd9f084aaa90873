"""What a package is: an E-ARK AIP 2.2 that is at the same time the circular's AIP_hoso.

``build_package`` writes one into a staging folder, ``check_package`` judges one; neither stores.
"""

from typing import TYPE_CHECKING

from records.front_doors import front_doors

if TYPE_CHECKING:
    from archive_store.package.build import build_package
    from archive_store.package.check import check_package

__all__ = [
    "build_package",
    "check_package",
]

__getattr__ = front_doors(
    __name__,
    {
        "build_package": "build",
        "check_package": "check",
    },
)
