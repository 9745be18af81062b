"""`python -m dossier.confined.child MODULE`: forks a confined child for every call.

It imports MODULE once, so that a call costs a fork and not the loading of imaging libraries. It
has one thread, an empty environment and no secret: nothing of the service can be read out of it.
Ends when the line to its starter does.
"""

from __future__ import annotations

import importlib
import json
import os
import signal
import socket
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

from dossier.confined.bounds import Bounds, confine
from dossier.errors import SohoaError

Call = Callable[..., tuple[dict[str, Any], bytes | memoryview]]
"""(path, **arguments) -> (JSON values, bytes)."""
_LARGEST_REQUEST: Final = 1 << 16


def main() -> None:
    line = socket.socket(fileno=int(sys.argv[2]))
    calls: Mapping[str, Call] = importlib.import_module(sys.argv[1]).CALLS
    # Children are never waited for: whether one came to its end is told by its answer.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        request, handles, _, _ = socket.recv_fds(line, _LARGEST_REQUEST, 1)
        if not request:
            return
        (answer,) = handles
        if os.fork() == 0:
            _serve(line, calls, json.loads(request), answer)
        os.close(answer)


def _serve(
    line: socket.socket, calls: Mapping[str, Call], request: dict[str, Any], answer: int
) -> NoReturn:
    """Do one call and end, whatever comes of it."""
    # A group of its own: what it starts can be killed with it.
    os.setsid()
    line.close()
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    # Before anything is parsed: whoever waits must be able to end it.
    _write(answer, json.dumps({"pid": os.getpid()}).encode() + b"\n")
    try:
        confine(Bounds(**request["bounds"]))
        values, content = calls[request["call"]](Path(request["path"]), **request["told"])
        head: dict[str, Any] = {"values": values, "bytes": len(content)}
    except SohoaError as exc:
        content = b""
        head = {"error": exc.code, "detail": exc.detail, "context": exc.context, "bytes": 0}
    except BaseException as exc:  # noqa: BLE001 - whatever it is, the caller is told
        # The kind alone: a message may quote what stands on the page.
        content, head = b"", {"crash": type(exc).__name__, "bytes": 0}
    _write(answer, json.dumps(head).encode() + b"\n")
    _write(answer, content)
    # No destructors, no exit handlers: they belong to the process that was forked.
    os._exit(0)


def _write(handle: int, data: bytes | memoryview) -> None:
    left = memoryview(data).cast("B")
    while left:
        left = left[os.write(handle, left) :]


if __name__ == "__main__":
    main()
