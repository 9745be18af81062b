"""A typed client, generated from /openapi.json, does a dossier from its registration to its record.

`openapi-python-client generate --url http://HOST/openapi.json --config tests/api/client.yaml`
"""

from __future__ import annotations

import importlib
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from api.app import create_app
from dossier.store.states import Role
from tests.api.conftest import CODE, Office, announce_headers
from tests.fakes.reader import scan

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("context", ["sqlite"], indirect=True)]
SETTINGS: Final = Path(__file__).with_name("client.yaml")
Generated = Callable[[str], Any]
"""A module of the generated package, by its name in it."""


@pytest.fixture
def generated(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Generated]:
    described, made = tmp_path / "openapi.json", tmp_path / "client"
    described.write_text(json.dumps(create_app(office.context).openapi()))
    command = [sys.executable, "-m", "openapi_python_client", "generate", "--path"]
    told = subprocess.run(
        [*command, described, "--config", SETTINGS, "--output-path", made, "--fail-on-warning"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout
    monkeypatch.syspath_prepend(made)
    yield lambda name: importlib.import_module(f"sohoa_client.{name}")
    for name in [name for name in sys.modules if name.partition(".")[0] == "sohoa_client"]:
        del sys.modules[name]


def client_of(generated: Generated, office: Office) -> Any:
    return generated("client").AuthenticatedClient(
        base_url="http://sohoa",
        token=office.secrets[Role.ADMIN],
        raise_on_unexpected_status=True,
        httpx_args={"transport": httpx.ASGITransport(create_app(office.context))},
    )


async def test_every_operation_is_generated(generated: Generated, office: Office) -> None:
    paths = create_app(office.context).openapi()["paths"]
    folder = Path(generated("api").__file__).parent
    made = {path.stem for path in folder.rglob("*.py")}
    assert {call["operationId"] for path in paths.values() for call in path.values()} <= made
    assert (folder.parent / "py.typed").is_file()


async def test_a_dossier_from_its_registration_to_its_record(
    generated: Generated, office: Office
) -> None:
    client, models = client_of(generated, office), generated("models")
    file_of, api = generated("types").File, {}
    for name in (
        *("dossiers.register_dossier", "dossiers.show_dossier", "dossiers.show_record"),
        *("files.add_files", "files.seal_dossier", "uploads.create_upload", "events.list_events"),
    ):
        api[name.partition(".")[2]] = generated(f"api.{name}").asyncio
    made = await api["register_dossier"](CODE, client=client, body=models.RegisterDossier())
    assert (type(made), made.code) == (models.DossierSummary, CODE)
    sent = file_of(payload=io.BytesIO(scan(2)), file_name="a.pdf", mime_type="application/pdf")
    receipt = await api["add_files"](CODE, client=client, body=models.AddFilesBody(files=[sent]))
    assert [file.name for file in receipt.files] == ["a.pdf"]
    content = scan(1)
    told = announce_headers(len(content), "b.pdf")
    upload = await api["create_upload"](
        client=client,
        body=file_of(payload=content),
        upload_length=told["Upload-Length"],
        upload_metadata=told["Upload-Metadata"],
        tus_resumable="1.0.0",
    )
    assert isinstance(upload, models.UploadView)
    early = await api["show_record"](CODE, client=client)
    assert (type(early), early.code) == (models.Problem, "not_ready")
    office.work()
    await api["seal_dossier"](CODE, client=client, body=models.SealDossier(pages=3))
    office.work()
    shown = await api["show_dossier"](CODE, client=client)
    assert (shown.progress.pages_done, [page.file for page in shown.pages]) == (
        3,
        ["a.pdf", "a.pdf", "b.pdf"],
    )
    record = await api["show_record"](CODE, client=client)
    assert (type(record), record.dossier, len(record.pages)) == (models.Record, CODE, 3)
    events = await api["list_events"](client=client)
    assert [event.type_.value for event in events.events] == ["dossier.read", "dossier.completed"]
