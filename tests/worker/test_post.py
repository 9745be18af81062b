"""Posting over real connections: to the checked address, no further, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from standardwebhooks import Webhook

from dossier.messages import EventKind
from dossier.store.tables import EventRow
from dossier.targets import Target
from tests.fakes.loopback import serving
from worker.post import NoAnswer, post
from worker.signature import body_of, headers_of

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
Answer = Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def receiver(answer: Answer) -> Iterator[Target]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer(self)

        def log_message(self, format: str, *args: object) -> None:
            """Quiet."""

    with serving(Handler) as port:
        # The name leads nowhere: only the checked address can have been used.
        yield Target(
            host="no.such.host.invalid",
            port=port,
            secure=False,
            path="/hook?x=1",
            address="127.0.0.1",
        )


def event() -> EventRow:
    return EventRow(
        seq=7,
        id="evt_1",
        kind=EventKind.COMPLETED,
        dossier="H26-1",
        payload={"state": "completed", "reasons": ["đủ"]},
        created=datetime(2026, 11, 22, tzinfo=UTC),
    )


def test_a_receiver_with_the_standards_own_library_accepts_it() -> None:
    got: list[tuple[str, dict[str, str], bytes]] = []

    def take(request: BaseHTTPRequestHandler) -> None:
        length = int(request.headers["Content-Length"])
        got.append((request.path, dict(request.headers), request.rfile.read(length)))
        request.send_response(204)
        request.end_headers()

    body = body_of(event())
    headers = headers_of(event(), body, [SECRET], now=datetime.now(UTC))
    with receiver(take) as target:
        assert post(target, headers, body).status == 204
    ((path, heard, sent),) = got
    assert (path, sent) == ("/hook?x=1", body)
    assert heard["Host"] == f"no.such.host.invalid:{target.port}"
    verified = Webhook(SECRET).verify(sent, {k.lower(): v for k, v in heard.items()})
    assert verified["data"]["reasons"] == ["đủ"]


def test_a_redirect_is_an_answer_and_not_followed() -> None:
    asked: list[str] = []

    def redirect(request: BaseHTTPRequestHandler) -> None:
        asked.append(request.path)
        request.send_response(302)
        request.send_header("Location", "/elsewhere")
        request.send_header("Retry-After", "7")
        request.end_headers()

    with receiver(redirect) as target:
        reply = post(target, {}, b"{}")
    assert (reply.status, reply.retry_after, asked) == (302, timedelta(seconds=7), ["/hook?x=1"])


def drip(request: BaseHTTPRequestHandler) -> None:
    try:
        for byte in b"HTTP/1.1 200 OK\r\nX: " + b"y" * 100:
            request.wfile.write(bytes([byte]))
            time.sleep(0.05)
    except OSError:
        return


def silence(_request: BaseHTTPRequestHandler) -> None:
    time.sleep(1.0)


@pytest.mark.parametrize("answer", [drip, silence])
def test_it_ends_in_time_whatever_the_receiver_does(answer: Answer) -> None:
    with receiver(answer) as target:
        started = time.monotonic()
        with pytest.raises(NoAnswer):
            post(target, {}, b"{}", timeout_s=0.5)
        assert time.monotonic() - started < 3


def test_nobody_there() -> None:
    target = Target(host="x", port=1, secure=False, path="/", address="127.0.0.1")
    with pytest.raises(NoAnswer, match="ConnectionRefusedError"):
        post(target, {}, b"{}")
