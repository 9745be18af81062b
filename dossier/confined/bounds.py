"""What a process that parses untrusted bytes may use, and taking the rest from itself.

Memory, processor time, the size of files and open files by rlimits; no new rights over exec; no
sockets and no way into other processes by seccomp, where the kernel has it. What it starts itself
(poppler) inherits all of it.
"""

from __future__ import annotations

import ctypes
import platform
import resource
import struct
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2

_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 1
"""SECCOMP_RET_ERRNO | EPERM."""
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER_AT, _MACHINE_AT = 0, 4
"""Offsets in `struct seccomp_data`."""
_OTHER_TABLE: Final = 0x40000000
"""System calls of x86-64's x32 begin here: the same calls by other numbers."""

_REFUSED: Final = MappingProxyType(
    {
        # socket, connect, ptrace, mount, unshare, keyctl, perf_event_open, process_vm_readv,
        # process_vm_writev, bpf, userfaultfd, io_uring_setup
        "x86_64": (0xC000003E, (41, 42, 101, 165, 272, 250, 298, 310, 311, 321, 323, 425)),
        "aarch64": (0xC00000B7, (198, 203, 117, 40, 97, 219, 241, 270, 271, 280, 282, 425)),
    }
)
"""By machine: its AUDIT_ARCH and the numbers of what is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Of one call."""

    memory_mb: int = 3000
    """Address space: the largest page that is taken (100 million pixels) needs under 2,000."""
    cpu_s: int = 180
    wall_s: float = 300.0
    """Until the child is killed; longer than `cpu_s`, for a busy machine."""
    file_mb: int = 4
    """No file may grow beyond; poppler's fonts keep an index."""
    open_files: int = 64
    answer_mb: int = 400
    """A page of 100 million pixels has 300."""


def confine(bounds: Bounds) -> None:
    """Give up, in this process and all that it will start, what parsing does not need."""
    _limit(resource.RLIMIT_AS, bounds.memory_mb << 20)
    _limit(resource.RLIMIT_CPU, bounds.cpu_s)
    _limit(resource.RLIMIT_FSIZE, bounds.file_mb << 20)
    _limit(resource.RLIMIT_NOFILE, bounds.open_files)
    # A core file would be a copy of what the child had in hand.
    _limit(resource.RLIMIT_CORE, 0)
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, 9, 0, 0, 0)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _close_system_calls(libc)


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    most = most if hard == resource.RLIM_INFINITY else min(most, hard)
    resource.setrlimit(what, (most, most))


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_char_p))


def _close_system_calls(libc: ctypes.CDLL) -> bool:
    """Whether the kernel took the filter; without one the other bounds still hold."""
    if platform.machine() not in _REFUSED:
        return False
    machine, numbers = _REFUSED[platform.machine()]
    code = _filter(machine, numbers)
    program = _Program(len(code) // 8, code)
    taken = libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0)
    return bool(taken == 0)


def _filter(machine: int, numbers: tuple[int, ...]) -> bytes:
    """Classic BPF: refuse another machine's calls and `numbers`, allow all others."""
    tests = len(numbers)
    lines = [
        (_LOAD, 0, 0, _MACHINE_AT),
        (_IF_EQUAL, 0, tests + 3, machine),
        (_LOAD, 0, 0, _NUMBER_AT),
        (_IF_AT_LEAST, tests + 1, 0, _OTHER_TABLE),
        *((_IF_EQUAL, tests - n, 0, number) for n, number in enumerate(numbers)),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    return b"".join(struct.pack("=HBBI", *line) for line in lines)
