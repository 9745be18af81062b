"""Calls a key may make."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest

from api.app import create_app
from api.context import Context
from api.rate import RateLimit, SharedRateLimit, TooManyRequests
from dossier.store.rates import RateBucketRow
from dossier.store.states import Role
from tests.api.conftest import Office


class Seconds:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_and_then_the_steady_rate() -> None:
    clock = Seconds()
    limit = RateLimit(per_s=2, burst=3, clock=clock)
    for _ in range(3):
        limit.take("a")
    with pytest.raises(TooManyRequests):
        limit.take("a")
    limit.take("b")
    clock.now = 0.5
    limit.take("a")
    with pytest.raises(TooManyRequests) as refused:
        limit.take("a")
    assert refused.value.context["retry_after_s"] == 1
    clock.now = 1000.0
    for _ in range(3):
        limit.take("a")
    with pytest.raises(TooManyRequests):
        limit.take("a")


@pytest.mark.parametrize("context", ["postgresql"], indirect=True)
def test_two_processes_count_together(context: Context) -> None:
    one, other = (SharedRateLimit(context.database, per_s=0.001, burst=8) for _ in range(2))
    with ThreadPoolExecutor(4) as pool:
        let_in = list(pool.map(lambda n: _let_in((one, other)[n % 2], "key_a"), range(12)))
    assert sum(let_in) == 8
    assert _let_in(other, "key_b")
    with pytest.raises(TooManyRequests) as refused:
        one.take("key_a")
    assert 900 < refused.value.context["retry_after_s"] <= 1000  # type: ignore[operator]
    with context.database.write() as session:
        session.get_one(RateBucketRow, "key_a").at -= timedelta(seconds=1500)
    assert (_let_in(one, "key_a"), _let_in(other, "key_a")) == (True, False)


def _let_in(limit: SharedRateLimit, key: str) -> bool:
    try:
        limit.take(key)
    except TooManyRequests:
        return False
    return True


@pytest.mark.anyio
@pytest.mark.parametrize("context", ["sqlite"], indirect=True)
async def test_the_answer_says_when_to_come_back(office: Office) -> None:
    context = dataclasses.replace(office.context, rates=RateLimit(per_s=0.1, burst=1))
    transport = httpx.ASGITransport(create_app(context))
    async with httpx.AsyncClient(transport=transport, base_url="http://sohoa") as client:
        for role, statuses in ((Role.ADMIN, (200, 429)), (Role.DOSSIER_SYSTEM, (200, 429))):
            headers = {"X-Api-Key": office.secrets[role]}
            for status in statuses:
                answer = await client.get("/v1/events", headers=headers)
                assert answer.status_code == status
            assert answer.json()["code"] == "too_many_requests"
            assert answer.headers["Retry-After"] == "10"
