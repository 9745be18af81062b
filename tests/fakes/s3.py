"""An S3 store in this process that fails on purpose: enough of the protocol for our client."""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlsplit

from tests.fakes.loopback import serving


class Trouble(StrEnum):
    """What happens to one request for an object."""

    NONE = "none"
    BUSY = "busy"
    """503 SlowDown."""
    SILENT = "silent"
    """No answer for a second."""
    TRUNCATED = "truncated"
    """Half of the bytes, then the line is cut."""
    WRONG = "wrong"
    """Other bytes of the same length."""


@dataclass
class FailingStore:
    url: str = ""
    objects: dict[str, bytes] = field(default_factory=dict)
    reading: deque[Trouble] = field(default_factory=deque)
    """Of the next GETs, in order."""
    writing: deque[Trouble] = field(default_factory=deque)
    """Of the next PUTs."""
    writes: int = 0
    given_bytes: int = 0
    """Of objects, in answers."""


@contextmanager
def failing_store() -> Iterator[FailingStore]:
    store = FailingStore()

    class Handler(_Handler):
        held = store

    with serving(Handler) as port:
        store.url = f"http://127.0.0.1:{port}"
        yield store


class _Handler(BaseHTTPRequestHandler):
    held: FailingStore
    protocol_version = "HTTP/1.1"

    def do_HEAD(self) -> None:
        self._answer(with_body=False, trouble=Trouble.NONE)

    def do_GET(self) -> None:
        trouble = self.held.reading.popleft() if self._key and self.held.reading else Trouble.NONE
        self._answer(with_body=True, trouble=trouble)

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        trouble = self.held.writing.popleft() if self._key and self.held.writing else Trouble.NONE
        self.held.writes += 1
        if trouble is Trouble.BUSY:
            self._refuse(503, "SlowDown")
            return
        if trouble is Trouble.TRUNCATED:
            body = body[: len(body) // 2]
        if trouble is Trouble.WRONG:
            body = bytes(len(body))
        if self._key:
            self.held.objects[self._key] = body
        self._send(200, b"", {"ETag": _tag(body)})

    def log_message(self, *_: Any) -> None:
        """Tests are quiet."""

    @property
    def _key(self) -> str:
        """The object's name; '' for the bucket itself."""
        return urlsplit(self.path).path.lstrip("/").partition("/")[2]

    def _answer(self, *, with_body: bool, trouble: Trouble) -> None:
        if not self._key:
            # `?location` of the bucket is asked for once.
            self._send(200, b"<LocationConstraint/>")
            return
        body = self.held.objects.get(self._key)
        if body is None:
            self._refuse(404, "NoSuchKey")
            return
        match trouble:
            case Trouble.BUSY:
                self._refuse(503, "SlowDown")
                return
            case Trouble.SILENT:
                time.sleep(1)
            case Trouble.WRONG:
                body = bytes(len(body))
            case _:
                pass
        self.held.given_bytes += len(body) if with_body else 0
        headers = {"ETag": _tag(body), "Last-Modified": "Sun, 22 Nov 2026 08:30:00 GMT"}
        cut = len(body) // 2 if trouble is Trouble.TRUNCATED else None
        self._send(200, body, headers, with_body=with_body, cut=cut)

    def _refuse(self, status: int, code: str) -> None:
        body = f"<Error><Code>{code}</Code><Message>made</Message></Error>".encode()
        self._send(status, body, {"Content-Type": "application/xml"})

    def _send(
        self,
        status: int,
        body: bytes,
        headers: dict[str, str] | None = None,
        *,
        with_body: bool = True,
        cut: int | None = None,
    ) -> None:
        try:
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()
            if with_body and self.command != "HEAD":
                self.wfile.write(body[:cut])
        except ConnectionError:
            self.close_connection = True
            return
        if cut is not None:
            self.close_connection = True


def _tag(body: bytes) -> str:
    return f'"{hashlib.md5(body, usedforsecurity=False).hexdigest()}"'
