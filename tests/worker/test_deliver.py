"""Webhooks in simulated time: a receiver may be down for days, and senders may be killed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from dossier.messages import EventKind
from dossier.store import events, webhooks
from dossier.store.scope import EVERYWHERE, Scope
from dossier.store.states import DeliveryState
from dossier.store.tables import DeliveryRow, EventRow, TryRow, WebhookRow
from dossier.targets import AllowedTargets, Target
from tests.worker.conftest import CODE, Bench
from worker.deliver import Deliverer
from worker.post import NoAnswer, Reply
from worker.signature import sign

ONLY_SQLITE = pytest.mark.parametrize("bench", ["sqlite"], indirect=True)
URL = "http://receiver/hook"


class Killed(BaseException):
    """The sender's process ends here."""


@dataclass
class Receiver:
    """Answers as it is told and remembers what it took."""

    answers: list[int | None] = field(default_factory=list)
    """For the next tries; then 200. None: no answer at all."""
    down: bool = False
    kill_next: bool = False
    taken: list[str] = field(default_factory=list)
    heard: list[tuple[str, str, bytes]] = field(default_factory=list)
    """(id, signature header, body) of every try."""
    retry_after: timedelta | None = None

    def __call__(self, target: Target, headers: Mapping[str, str], body: bytes) -> Reply:
        self.heard.append((headers["webhook-id"], headers["webhook-signature"], body))
        status = None if self.down else (self.answers.pop(0) if self.answers else 200)
        if status is None:
            raise NoAnswer("ConnectionRefusedError")
        if status < 300:
            self.taken.append(headers["webhook-id"])
        if self.kill_next:
            self.kill_next = False
            raise Killed
        return Reply(status=status, retry_after=self.retry_after)


@dataclass
class Post:
    """A bench with a receiver."""

    bench: Bench
    receiver: Receiver
    deliverer: Deliverer
    webhook: str

    def happen(self, kind: EventKind = EventKind.COMPLETED) -> str:
        with self.bench.database.write() as session:
            events.append(session, kind, CODE, {"state": "x"}, now=self.bench.clock.now)
            return session.scalars(select(EventRow.id).order_by(EventRow.seq.desc())).first() or ""

    def turn(self, **later: float) -> int:
        self.bench.clock.forward(**later)
        return self.deliverer.turn()

    def states(self) -> list[DeliveryState]:
        with self.bench.database.read() as session:
            return list(session.scalars(select(DeliveryRow.state).order_by(DeliveryRow.id)))

    def row(self) -> WebhookRow:
        with self.bench.database.read() as session:
            return session.get_one(WebhookRow, self.webhook)


@pytest.fixture
def post(bench: Bench) -> Iterator[Post]:
    receiver = Receiver()
    with ThreadPoolExecutor(2) as pool:
        deliverer = Deliverer(
            bench.database,
            AllowedTargets.parse("10.0.0.0/8"),
            pool=pool,
            send=receiver,
            resolve=lambda _host, _port: ["10.0.0.7"],
            clock=bench.clock,
        )
        with bench.database.write() as session:
            row = webhooks.create(session, URL, list(EventKind), EVERYWHERE, now=bench.clock.now)
        yield Post(bench=bench, receiver=receiver, deliverer=deliverer, webhook=row.id)


def test_an_event_is_told_once(post: Post) -> None:
    event = post.happen()
    assert [post.turn(), post.turn(), post.turn(days=9)] == [1, 0, 0]
    assert post.receiver.taken == [event]
    assert post.states() == [DeliveryState.DELIVERED]
    body = json.loads(post.receiver.heard[0][2])
    assert (body["type"], body["data"]["dossier"]) == ("dossier.completed", CODE)
    assert len(post.receiver.heard[0][2]) < 20_000


def test_it_is_tried_at_the_times_of_the_standard(post: Post) -> None:
    post.happen()
    post.receiver.down = True
    started, seen = post.bench.clock.now, 0
    while DeliveryState.PENDING in post.states():
        with post.bench.database.read() as session:
            post.bench.clock.now = max(
                post.bench.clock.now, session.scalars(select(DeliveryRow.next_at)).one()
            )
        seen += post.turn()
    with post.bench.database.read() as session:
        tries = session.scalars(select(TryRow).order_by(TryRow.id)).all()
    assert (seen, len(tries)) == (10, 10)
    waits = [later.at - earlier.at for earlier, later in pairwise(tries)]
    for wait, planned in zip(waits, webhooks.SCHEDULE[1:], strict=True):
        assert planned <= wait <= planned * 1.1
    assert timedelta(hours=75) < post.bench.clock.now - started < timedelta(hours=84)
    assert post.states() == [DeliveryState.EXHAUSTED]


@ONLY_SQLITE
def test_three_days_down_with_senders_killed_loses_and_doubles_nothing(post: Post) -> None:
    post.receiver.down = True
    happened, killed = [], 0
    for hour in range(72 + 26):
        if hour < 72 and hour % 3 == 0:
            happened.append(post.happen())
        if hour == 72:
            post.receiver.down = False
        for _ in range(3):
            post.receiver.kill_next = not post.receiver.down and killed < 4
            try:
                post.turn(minutes=20)
            except Killed:
                killed += 1
                post.turn(seconds=1)
    assert killed == 4
    assert set(post.receiver.taken) == set(happened)
    assert set(post.states()) == {DeliveryState.DELIVERED}
    counts = Counter(post.receiver.taken)
    assert sum(counts.values()) <= len(happened) + 4 * 4, "only what was in hand when killed"
    heard = {message: body for message, _, body in post.receiver.heard}
    assert all(body == heard[message] for message, _, body in post.receiver.heard)


def test_a_receiver_in_trouble_is_left_alone(post: Post) -> None:
    for _ in range(3):
        post.happen()
    post.receiver.answers = [503] * 3
    post.receiver.retry_after = timedelta(minutes=4)
    assert post.turn() == 3
    assert post.turn(minutes=3) == 0
    assert post.turn(minutes=2) == 3
    assert len(post.receiver.taken) == 3
    assert post.row().failures == 0


def test_gone_disables_and_nothing_waiting_is_lost(post: Post) -> None:
    first, second = post.happen(), post.happen()
    post.receiver.answers = [410, 503]
    post.turn()
    assert post.row().disabled_why == "gone"
    third = post.happen()
    assert post.turn(days=4) == 0
    with post.bench.database.write() as session:
        webhooks.enable(session.get_one(WebhookRow, post.webhook))
    assert post.turn() == 2
    assert sorted(post.receiver.taken) == sorted([first, second])
    with post.bench.database.write() as session:
        row = session.get_one(WebhookRow, post.webhook)
        assert webhooks.replay(session, row, after=2, until=None, now=post.bench.clock.now) == 1
    post.turn()
    assert post.receiver.taken[-1] == third


@pytest.mark.parametrize("status", [301, 302, 307, 400, 404, 500])
@ONLY_SQLITE
def test_only_2xx_is_taken(post: Post, status: int) -> None:
    post.happen()
    post.receiver.answers = [status]
    post.turn()
    assert post.states() == [DeliveryState.PENDING]


def test_a_replay_has_the_same_id_and_all_tries(post: Post) -> None:
    event = post.happen()
    post.receiver.down = True
    for _ in range(10):
        post.turn(days=2)
    assert post.states() == [DeliveryState.EXHAUSTED]
    post.receiver.down = False
    with post.bench.database.write() as session:
        assert webhooks.redeliver_exhausted(session, now=post.bench.clock.now) == 1
    post.turn(hours=1)
    assert (post.receiver.taken, post.states()) == ([event], [DeliveryState.DELIVERED])


def test_while_a_secret_changes_both_sign(post: Post) -> None:
    old = post.row().secret
    with post.bench.database.write() as session:
        webhooks.rotate(session.get_one(WebhookRow, post.webhook), now=post.bench.clock.now)
    new = post.row().secret
    for hours, secrets in ((0, (new, old)), (25, (new,))):
        post.happen()
        post.turn(hours=hours)
        message, header, body = post.receiver.heard[-1]
        at = int(post.bench.clock.now.timestamp())
        assert header.split() == [sign(secret, message, at, body) for secret in secrets]


def test_a_receiver_is_told_what_it_asked_for(bench: Bench) -> None:
    with bench.database.write() as session:
        for scope, kinds in (
            (Scope(branch="H26.01"), [EventKind.READ]),
            (EVERYWHERE, [EventKind.READ, EventKind.FAILED]),
            (EVERYWHERE, [EventKind.FAILED]),
        ):
            webhooks.create(session, URL, kinds, scope, now=bench.clock.now)
        events.append(session, EventKind.READ, CODE, {}, now=bench.clock.now)
        assert session.query(DeliveryRow).count() == 1, "the dossier is of no branch"


@ONLY_SQLITE
def test_a_target_that_left_the_list_is_not_called(post: Post) -> None:
    with post.bench.database.write() as session:
        session.get_one(WebhookRow, post.webhook).url = "http://receiver:80/hook"
    post.deliverer._allowed = AllowedTargets.parse("10.0.0.8")
    post.happen()
    post.turn()
    assert post.receiver.heard == []
    assert post.states() == [DeliveryState.PENDING]


def test_a_known_signature() -> None:
    """The example of the specification's reference libraries."""
    secret, message = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek"
    expected = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    assert sign(secret, message, 1614265330, b'{"test": 2432232314}') == expected
