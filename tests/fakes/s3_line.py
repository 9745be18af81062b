"""A line to a real S3 server on which answers are refused, late, cut or changed on purpose."""

from __future__ import annotations

import http.client
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.loopback import serving
from tests.fakes.s3 import Trouble

_DEFAULT_SILENCE_S = 1.0
_BUSY = b"<Error><Code>SlowDown</Code><Message>made</Message></Error>"
_ONE_HOP = {"connection", "transfer-encoding", "content-length"}


@dataclass
class BadS3Line:
    """What happens to the next requests for objects; requests for a bucket go through."""

    target: str
    """`host:port` of the server."""
    url: str = ""
    reading: deque[Trouble] = field(default_factory=deque)
    """Of the next GETs, in order."""
    writing: deque[Trouble] = field(default_factory=deque)
    """Of the next PUTs."""
    silence_s: float = _DEFAULT_SILENCE_S
    down: bool = False
    """Every request is answered 503 for as long as this is set."""
    met: int = 0
    """How many requests met with trouble."""

    def next_trouble(self, method: str, path: str) -> Trouble:
        if self.down:
            return self._meet(Trouble.BUSY)
        if not urlsplit(path).path.lstrip("/").partition("/")[2]:
            return Trouble.NONE
        waiting = {"GET": self.reading, "PUT": self.writing}.get(method)
        return self._meet(waiting.popleft()) if waiting else Trouble.NONE

    def _meet(self, trouble: Trouble) -> Trouble:
        self.met += trouble is not Trouble.NONE
        return trouble


@contextmanager
def bad_s3_line(server_url: str) -> Iterator[BadS3Line]:
    """A proxy on loopback before the S3 server at `server_url`."""
    line = BadS3Line(target=urlsplit(server_url).netloc)

    class Handler(_Handler):
        held = line

    with serving(Handler) as port:
        line.url = f"http://127.0.0.1:{port}"
        yield line


class _Handler(BaseHTTPRequestHandler):
    held: BadS3Line
    protocol_version = "HTTP/1.1"

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        try:
            self._answer(body, self.held.next_trouble(self.command, self.path))
        except ConnectionError:
            # The client hung up on a late answer.
            self.close_connection = True

    do_GET = do_PUT = do_HEAD = do_POST = do_DELETE = _pass_on  # noqa: N815

    def log_message(self, *_: Any) -> None:
        """Tests are quiet."""

    def _answer(self, body: bytes, trouble: Trouble) -> None:
        if trouble is Trouble.BUSY:
            self._send(503, {"Content-Type": "application/xml"}, _BUSY)
            return
        if trouble is Trouble.SILENT:
            time.sleep(self.held.silence_s)
        if trouble is Trouble.TRUNCATED and self.command == "PUT":
            # The line is cut before the server has the object: it never hears the end of it.
            self.close_connection = True
            return
        status, headers, answer = self._ask(body)
        if trouble is Trouble.WRONG:
            answer = bytes(len(answer))
        cut = len(answer) // 2 if trouble is Trouble.TRUNCATED else None
        self._send(status, headers, answer, cut)

    def _ask(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        # The signature covers the Host header, so it is handed on as the client wrote it.
        server = http.client.HTTPConnection(self.held.target, timeout=60)
        try:
            server.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                server.putheader(name, value)
            server.endheaders(body or None)
            answer = server.getresponse()
            kept = {k: v for k, v in answer.getheaders() if k.lower() not in _ONE_HOP}
            if self.command == "HEAD":
                kept["Content-Length"] = answer.getheader("Content-Length", "0")
            return answer.status, kept, answer.read()
        finally:
            server.close()

    def _send(
        self, status: int, headers: dict[str, str], body: bytes, cut: int | None = None
    ) -> None:
        self.send_response_only(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if self.command != "HEAD":
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body[:cut])
        if cut is not None:
            self.close_connection = True
