"""What a service has done before its first call."""

from __future__ import annotations

import time

import httpx
import pytest
from fastapi import FastAPI

from api.app import create_app
from api.server import warm_up
from dossier.store.states import Role
from tests.api.conftest import Office

pytestmark = pytest.mark.anyio


async def cost_of_first_call(app: FastAPI, secret: str) -> float:
    """Processor time, which is the same on a busy machine."""
    transport = httpx.ASGITransport(app=app)
    headers = {"Authorization": f"Bearer {secret}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", headers=headers
    ) as client:
        started = time.process_time()
        answer = await client.get("/v1/review/queue")
        cost = time.process_time() - started
    assert answer.status_code == 200, answer.text
    return cost


async def test_the_first_call_pays_for_no_preparation(office: Office) -> None:
    secret = office.secrets[Role.ADMIN]
    # Catalogues and the like are kept by the process: they are no matter of the application.
    await office.call("GET", "/v1/review/queue")
    cold = await cost_of_first_call(create_app(office.context), secret)
    app = create_app(office.context)
    warm_up(app, office.context)
    assert await cost_of_first_call(app, secret) < cold / 2
