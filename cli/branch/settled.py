"""Whether a scanner has finished writing a file.

Size and time that stay the same are not enough (a stalled network drive stays the same too), and
that nobody has it open for writing is not enough (some scanners open a file anew for each page).
"""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from cli.branch.names import extended

SETTLE_S: Final = 2.0
"""How long size and time must stand still."""


@dataclass(frozen=True, slots=True)
class Signature:
    """What changes when somebody writes."""

    size: int
    mtime_ns: int


def signature(path: Path) -> Signature:
    """Raises OSError."""
    found = os.stat(extended(path))  # noqa: PTH116 - takes Windows' long form of a path
    return Signature(found.st_size, found.st_mtime_ns)


@dataclass(slots=True)
class Settling:
    """Remembers what files looked like; asked again and again, says when one is whole."""

    settle_s: float = SETTLE_S
    _seen: dict[Path, tuple[Signature, float]] = field(default_factory=dict)

    def is_whole(self, path: Path, now_s: float) -> bool:
        """`now_s` is a clock that only grows. Raises OSError when the file cannot be looked at."""
        found = signature(path)
        before = self._seen.get(path)
        if before is None or before[0] != found:
            self._seen[path] = (found, now_s)
            return self.settle_s == 0 and not is_open_elsewhere(path)
        return now_s - before[1] >= self.settle_s and not is_open_elsewhere(path)

    def forget(self, path: Path) -> None:
        self._seen.pop(path, None)


if sys.platform == "win32":
    import ctypes
    from ctypes import wintypes

    _GENERIC_READ: Final = 0x80000000
    _OPEN_EXISTING: Final = 3
    _INVALID: Final = wintypes.HANDLE(-1).value
    _SHARING_VIOLATION: Final = 32

    def is_open_elsewhere(path: Path) -> bool:
        """Whether another process has the file open. Raises OSError."""
        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        kernel.CreateFileW.restype = wintypes.HANDLE
        # Sharing nothing: refused as long as anybody has a handle.
        handle = kernel.CreateFileW(extended(path), _GENERIC_READ, 0, None, _OPEN_EXISTING, 0, None)
        if handle == _INVALID:
            code = ctypes.get_last_error()
            if code == _SHARING_VIOLATION:
                return True
            raise ctypes.WinError(code)
        kernel.CloseHandle(handle)
        return False

else:
    import fcntl
    import signal

    def is_open_elsewhere(path: Path) -> bool:
        """Whether another process has the file open for writing. Raises OSError.

        Linux grants a read lease only where nobody writes. Where there are no leases (another
        system, a network drive, somebody else's file) an advisory lock is asked for instead.
        """
        descriptor = os.open(path, os.O_RDONLY)
        try:
            return (
                _is_leased(descriptor) if hasattr(fcntl, "F_SETLEASE") else _is_locked(descriptor)
            )
        finally:
            os.close(descriptor)  # gives lease and lock back

    def _is_leased(descriptor: int) -> bool:
        # A writer that comes while the lease is held makes the kernel send SIGIO, which would end
        # this process; SIGURG is ignored unless somebody asks for it.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        try:
            fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        except OSError as exc:
            if exc.errno == errno.EAGAIN:
                return True
            return _is_locked(descriptor)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
        return False

    def _is_locked(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:  # a file system without locks cannot tell
            return False
        return False
