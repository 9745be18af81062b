"""Calls that misbehave on purpose, for `test_confined`."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, Final

from dossier.errors import DamagedFile

Done = tuple[dict[str, Any], bytes]


def echo(path: Path, **told: Any) -> Done:
    return {"pid": os.getpid(), **told}, path.read_bytes()


def refuse(path: Path) -> Done:
    raise DamagedFile("cắt cụt / cut short", file_page=3)


def fault(path: Path) -> Done:
    raise ZeroDivisionError("Nguyễn Văn An")


def segfault(path: Path) -> Done:
    ctypes.string_at(0)
    raise AssertionError


def leave(path: Path) -> Done:
    os._exit(0)


def half(path: Path) -> Done:
    # As if killed while it answered: more is promised than comes.
    class Short(bytes):
        def __len__(self) -> int:
            return 10

    return {}, Short(b"1")


def eat_memory(path: Path) -> Done:
    return {"eaten": len(bytearray(1 << 30))}, b""


def burn(path: Path) -> Done:
    while True:
        pass


def sleep(path: Path, seconds: float) -> Done:
    # With a child of its own, as poppler is one.
    subprocess.run([sys.executable, "-c", f"import time; time.sleep({seconds})"], check=True)
    return {}, b""


def flood(path: Path) -> Done:
    return {}, bytes(8 << 20)


def write_file(path: Path, size: int) -> Done:
    (path.parent / "written").write_bytes(bytes(size))
    return {}, b""


def call_out(path: Path) -> Done:
    try:
        socket.socket().close()
    except PermissionError:
        return {"refused": True}, b""
    return {"refused": False}, b""


def look_around(path: Path) -> Done:
    status = Path("/proc/self/status").read_text()
    found = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    handles = list(Path("/proc/self/fd").iterdir())
    return {
        "environment": sorted(os.environ),
        "handles": len(handles),
        "no_new_privileges": found["NoNewPrivs"],
        "threads": found["Threads"],
    }, b""


def write_head(path: Path) -> Done:
    # As if taken over: what stands in the file goes out in the answer's place.
    for handle in Path("/proc/self/fd").iterdir():
        if int(handle.name) > 2 and handle.is_fifo():
            os.write(int(handle.name), path.read_bytes() + b"\n")
    os._exit(0)


def end_forker(path: Path) -> Done:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(30)
    return {}, b""


CALLS: Final = {
    call.__name__: call
    for call in (
        *(echo, refuse, fault, segfault, leave, half, eat_memory, burn, sleep, flood),
        *(write_file, call_out, look_around, write_head, end_forker),
    )
}
