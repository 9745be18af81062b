"""One HTTP POST to an address that was checked before, and nowhere else.

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
from http.client import HTTPConnection, HTTPException
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


Post = Callable[[Target, Mapping[str, str], bytes], Reply]
"""Raises NoAnswer."""


def post(
    target: Target, headers: Mapping[str, str], body: bytes, *, timeout_s: float = TIMEOUT_S
) -> Reply:
    """Send and read the head of the answer; its body is not looked at. Raises NoAnswer."""
    try:
        with socket.create_connection((target.address, target.port), timeout_s) as plain:
            # The time of a socket is for one read: a receiver that drips a byte now and then would
            # never end. This ends the whole.
            deadline = Timer(timeout_s, plain.shutdown, (socket.SHUT_RDWR,))
            deadline.start()
            try:
                return _exchange(target, plain, headers, body, timeout_s)
            finally:
                deadline.cancel()
    except (OSError, HTTPException) as exc:
        raise NoAnswer(type(exc).__name__) from exc


def _exchange(
    target: Target,
    plain: socket.socket,
    headers: Mapping[str, str],
    body: bytes,
    timeout_s: float,
) -> Reply:
    connection = HTTPConnection(target.host, target.port, timeout=timeout_s)
    connection.sock = _secured(target, plain)
    try:
        connection.request("POST", target.path, body, {"Host": target.netloc, **headers})
        answer = connection.getresponse()
        return Reply(status=answer.status, retry_after=_seconds(answer.getheader("Retry-After")))
    finally:
        connection.close()


def _secured(target: Target, plain: socket.socket) -> socket.socket:
    if not target.secure:
        return plain
    return ssl.create_default_context().wrap_socket(plain, server_hostname=target.host)


def _seconds(header: str | None) -> timedelta | None:
    """Retry-After in seconds; its other form, a date, is left to the schedule."""
    if header is None or not (header.isascii() and header.isdigit() and len(header) < 10):
        return None
    return timedelta(seconds=int(header))
