"""A whole run with people whose values are known: not one value in a log line, span or metric."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from api.context import make_context
from api.settings import ApiSettings
from dossier.store.states import Role
from tests.api.conftest import Office, anyio_backend
from tests.api.reviewers import Reviewer, key_again, settle_all
from tests.e2e.test_embedded_service import PATIENCE_S, wait_until
from tests.fakes.collector import Collector, running_collector
from tests.fakes.receiver import Heard, receiver
from tests.fakes.reviews import DEMO, store_dossier
from tests.fakes.run_traced import ADDRESS, NAME, NUMBER
from tests.faults import files

__all__ = ["anyio_backend"]
pytestmark = pytest.mark.anyio

SAMPLE = "01-birth"
MISREAD, UNSURE, UNREADABLE = (
    ("child_name", "mother_dob"),
    ("father_name",),
    ("requester_relation",),
)
FILE = "Hồ sơ Nguyễn Thị Bí Mật 001299098765.jpg"
SHORTEST = 8
"""Of the values that are looked for: `Kinh` and `Việt Nam` are nobody's."""


def values() -> set[str]:
    """What is known of the people, as it is written in the papers and in the submitted data."""
    found = {NAME, NUMBER, ADDRESS, FILE}
    told = json.loads((DEMO / SAMPLE / "truth.json").read_text(encoding="utf-8"))
    sent = json.loads((DEMO / SAMPLE / "submitted.json").read_text(encoding="utf-8"))
    for document in told["documents"]:
        for field in document["fields"].values():
            found |= {field[part] for part in ("value", "raw") if isinstance(field[part], str)}
    for form in sent.values():
        found |= {value for value in form.values() if isinstance(value, str)}
    return {value for value in found if len(value) >= SHORTEST and value != "Việt Nam"}


@contextmanager
def running(data: Path, log: Path, collector: Collector) -> Iterator[str]:
    """The service and its worker until the context ends; all that they say goes to `log`."""
    told = {
        "SOHOA_DATA": str(data),
        "SOHOA_WEBHOOK_TARGETS": "127.0.0.0/8",
        "SOHOA_MAX_ATTEMPTS": "2",
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.url,
    }
    command = [sys.executable, "-m", "tests.fakes.run_traced"]
    with log.open("wb") as kept:
        process = subprocess.Popen(
            command, env=os.environ | told, stdout=subprocess.PIPE, stderr=kept, text=True
        )
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
            process.terminate()
            process.wait(PATIENCE_S)
        finally:
            process.kill()
            process.wait()
            if process.stdout is not None:
                process.stdout.close()


async def upload_and_fail(office: Office) -> None:
    """Papers that are read, that crash the reader, and that are no papers; calls that are wrong."""
    submitted = {"x": {"name": NAME, "number": NUMBER, "address": ADDRESS}}
    await office.register("A-1", submitted)
    wide = files.saved(files.noise_page(560, 400), "JPEG")
    sent = [(FILE, files.jpeg_bytes()), (f"ngang {FILE}", wide), (f"hỏng {FILE}", b"\xff\xd8\xff")]
    answer = await office.upload(*sent, code="A-1")
    assert answer.status_code == 201
    assert (await office.call("PUT", "/v1/dossiers/A-1", json={"submitted": NAME})).is_error
    assert (await office.call("PUT", "/v1/dossiers/A-1", content=f"{{{NAME}")).is_error
    assert (await office.call("GET", f"/v1/dossiers/{NAME}", params={"q": NUMBER})).is_error
    found = await office.call(
        "POST", "/v1/privacy/persons/export", json={"id_number": NUMBER, "name": NAME}
    )
    assert found.is_error


async def review(office: Office) -> None:
    """Correct, confirm, key again and complete; and once a value that is none."""
    made = store_dossier(
        office.context, SAMPLE, misread=MISREAD, unsure=UNSURE, unreadable=UNREADABLE
    )
    who = Reviewer(office, "Lan")
    assert (await who.take(made.code)).status_code == 200
    assert (await who.act(made.code, "correct", "mother_dob", value=ADDRESS)).status_code == 422
    await settle_all(who, made)
    picture = f"/dossiers/{made.code}/picture"
    assert (await who.call("GET", picture, params={"page": 1})).status_code == 200
    await who.do(made.code, "complete")
    done = await key_again(Reviewer(office, "Minh"), made)
    assert done["state"] == "completed"


async def everything(office: Office, heard: Heard) -> str:
    """The whole run. Returns the metrics."""
    made = await office.call("POST", "/v1/webhooks", json={"url": heard.url})
    assert made.status_code == 201, made.text
    await upload_and_fail(office)
    await review(office)

    async def files_of(code: str) -> list[dict[str, Any]]:
        return list((await office.call("GET", f"/v1/dossiers/{code}")).json()["files"])

    while any(file["state"] == "waiting" for file in await files_of("A-1")):
        await office.call("GET", "/v1/events", params={"wait": 1, "after": "0"})
    while not (await office.seal(2, "A-1")).is_success:
        await office.call("GET", "/v1/events", params={"wait": 1})
    while (await office.call("GET", "/v1/dossiers/A-1/record")).is_error:
        await office.call("GET", "/v1/events", params={"wait": 1})
    record = (await office.call("GET", "/v1/dossiers/A-1/record")).text
    assert NAME in record, "the values were there to be logged"
    wait_until(lambda: len(set(heard.ids)) == 3)
    return (await office.call("GET", "/metrics")).text


async def test_no_value_of_a_person_is_in_a_log_a_span_or_a_metric(tmp_path: Path) -> None:
    log, data = tmp_path / "log", tmp_path / "data"
    with running_collector() as collector, receiver() as heard:
        with running(data, log, collector) as url:
            context = make_context(ApiSettings(data=data))
            async with httpx.AsyncClient(base_url=url, timeout=60) as client:
                office = Office(context=context, client=client)
                office.secrets[Role.ADMIN] = (data / "admin.key").read_text().strip()
                metrics = await everything(office, heard)
            context.database.dispose()
        spans = b"".join(collector.bodies).decode(errors="replace")
    lines = log.read_text()
    assert "step failed" in lines
    assert "quarantined" in lines
    assert "webhook tried" in lines
    assert "step read_page" in spans
    assert "sohoa_" in metrics
    looked_for = values()
    assert len(looked_for) > 25
    for where, text in {"log": lines, "spans": spans, "metrics": metrics}.items():
        said = plain(text)
        leaked = [
            value for value in looked_for if plain(value) in said or json.dumps(value)[1:-1] in text
        ]
        assert not leaked, (where, leaked)


def plain(text: str) -> str:
    """Without accents and capitals."""
    letters = unicodedata.normalize("NFD", text).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
