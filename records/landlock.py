"""Forbids this process, and all it starts, to write outside one folder: Linux's Landlock.

Needs no privilege and no library. What a kernel of an older day cannot forbid is passed over here
and forbidden by ``records.system_calls`` where that can be done.
"""

import ctypes
import os
import struct
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""The same numbers on every processor (linux/landlock.h, Linux 5.13)."""
ASK_VERSION = 1
RULE_PATH_BENEATH = 1
NO_NEW_PRIVILEGES = 38
WRITE_FILE, REMOVE_FOLDER, REMOVE_FILE = 1 << 1, 1 << 4, 1 << 5
MAKE_FOLDER, MAKE_FILE = 1 << 7, 1 << 8
MAKE_OTHER = 1 << 6 | 1 << 9 | 1 << 10 | 1 << 11 | 1 << 12
"""Devices, sockets, pipes and symbolic links: nothing here needs to make one."""
CHANGES_BY_VERSION = {
    1: WRITE_FILE | REMOVE_FOLDER | REMOVE_FILE | MAKE_FOLDER | MAKE_FILE | MAKE_OTHER,
    2: 1 << 13,
    3: 1 << 14,
    5: 1 << 15,
}
"""What each version learnt to forbid: then linking across folders, truncating, device controls."""
TCP_VERSION, TCP = 4, 1 << 0 | 1 << 1
SCOPE_VERSION, SCOPES = 6, 1 << 0 | 1 << 1
"""No signals to processes outside, and no abstract sockets of theirs."""
NULL_DEVICE = "/dev/null"

_library = ctypes.CDLL(None, use_errno=True)


def forbid_writing(except_in: Path) -> bool:
    """Allow changes to files beneath ``except_in`` only; reading stays allowed everywhere.

    Binds the calling thread and what it starts from now on. Returns whether it was possible.
    """
    version = _call(CREATE_RULESET, None, 0, ASK_VERSION)
    if version < 1:
        return False
    changes = sum(right for since, right in CHANGES_BY_VERSION.items() if since <= version)
    rules = _call(CREATE_RULESET, *_attributes(version, changes))
    if rules < 0:
        return False
    try:
        _allow(rules, except_in, changes & ~MAKE_OTHER)
        _allow(rules, Path(NULL_DEVICE), WRITE_FILE)
        _library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return _call(RESTRICT_SELF, rules, 0) == 0
    finally:
        os.close(rules)


def _attributes(version: int, changes: int) -> tuple[bytes, int, int]:
    tcp = TCP if version >= TCP_VERSION else 0
    scopes = SCOPES if version >= SCOPE_VERSION else 0
    packed = struct.pack("=QQQ", changes, tcp, scopes)
    return packed, len(packed), 0


def _allow(rules: int, path: Path, rights: int) -> None:
    place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        beneath = struct.pack("=Qi", rights, place)
        _call(ADD_RULE, rules, RULE_PATH_BENEATH, beneath, 0)
    finally:
        os.close(place)


def _call(number: int, *arguments: int | bytes | None) -> int:
    widened = (ctypes.c_long(each) if isinstance(each, int) else each for each in arguments)
    return int(_library.syscall(ctypes.c_long(number), *widened))
