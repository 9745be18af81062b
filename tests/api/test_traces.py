"""One trace from the upload to the delivered record, taken by a real collector; none when off."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from api.app import create_app
from dossier import tracing
from dossier.logs import add_trace
from dossier.messages import EventKind
from dossier.store import outbox, webhooks
from dossier.store.scope import EVERYWHERE
from dossier.targets import AllowedTargets
from tests.api.conftest import CODE, Office
from tests.fakes.collector import Collector, running_collector
from tests.fakes.reader import FakeReader, scan
from worker.deliver import Deliverer
from worker.post import Reply
from worker.relay import relay_outbox
from worker.runtime import Runtime
from worker.settings import WorkerSettings
from worker.steps import run_step

pytestmark = [
    pytest.mark.anyio,
    pytest.mark.parametrize("context", ["sqlite"], indirect=True),
]
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
TRACE = PARENT.split("-")[1]
NAME = "ho-so-nguyen-thi-bi-mat.pdf"


@pytest.fixture
def collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with running_collector() as running:
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", running.url)
        assert tracing.configure_tracing("sohoa-api")
        yield running
        tracing.stop_tracing()


async def bring_and_deliver(office: Office, receiver: list[str]) -> None:
    """An upload with the caller's trace, read by a worker, its events posted."""
    context = office.context
    await office.register()
    with context.database.write() as session:
        kinds = list(EventKind)
        webhooks.create(session, "http://127.0.0.1:9/", kinds, EVERYWHERE, now=datetime.now(UTC))
    parts = {"files": (NAME, scan(2))}
    path, headers = f"/v1/dossiers/{CODE}", {"traceparent": PARENT}
    await office.call("POST", f"{path}/files", files=parts, headers=headers)
    work(office)
    sealed = await office.call("POST", f"{path}/seal", json={"pages": 2}, headers=headers)
    assert sealed.status_code == 200, sealed.text
    work(office)
    allowed = AllowedTargets.parse("127.0.0.0/8")
    with ThreadPoolExecutor(2) as pool:

        def post(*_: object) -> Reply:
            receiver.append(tracing.trace_id() or "")
            return Reply(status=204, retry_after=None)

        Deliverer(context.database, allowed, pool=pool, send=post).turn()


def work(office: Office) -> None:
    """Relay and do every step, as worker and keeper do."""
    context = office.context
    runtime = Runtime(
        settings=WorkerSettings(data=context.settings.data),
        database=context.database,
        objects=context.objects,
        reader=FakeReader(),
    )
    sent: list[dict[str, str]] = []
    while relay_outbox(context.database, lambda _, payload: sent.append(payload), context.clock):
        while sent:
            told = sent.pop(0)
            run_step(told["step_id"], runtime, trace=told.get("trace"))


def traced(office: Office) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(create_app(office.context)), base_url="http://sohoa"
    )


async def test_one_trace_leads_from_the_upload_to_the_delivery(
    office: Office, collector: Collector
) -> None:
    delivered: list[str] = []
    async with traced(office) as client:
        office.client = client
        await bring_and_deliver(office, delivered)
    tracing.stop_tracing()
    assert delivered
    assert set(delivered) == {TRACE}
    ours = {span.name: span for _, span in collector.spans if span.trace_id == bytes.fromhex(TRACE)}
    steps = {"step split_file", "step read_page", "step assemble_dossier"}
    assert {"HTTP POST", "relay", "deliver"} | steps <= set(ours)
    # Every span but the two calls hangs on another of the same trace.
    known = {span.span_id for _, span in collector.spans}
    first = bytes.fromhex(PARENT.split("-")[2])
    for _, span in collector.spans:
        if span.trace_id == bytes.fromhex(TRACE):
            assert span.parent_span_id in known | {first}, span.name
    told = {a.key: a.value.string_value for a in ours["deliver"].attributes}
    assert told["sohoa.dossier"] == CODE


async def test_spans_hold_ids_and_no_values(office: Office, collector: Collector) -> None:
    async with traced(office) as client:
        office.client = client
        await bring_and_deliver(office, [])
    with pytest.raises(ValueError, match="Bí Mật"), tracing.span("fails"):
        raise ValueError("Nguyễn Thị Bí Mật")
    tracing.stop_tracing()
    sent = b"".join(collector.bodies)
    assert b"ValueError" in sent
    for value in ("Bí Mật", NAME, "127.0.0.1"):
        assert value.encode() not in sent, value


async def test_logs_name_the_trace(office: Office, collector: Collector) -> None:
    with tracing.span("x", PARENT):
        assert add_trace(None, "info", {"event": "e"}) == {"event": "e", "trace_id": TRACE}
    assert add_trace(None, "info", {"event": "e"}) == {"event": "e"}


async def test_it_is_off_without_an_endpoint_and_messages_stay_as_they_were(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in tracing.ENDPOINTS:
        monkeypatch.delenv(name, raising=False)
    assert not tracing.configure_tracing("sohoa-api")
    assert tracing.span("a") is tracing.span("b", step="x")
    await office.register()
    await office.upload(("a.pdf", scan(1)))
    with office.context.database.read() as session:
        assert [set(m.payload) for m in outbox.unsent(session, limit=9)] == [{"step_id"}]


async def test_nothing_of_it_is_loaded_when_off(office: Office, tmp_path: Path) -> None:
    told = subprocess.run(
        [
            *(sys.executable, "-c"),
            "import sys; from dossier import tracing; import api.app, worker.steps\n"
            "tracing.configure_tracing('x')\n"
            "with tracing.span('a', step='b'): tracing.traceparent()\n"
            "print([m for m in sys.modules if m.startswith('opentelemetry.sdk')])",
        ],
        env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == "[]"
