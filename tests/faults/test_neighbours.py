"""Database and brokers killed, and an object store in trouble, while real processes read pages."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest

from dossier.store.states import StepState
from dossier.store.tables import PageRow, StepRow
from tests.fakes.object_stores import s3_settings
from tests.fakes.s3 import Trouble
from tests.fakes.s3_line import BadS3Line, bad_s3_line
from tests.fakes.servers import own_postgres, own_rabbit, own_redis
from tests.faults.branch import Branch, calls_for
from tests.faults.installation import (
    RABBITMQ,
    REDIS,
    Installation,
    installation,
    made_scan,
    wait_until,
)

CODE = "H26-1"
PAGES = 4
SLOW = "slow=0.2"


def read_in_spite_of(it: Installation, trouble: Callable[[], None]) -> None:
    """Read a dossier; `trouble` comes while its pages are read."""
    it.upload(CODE, made_scan(PAGES, CODE, SLOW))
    with it.playing("worker"), it.playing("keeper"):
        wait_until(lambda: it.count(PageRow.state == "read") > 0)
        trouble()
        wait_until(lambda: it.read_on(CODE))
        wait_until(lambda: it.count(StepRow.state != StepState.DONE) == 0)
    it.require_whole(CODE, PAGES)


def test_a_redis_that_is_killed_and_comes_back_empty(tmp_path: Path) -> None:
    with (
        own_redis(tmp_path) as broker,
        installation(REDIS, tmp_path, broker_url=broker.url) as it,
    ):

        def restart() -> None:
            broker.kill()
            broker.start()
            it.ring_lost_now()

        read_in_spite_of(it, restart)


def test_a_postgresql_that_is_killed_and_comes_back(tmp_path: Path) -> None:
    """Workers, keeper and API wait for it, and nothing that it had acknowledged is done twice."""
    with (
        own_postgres() as database,
        installation(RABBITMQ, tmp_path, database_url=database.url) as it,
    ):

        def restart() -> None:
            database.kill()
            time.sleep(2)
            database.start()

        read_in_spite_of(it, restart)


@pytest.mark.parametrize("comes_back", ["with what it kept", "empty"])
def test_a_rabbitmq_that_is_killed_and_comes_back(tmp_path: Path, comes_back: str) -> None:
    with (
        own_rabbit(tmp_path) as broker,
        installation(RABBITMQ, tmp_path, broker_url=broker.url) as it,
    ):

        def restart() -> None:
            broker.kill()
            if comes_back == "empty":
                broker.empty()
            broker.start()
            it.ring_lost_now()

        read_in_spite_of(it, restart)


@contextmanager
def behind_a_bad_line(kind: str, folder: Path) -> Iterator[tuple[Installation, BadS3Line]]:
    """An installation whose S3 server is real and the line to it is not to be trusted."""
    with ExitStack() as stack:
        told = stack.enter_context(s3_settings())
        line = stack.enter_context(bad_s3_line(told["s3_url"]))
        names: dict[str, Any] = told | {"s3_url": line.url}
        yield stack.enter_context(installation(kind, folder, **names)), line


@pytest.mark.parametrize(
    ("kind", "trouble"),
    [
        (RABBITMQ, Trouble.BUSY),
        (REDIS, Trouble.TRUNCATED),
    ],
)
def test_an_object_store_in_trouble(tmp_path: Path, kind: str, trouble: Trouble) -> None:
    """More answers go wrong than a page has attempts: it is not the page's fault."""
    with behind_a_bad_line(kind, tmp_path) as (it, line):
        # Longer than a lease: the worker that waits must keep its step.
        line.silence_s = 2.0

        def spoil() -> None:
            line.reading.extend([trouble] * 12)

        it.upload(CODE, made_scan(PAGES, CODE))
        spoil()
        with it.playing("worker"), it.playing("keeper"):
            wait_until(lambda: it.read_on(CODE))
            wait_until(lambda: it.count(StepRow.state != StepState.DONE) == 0)
        assert line.met >= 4
        it.require_whole(CODE, PAGES)


def test_an_upload_while_the_object_store_is_away(tmp_path: Path) -> None:
    """The branch is told to come again, and what it then brings is there once."""
    with behind_a_bad_line(RABBITMQ, tmp_path) as (it, line):
        branch = Branch(it)
        line.writing.extend([Trouble.BUSY] * 4 + [Trouble.TRUNCATED] * 2)
        with (
            it.playing("api", port=branch.port) as api,
            it.playing("worker"),
            it.playing("keeper"),
        ):
            for method, path, told in calls_for(CODE, PAGES, ("a.pdf", made_scan(PAGES, CODE))):
                assert branch.say(method, path, api.is_alive, **told)
            wait_until(lambda: it.is_completed(CODE))
            wait_until(lambda: it.count(StepRow.state != StepState.DONE) == 0)
        assert line.met >= 4
        it.require_whole(CODE, PAGES)
