"""Load on a real server, over a real line that is cut on purpose."""

from __future__ import annotations

import io
import random
from datetime import UTC, datetime

import pytest
from PIL import Image

from cli.bench.load import Load, Pace, made_page, run_load
from cli.bench.report import as_json
from dossier.store import keys
from dossier.store.states import Role
from tests.cli.bench.conftest import Server

LOAD = Load(
    dossiers=3,
    pages_each=2,
    connections=2,
    rate=0,
    burst=1,
    page_bytes=200_000,
    cut=0.5,
    patience_s=60,
)


def admin_key(server: Server) -> str:
    with server.context.database.write() as session:
        return keys.create_key(session, role=Role.ADMIN, name="load", now=datetime.now(UTC)).secret


def test_everything_that_was_sent_is_read_over_cut_lines(server: Server) -> None:
    told = run_load(LOAD, server.url, admin_key(server), lambda _line: None)
    body = as_json(told)
    assert body["errors"] == {}
    assert body["pages_sent"] == 6
    assert body["pages"] == {"read": 6}
    assert body["cuts"] > 0
    assert {call: row["count"] for call, row in body["calls"].items() if call != "show"} == {
        "register": 3,
        "upload": 6,
        "seal": 3,
    }


def test_a_refusal_is_counted_by_its_status(server: Server) -> None:
    """A scanner may not register."""
    told = run_load(LOAD, server.url, server.key, lambda _line: None)
    assert told.errors == {"register: 403": 3, "show: 404": 3}
    assert told.pages_sent == 0


def test_a_page_of_ones_own_is_sent_as_it_is_and_each_time_another_file() -> None:
    chance, out = random.Random(3), io.BytesIO()
    Image.new("L", (90, 70), 200).save(out, "JPEG")
    sent = [made_page(chance, 0, out.getvalue()) for _ in range(3)]
    assert len(set(sent)) == 3
    for content in sent:
        with Image.open(io.BytesIO(content)) as page:
            assert page.size == (90, 70)
            assert page.getpixel((5, 5)) == 200


def test_the_rate_holds_after_the_burst() -> None:
    now, slept = 0.0, []

    def sleep(seconds: float) -> None:
        nonlocal now
        slept.append(round(seconds, 3))
        now += seconds

    pace = Pace(2.0, 3, clock=lambda: now, sleep=sleep)
    for _ in range(6):
        pace.take()
    assert slept == [0.5, 0.5, 0.5]


@pytest.mark.parametrize("size", [20_000, 500_000])
def test_a_page_has_its_size_and_is_like_no_other(size: int) -> None:
    chance = random.Random(1)
    one, two = made_page(chance, size), made_page(chance, size)
    assert one != two
    assert abs(len(one) - size) < 1000
    assert Image.open(io.BytesIO(one)).size == (620, 440)
