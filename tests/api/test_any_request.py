"""Requests made from the API's own description, and requests that break it: never a 500.

`schemathesis` reads `/openapi.json` and makes both kinds for every call. An answer must be one that
the description names, with the body that it says.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api import tus
from api.app import create_app
from api.context import make_context
from api.settings import ApiSettings
from dossier.store import dossiers, keys
from dossier.store.scope import EVERYWHERE
from dossier.store.states import Role

_PATIENCE_S = 300
"""The library gives an answer ten seconds: a busy machine needs longer, and that is no fault."""
CHECKS = [
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


@schemathesis.serializer(tus.CONTENT_TYPE)
def _as_bytes(_context: Any, value: Any) -> bytes:
    return value if isinstance(value, bytes) else str(value).encode()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Any, dict[str, str]]]:
    """The described API, and the headers of one who may do everything."""
    data = tmp_path_factory.mktemp("any")
    context = make_context(ApiSettings(data=data, rate_per_s=1e6, rate_burst=10**6, max_wait_s=0))
    with context.database.write() as session:
        now = datetime.now(UTC)
        key = keys.create_key(session, role=Role.ADMIN, name="any", now=now)
        dossiers.register(session, "A-1", None, EVERYWHERE, now=now)
    yield (
        schemathesis.openapi.from_asgi("/openapi.json", create_app(context)),
        {"X-Api-Key": key.secret, "Tus-Resumable": "1.0.0"},
    )
    context.database.dispose()


def ask_everything(described: Any, headers: dict[str, str], examples: int) -> int:
    asked = 0
    for found in described.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=examples,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            response = case.call(headers=headers, timeout=_PATIENCE_S)
            # 503 and 507 are answers: the check of the library would refuse them too.
            assert response.status_code != 500
            case.validate_response(response, checks=CHECKS)

        ask()
        asked += 1
    return asked


def test_whatever_is_asked_has_a_described_answer(service: tuple[Any, dict[str, str]]) -> None:
    assert ask_everything(*service, examples=4) >= 20


@pytest.mark.long
def test_whatever_is_asked_often(service: tuple[Any, dict[str, str]]) -> None:
    ask_everything(*service, examples=200)
