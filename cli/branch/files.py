"""Files written and moved so that a power cut leaves the old state or the new one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from cli.branch.names import extended, free_name, is_scan_name, scan_order

# Windows' long form of a path is a text; pathlib would take its device names apart again.
_exists: Final = os.path.lexists


def exists(path: Path) -> bool:
    """Also of a file whose path is too long for Windows, or named like a device."""
    return _exists(extended(path))


def names_in(folder: Path) -> list[str]:
    """Of all that lies in a folder. Raises OSError."""
    return os.listdir(extended(folder))  # noqa: PTH208 - takes Windows' long form


def scans_in(folder: Path) -> list[Path]:
    """Scans that lie in `folder` itself, in the order of the pile. Raises OSError."""
    return sorted(_scans_in(folder), key=lambda path: scan_order(path.name))


def _scans_in(folder: Path) -> Iterator[Path]:
    with os.scandir(extended(folder)) as listing:
        for entry in listing:
            if entry.is_file(follow_symlinks=False) and is_scan_name(entry.name):
                yield folder / entry.name


def move(path: Path, folder: Path) -> Path:
    """Move a file into `folder`, under a name that is free there; where it is now.

    Raises OSError: on Windows also while a scanner, an indexer or a virus scanner has it open.
    """
    target = folder / free_name(path.name, names_in(folder))
    os.rename(extended(path), extended(target))  # noqa: PTH104 - takes Windows' long form
    return target


def write_whole(path: Path, content: bytes) -> None:
    """Write all of `content` or leave what stood there; on the disk at the end. Raises OSError."""
    os.makedirs(extended(path.parent), exist_ok=True)  # noqa: PTH103 - takes Windows' long form
    unfinished = extended(path.with_name(f"{path.name}.part"))
    with open(unfinished, "wb") as handle:  # noqa: PTH123 - the same
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    os.replace(unfinished, extended(path))  # noqa: PTH105 - the same


def put_aside(path: Path, folder: Path, reason: str) -> Path:
    """Move a file into `folder`, with its reason in a text file beside it; where it is now.

    The reason is written first: a file there is never without one. Raises OSError.
    """
    os.makedirs(extended(folder), exist_ok=True)  # noqa: PTH103 - takes Windows' long form
    name = free_name(path.name, names_in(folder))
    write_whole(folder / f"{name}.txt", f"{reason}\n".encode())
    return move(path, folder)
