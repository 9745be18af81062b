"""A folder of this process alone for copies of originals: closed to others, gone with the process.

A process that is killed leaves its folder behind, with a citizen's paper in clear if it was reading
one. Each holds a lock on its own, which the system gives back however it ends; whoever makes the
next folder removes those that nobody holds.
"""

from __future__ import annotations

import atexit
import fcntl
import os
import shutil
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

PREFIX: Final = "sohoa-copies-"


def scratch_folder() -> Path:
    """Made with the first call, when those of dead processes are removed."""
    return _folder_of(os.getpid(), tempfile.gettempdir())


@cache
def _folder_of(pid: int, parent: str) -> Path:
    _remove_deserted(Path(parent))
    while True:
        folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(handle, fcntl.LOCK_EX)
        # Another process may have taken it for deserted before it was locked.
        if folder.exists():
            atexit.register(_remove_own, folder, pid)
            # The handle stays open, and with it the lock, until the process ends.
            return folder
        os.close(handle)


def _remove_own(folder: Path, pid: int) -> None:
    # Not a child that was forked from this process, at its own end.
    if os.getpid() == pid:
        shutil.rmtree(folder, ignore_errors=True)


def _remove_deserted(parent: Path) -> None:
    for folder in parent.glob(f"{PREFIX}*"):
        # Another user's, or just gone: not ours to remove.
        with suppress(OSError):
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
            finally:
                os.close(handle)
