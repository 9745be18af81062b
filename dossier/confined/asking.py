"""Asking a confined child: starting its forker, sending a call, hearing the answer in time."""

from __future__ import annotations

import atexit
import fcntl
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import Any, Final

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from dossier.confined.bounds import Bounds
from dossier.errors import EngineTimeout, ServiceFault, SohoaError

_PIPE_BYTES: Final = 1 << 20
_HEAD_BYTES: Final = 1 << 20
_LONGEST_REASON: Final = 60
_PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "TZ")
_log = structlog.get_logger(__name__)


class ParserCrashed(ServiceFault):
    """The child ended without an answer: a crash inside a library, or beyond its bounds.

    Tried again, for a machine short of memory kills children too; a file that does it every time
    is quarantined.
    """

    code = "parser_crashed"
    title_vi = "Tiến trình mở tệp bị dừng đột ngột"
    title_en = "The process that opens files ended suddenly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    values: dict[str, Any]
    content: bytearray


class Confined:
    """Calls of one module, each in a child of its own. Safe to share between threads."""

    def __init__(self, module: str, bounds: Bounds | None = None) -> None:
        """`module` has `CALLS`: a name to a function (`child.Call`)."""
        self._module = module
        self._bounds = bounds or Bounds()

    def ask(self, call: str, path: Path, **told: Any) -> Answer:
        """Let a child do `call` about the file at `path`; `told` are JSON values.

        Raises what the call raises of our own errors; ParserCrashed, EngineTimeout, ServiceFault
        when no child can be started.
        """
        request = {
            "call": call,
            "path": str(path.absolute()),
            "told": told,
            "bounds": asdict(self._bounds),
        }
        with _forker(self._module).asked(json.dumps(request).encode()) as answer:
            return _hear(answer, self._bounds, f"{self._module}.{call}")

    def get_ready(self) -> None:
        """Start the process that forks, if it does not run: a call then waits for no import."""
        _forker(self._module).get_ready()


class _Forker:
    """The process that forks; started when it is needed, and again when it has ended."""

    def __init__(self, module: str) -> None:
        self._module = module
        self._lock = Lock()
        self._line: socket.socket | None = None
        self._process: subprocess.Popen[bytes] | None = None

    def get_ready(self) -> None:
        with self._lock:
            if self._line is None:
                self._start()

    @contextmanager
    def asked(self, request: bytes) -> Iterator[int]:
        """Send a request; yields where its answer is to be read."""
        answer, writing = os.pipe()
        try:
            # One system call takes what would take dozens.
            with suppress(OSError):
                fcntl.fcntl(answer, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
            try:
                self._send(request, writing)
            finally:
                os.close(writing)
            yield answer
        finally:
            os.close(answer)

    def _send(self, request: bytes, writing: int) -> None:
        with self._lock:
            for last in (False, True):
                try:
                    socket.send_fds(self._line or self._start(), [request], [writing])
                    return
                except OSError as exc:
                    self._stop()
                    if last:
                        raise ServiceFault(
                            "Không khởi động được tiến trình mở tệp / "
                            "the process that opens files cannot be started"
                        ) from exc

    def _start(self) -> socket.socket:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        command = [sys.executable, "-m", f"{__package__}.child", self._module]
        environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
        # OpenBLAS would start threads, which a fork does not copy.
        environment |= {"PYTHONPATH": os.pathsep.join(sys.path), "OPENBLAS_NUM_THREADS": "1"}
        with theirs:
            self._process = subprocess.Popen(
                [*command, str(theirs.fileno())],
                env=environment,
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._line = ours
        return ours

    def _stop(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None
        if self._process is not None:
            # Children in hand end with it.
            self._process.kill()
            self._process.wait()
            self._process = None

    def end(self) -> None:
        """End the process; the next call starts another."""
        with self._lock:
            self._stop()


@cache
def _forker(module: str) -> _Forker:
    forker = _Forker(module)
    atexit.register(forker.end)
    return forker


def _hear(answer: int, bounds: Bounds, call: str) -> Answer:
    """Read an answer to its end. Whatever comes of it, no child is left behind."""
    heard, pid = bytearray(), 0
    most = (bounds.answer_mb << 20) + _HEAD_BYTES
    try:
        for chunk in _chunks(answer, monotonic() + bounds.wall_s, call):
            heard += chunk
            if not pid and b"\n" in heard:
                pid = json.loads(heard[: heard.index(b"\n")])["pid"]
            if len(heard) > most:
                raise ParserCrashed("trả lời quá dài / the answer is too long")
        return understand(heard, call)
    except (EngineTimeout, ParserCrashed):
        if pid:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
        raise


def _chunks(answer: int, end: float, call: str) -> Iterator[bytes]:
    waiting = select.poll()
    waiting.register(answer, select.POLLIN)
    while True:
        if not waiting.poll(max(0.0, end - monotonic()) * 1000):
            raise EngineTimeout(f"{call}: no answer in time")
        if not (chunk := os.read(answer, _PIPE_BYTES)):
            return
        yield chunk


class _Head(BaseModel):
    """The second line of an answer. It is written after the file was parsed: whoever took the child
    over may have written it.
    """

    model_config = ConfigDict(strict=True, frozen=True, extra="forbid")

    size: int = Field(alias="bytes", ge=0)
    values: dict[str, Any] | None = None
    error: str | None = None
    detail: str = ""
    context: dict[str, str | int | float] = {}
    crash: str | None = None


def understand(heard: bytearray, call: str) -> Answer:
    """What a child said, all of it: who it is, a head, and bytes.

    Raises what the call raised of our own errors, and ParserCrashed for anything else.
    """
    lines = bytes(heard[:_HEAD_BYTES]).split(b"\n", 2)
    start = sum(len(line) + 1 for line in lines[:2])
    try:
        head = _Head.model_validate_json(lines[1])
    except (IndexError, ValidationError):
        raise _crashed("ended", call) from None
    if head.crash is not None or len(heard) - start != head.size:
        raise _crashed(head.crash or "ended", call)
    kind = _errors().get(head.error or "")
    if kind is not None and "detail" not in head.context:
        raise kind(head.detail, **head.context)
    if head.values is None:
        raise _crashed("ended", call)
    del heard[:start]
    return Answer(values=head.values, content=heard)


def _crashed(reason: str, call: str) -> ParserCrashed:
    # The kind of an error and nothing else: it is logged.
    reason = reason if reason.isidentifier() and len(reason) <= _LONGEST_REASON else "ended"
    _log.warning("confined child crashed", call=call, reason=reason)
    return ParserCrashed(
        f"{reason}: lỗi trong thư viện, hoặc quá bộ nhớ hay thời gian cho phép / "
        "a fault in a library, or beyond the memory or time that it may use"
    )


@cache
def _errors() -> Mapping[str, type[SohoaError]]:
    found: dict[str, type[SohoaError]] = {}
    kinds = [SohoaError]
    while kinds:
        kind = kinds.pop()
        found[kind.code] = kind
        kinds += kind.__subclasses__()
    return found
