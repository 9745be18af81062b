"""Files written and moved so that a power cut leaves the old state or the new one."""

from __future__ import annotations

import os
from pathlib import Path

from cli.branch.names import free_name


def write_whole(path: Path, content: bytes) -> None:
    """Write all of `content` or leave what stood there; on the disk at the end. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f"{path.name}.part")
    with unfinished.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    unfinished.replace(path)


def put_aside(path: Path, folder: Path, reason: str) -> Path:
    """Move a file into `folder`, with its reason in a text file beside it; where it is now.

    The reason is written first: a file there is never without one. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / free_name(path.name, (p.name for p in folder.iterdir()))
    write_whole(folder / f"{target.name}.txt", f"{reason}\n".encode())
    path.rename(target)
    return target
