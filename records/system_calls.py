"""Forbids this process, and all it starts, the network and a few more calls: Linux's seccomp.

Needs no privilege and no library. Forbidden calls fail with EACCES, so that a program which only
tries goes on without.
"""

import ctypes
import errno
import platform
import struct
import sys
from dataclasses import dataclass

NO_NEW_PRIVILEGES = 38
SET_FILTER = 1
ALL_THREADS, KEEP_SPECULATION = 1, 4
"""Without the latter, kernels before 5.16 slow the process down to guard it against others."""
ALLOW, FAIL = 0x7FFF0000, 0x00050000 | errno.EACCES
LOAD, EQUAL, AT_LEAST, AND, RETURN = 0x20, 0x15, 0x35, 0x54, 0x06
NUMBER, ARCHITECTURE, ARGUMENTS = 0, 4, 16
ACCESS_AND_TRUNCATE, TRUNCATE_WHILE_READING = 0o1003, 0o1000
"""Of the flags of ``open``; Landlock learnt to forbid truncation only with Linux 6.2."""
ON_EVERY_PROCESSOR = (425, 437, 452, 463, 466, 469)
"""io_uring_setup and openat2, whose doings a filter cannot see; fchmodat2, setxattrat,
removexattrat, file_setattr."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Processor:
    """Numbers of calls; ``opening`` maps those that open a file to the place of their flags."""

    audit: int
    seccomp: int
    forbidden: tuple[int, ...]
    opening: tuple[tuple[int, int], ...]
    highest: int


# socket, truncate; then chmod, chown, utime and xattr in all their forms.
PROCESSORS = {
    "x86_64": _Processor(
        audit=0xC000003E,
        seccomp=317,
        forbidden=(41, 76, 90, 91, 268, 92, 93, 94, 260, 132, 235, 261, 280,
                   188, 189, 190, 197, 198, 199, 101, 310, 311),
        opening=((2, 1), (257, 2)),
        highest=0x40000000,
    ),
    "aarch64": _Processor(
        audit=0xC00000B7,
        seccomp=277,
        forbidden=(198, 45, 52, 53, 54, 55, 88, 5, 6, 7, 14, 15, 16, 117, 270, 271),
        opening=((56, 2),),
        highest=0x40000000,
    ),
}  # fmt: skip
"""Linux's asm/unistd.h. The last three: ptrace, and reading or writing another process. Numbers
from ``highest`` on are the x32 calls of x86_64, which nothing here uses."""


def forbid_network() -> bool:
    """Forbid sockets, changes of owner, mode, times and attributes, and truncation by name.

    Binds all threads and what they start from now on. Returns whether it was possible.
    """
    processor = PROCESSORS.get(platform.machine())
    if processor is None or sys.byteorder != "little":
        return False
    program = _program(processor)
    steps = ctypes.create_string_buffer(program, len(program))
    held = struct.pack("@HP", len(program) // 8, ctypes.addressof(steps))
    library = ctypes.CDLL(None, use_errno=True)
    library.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    flags = ctypes.c_long(ALL_THREADS | KEEP_SPECULATION)
    call = ctypes.c_long(processor.seccomp)
    return int(library.syscall(call, ctypes.c_long(SET_FILTER), flags, held)) == 0


def _program(processor: _Processor) -> bytes:
    """The filter; jumps are counted from the next step, and the last two steps are the verdicts."""
    denied = (*processor.forbidden, *ON_EVERY_PROCESSOR)
    opening = 4 * len(processor.opening)
    length = 4 + len(denied) + opening + 2
    fail = length - 1

    def to_fail(at: int) -> int:
        return fail - at - 1

    steps = [
        _step(LOAD, 0, 0, ARCHITECTURE),
        _step(EQUAL, 0, to_fail(1), processor.audit),
        _step(LOAD, 0, 0, NUMBER),
        _step(AT_LEAST, to_fail(3), 0, processor.highest),
    ]
    steps += [_step(EQUAL, to_fail(len(steps) + n), 0, call) for n, call in enumerate(denied)]
    for call, place in processor.opening:
        at = len(steps)
        steps += [
            _step(EQUAL, 0, 3, call),
            _step(LOAD, 0, 0, ARGUMENTS + 8 * place),
            _step(AND, 0, 0, ACCESS_AND_TRUNCATE),
            _step(EQUAL, to_fail(at + 3), to_fail(at + 3) - 1, TRUNCATE_WHILE_READING),
        ]
    return b"".join((*steps, _step(RETURN, 0, 0, ALLOW), _step(RETURN, 0, 0, FAIL)))


def _step(operation: int, if_true: int, if_false: int, value: int) -> bytes:
    return struct.pack("=HBBI", operation, if_true, if_false, value)
