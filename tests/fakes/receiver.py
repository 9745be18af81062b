"""A receiver of webhooks on loopback that takes everything."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.fakes.loopback import serving


@dataclass
class Heard:
    """What a receiver of events was told."""

    url: str
    ids: list[str] = field(default_factory=list)
    """Of the messages; one may come twice."""


@contextmanager
def receiver() -> Iterator[Heard]:
    """Takes every webhook."""
    heard = Heard(url="")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            heard.ids.append(self.headers["webhook-id"])
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Tests are quiet."""

    with serving(Handler) as port:
        heard.url = f"http://127.0.0.1:{port}/"
        yield heard
