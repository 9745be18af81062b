"""One HTTP call to an address that was checked before, and nowhere else.

The standard library's client and not a larger one: it follows no redirect, uses no proxy of the
environment, and connects to the address it is given, while the certificate is checked against the
host's name.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse
from threading import Timer
from typing import Final

from dossier.errors import ServiceFault
from dossier.targets import Target

TIMEOUT_S: Final = 20.0
"""For all of it; Standard Webhooks recommends 15 to 30 s."""


class NoAnswer(ServiceFault):
    """`detail` is the kind of failure: `ConnectionRefusedError`, `TimeoutError` ..."""

    code = "no_answer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int
    retry_after: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(Reply):
    """A reply with its body."""

    body: bytes


Post = Callable[[Target, Mapping[str, str], bytes], Reply]
"""Raises NoAnswer."""


def post(
    target: Target, headers: Mapping[str, str], body: bytes, *, timeout_s: float = TIMEOUT_S
) -> Reply:
    """Send and read the head of the answer; its body is not looked at. Raises NoAnswer."""
    answer = exchange(target, "POST", headers, body, timeout_s=timeout_s, max_bytes=0)
    return Reply(status=answer.status, retry_after=answer.retry_after)


def exchange(
    target: Target,
    method: str,
    headers: Mapping[str, str],
    body: bytes | None,
    *,
    timeout_s: float,
    max_bytes: int,
) -> Answer:
    """Call and read the answer, its body too unless `max_bytes` is 0.

    Raises NoAnswer, also for a body that is longer.
    """
    try:
        with socket.create_connection((target.address, target.port), timeout_s) as plain:
            # The time of a socket is for one read: a receiver that drips a byte now and then would
            # never end. This ends the whole.
            deadline = Timer(timeout_s, plain.shutdown, (socket.SHUT_RDWR,))
            deadline.start()
            try:
                connection = HTTPConnection(target.host, target.port, timeout=timeout_s)
                connection.sock = _secured(target, plain)
                try:
                    connection.request(method, target.path, body, _with_host(target, headers))
                    # Closed by us: the connection forgets an answer that ends with it.
                    with connection.getresponse() as answer:
                        return _read(answer, max_bytes)
                finally:
                    connection.close()
            finally:
                deadline.cancel()
    except (OSError, HTTPException) as exc:
        raise NoAnswer(type(exc).__name__) from exc


def _with_host(target: Target, headers: Mapping[str, str]) -> Mapping[str, str]:
    return {"Host": target.netloc, **headers}


def _read(answer: HTTPResponse, max_bytes: int) -> Answer:
    body = answer.read(max_bytes + 1) if max_bytes else b""
    if len(body) > max_bytes:
        raise NoAnswer("TooLong")
    return Answer(
        status=answer.status,
        retry_after=_seconds(answer.getheader("Retry-After")),
        body=body,
    )


def _secured(target: Target, plain: socket.socket) -> socket.socket:
    if not target.secure:
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)


def _seconds(header: str | None) -> timedelta | None:
    """Retry-After in seconds; its other form, a date, is left to the schedule."""
    if header is None or not (header.isascii() and header.isdigit() and len(header) < 10):
        return None
    return timedelta(seconds=int(header))
