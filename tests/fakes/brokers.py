"""Real brokers for tests: Redis and RabbitMQ on this machine, and the folder queue."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from kombu.connection import Connection
from kombu.exceptions import OperationalError

_URLS = {
    "redis": os.environ.get("SOHOA_TEST_REDIS", "redis://127.0.0.1:6379/15"),
    "rabbitmq": os.environ.get("SOHOA_TEST_RABBITMQ", "amqp://guest:guest@127.0.0.1:5672//"),
}


@contextmanager
def broker_settings(broker: str) -> Iterator[dict[str, str]]:
    """Settings that name a queue of its own, gone afterwards, as keyword arguments.

    Where the broker is missing the test is skipped, but fails where CI is set.
    """
    if broker == "embedded":
        yield {}
        return
    queue = f"test-{uuid.uuid4().hex}"
    with connect(_URLS[broker]) as connection:
        try:
            connection.ensure_connection(max_retries=1)
        except (OperationalError, OSError):
            _missing(f"no {broker} answers at SOHOA_TEST_{broker.upper()}")
        yield {"broker_url": _URLS[broker], "queue": queue}
        connection.channel().queue_delete(queue)


def connect(url: str) -> Any:
    """kombu's connection; it brings no types."""
    return Connection(url, connect_timeout=5)  # type: ignore[no-untyped-call]


def empty_queue(names: dict[str, str]) -> None:
    """What a broker that lost everything looks like."""
    with connect(names["broker_url"]) as connection:
        connection.channel().queue_purge(names["queue"])


def _missing(reason: str) -> None:
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)
