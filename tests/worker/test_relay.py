"""Out of the outbox, through the folder queue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.fakes.reader import scan
from tests.worker.conftest import Bench
from worker.app import make_app
from worker.relay import BrokerAway, relay_outbox
from worker.settings import WorkerSettings


def test_nothing_is_sent_twice_or_left(bench: Bench) -> None:
    bench.upload(scan(1))
    sent: list[str] = []

    def send(name: str, _payload: dict[str, Any]) -> None:
        sent.append(name)

    assert relay_outbox(bench.database, send, bench.clock) == 1
    assert relay_outbox(bench.database, send, bench.clock) == 0
    assert sent == ["sohoa.split_file"]


def test_a_broker_that_is_away_is_tried_again(bench: Bench) -> None:
    bench.upload(scan(1))

    def refuse(_name: str, _payload: dict[str, Any]) -> None:
        raise BrokerAway("ConnectionRefusedError")

    assert relay_outbox(bench.database, refuse, bench.clock) == 0
    assert bench.outbox() == 1
    assert bench.work() == 2


def test_messages_come_out_of_the_folder_as_they_went_in(tmp_path: Path) -> None:
    assert _through(tmp_path) == ["0", "1", "2", "3", "4"]
    assert not list((tmp_path / "queue").rglob("*.msg"))


def test_two_folders_of_one_process_keep_their_messages_apart(tmp_path: Path) -> None:
    assert _through(tmp_path / "one") == ["0", "1", "2", "3", "4"]
    assert _through(tmp_path / "two") == ["0", "1", "2", "3", "4"]


def _through(data: Path) -> list[str]:
    """Put five messages into the folder's queue and take them out again."""
    app = make_app(WorkerSettings(data=data))
    taken = []
    with app.connection_for_write() as connection:
        queue = connection.SimpleQueue("sohoa")
        for number in range(5):
            queue.put({"step_id": str(number)})
        for _ in range(5):
            message = queue.get(timeout=30)
            taken.append(message.payload["step_id"])
            message.ack()
        queue.close()
    return taken
