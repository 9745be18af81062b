"""A page that was put aside is let go after a reviewer was done: nothing of theirs is lost."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from dossier.differences import ChangeKind, differences
from dossier.errors import Conflict
from dossier.page import PageReading
from dossier.record import Decision, DocumentReading, FieldReading, FieldState, Record
from dossier.store import keys, quarantine, records, reprocess
from dossier.store.states import Role
from tests.api.conftest import CODE, Office
from tests.fakes.reader import FakeReader, scan
from worker.reading import StoredPage

pytestmark = pytest.mark.anyio


class Understanding(FakeReader):
    """Sees a request for an extract on every page it could read, with a name misread."""

    mended = False
    name = "TRAN VAN A"

    def read_page(self, path: Path, name: str, page: int) -> PageReading:
        if page == 1 and not self.mended:
            raise ZeroDivisionError
        return super().read_page(path, name, page)

    def assemble(self, code: str, pages: Sequence[StoredPage], **options: Any) -> Record:
        record = super().assemble(code, pages, **options)
        read = [p.page for p, stored in zip(record.pages, pages, strict=True) if stored.reading]
        update = {"documents": [_document(n, self.name) for n in read], "decision": Decision.REVIEW}
        return record.model_copy(update=update)


def _document(page: int, name: str) -> DocumentReading:
    fields = {
        key: FieldReading(
            value=value, raw=value, state=FieldState.READ, confidence=0.5, review=True, page=page
        )
        for key, value in {"purpose": f"muc dich {page}", "subject_name": name}.items()
    }
    return DocumentReading(
        form="marital_status_request", confidence=0.9, pages=[page], fields=fields
    )


class Desk:
    def __init__(self, office: Office) -> None:
        with office.context.database.write() as session:
            key = keys.create_key(session, role=Role.REVIEWER, name="Lan", now=datetime.now(UTC))
        self.office, self.headers = office, {"X-Api-Key": key.secret}
        self.held: dict[str, Any] = {}

    async def do(self, path: str, **body: Any) -> dict[str, Any]:
        answer = await self.office.client.post(
            f"/v1/review/dossiers/{CODE}/{path}", headers=self.headers, json=self.held | body
        )
        assert answer.status_code == 200, answer.text
        said: dict[str, Any] = answer.json()
        self.held |= {k: said[k] for k in ("lock", "version") if k in said}
        return said

    async def take(self) -> None:
        """Take the dossier, or go on at the desk that has it."""
        self.held.pop("version", None)
        await self.do("lock")

    async def settle(self, document: int, purpose: str) -> None:
        """Correct what no second person has to key, and confirm the rest."""
        about = {"document": document}
        await self.do("actions", kind="correct", field="purpose", value=purpose, **about)
        await self.do("actions", kind="confirm", field="subject_name", **about)
        await self.do("actions", kind="verify", **about)


@pytest.mark.parametrize("finished", [True, False], ids=["completed", "in hand"])
async def test_corrections_survive_a_release(office: Office, finished: bool) -> None:
    reader = Understanding()
    await office.register()
    await office.upload(("a.pdf", scan(2)))
    office.work(reader=reader, max_attempts=1)
    await office.seal(2)
    office.work(reader=reader)
    desk = Desk(office)
    await desk.take()
    await desk.settle(1, "mục đích khác")
    if finished:
        await desk.do("complete")
    reader.mended = True
    with office.context.database.write() as session:
        assert quarantine.release_all(session, now=datetime.now(UTC))
    office.work(reader=reader)

    record = (await office.call("GET", f"/v1/dossiers/{CODE}/record")).json()
    first, second = (document["fields"] for document in record["documents"])
    assert (first["purpose"]["value"], first["purpose"]["source"]) == ("muc dich 1", "ocr")
    # The document that was settled is the second one now: its page came after the one let go.
    assert second["purpose"]["value"] == "mục đích khác"
    assert (second["subject_name"]["source"], second["purpose"]["source"]) == ("reviewer",) * 2
    assert (record["decision"], record["reasons"][0].split(";")[0]) == (
        "review",
        "đọc lại sau khi đã soát",
    )
    await desk.take()
    view = (await desk.office.call("GET", f"/v1/review/dossiers/{CODE}")).json()
    assert view["unverified"] == [1], "what was held against the paper stays so"
    told = (await office.call("GET", f"/v1/review/dossiers/{CODE}/history")).json()
    assert told["unbroken"]
    carried = [a for a in told["actions"] if "carried_from" in (a["before"] or {})]
    assert [(a["kind"], a["document"], a["by"]) for a in carried] == [
        ("correct", 2, "Lan"),
        ("confirm", 2, "Lan"),
        ("verify", 2, "Lan"),
    ]
    await desk.settle(1, "xin việc")
    done = await desk.do("complete")
    record = (await office.call("GET", f"/v1/dossiers/{CODE}/record")).json()
    assert done["state"] == "completed"
    purposes = [d["fields"]["purpose"]["value"] for d in record["documents"]]
    assert purposes == ["xin việc", "mục đích khác"]


async def test_a_dossier_is_read_again_by_newer_models(office: Office) -> None:
    reader = Understanding()
    reader.mended = True
    await office.register()
    await office.upload(("a.pdf", scan(2)))
    office.work(reader=reader)
    await office.seal(2)
    office.work(reader=reader)
    desk = Desk(office)
    await desk.take()
    for number in (1, 2):
        await desk.settle(number, f"mục đích khác {number}")
    await desk.do("complete")
    where = ("--data", str(office.context.settings.data))
    reader.name = "TRAN VAN B"
    with office.context.database.write() as session:
        assert reprocess.read_again(session, CODE, now=datetime.now(UTC)) == 2
        with pytest.raises(Conflict):
            reprocess.read_again(session, CODE, now=datetime.now(UTC))
    office.work(reader=reader)
    record = (await office.call("GET", f"/v1/dossiers/{CODE}/record")).json()
    names = [d["fields"]["subject_name"]["value"] for d in record["documents"]]
    # Confirmed as it stood: another reading of the same sheet does not take its place.
    assert (names, record["decision"]) == (["TRAN VAN A", "TRAN VAN A"], "review")
    with office.context.database.read() as session:
        newest = records.latest(session, CODE)
        assert newest is not None
        before, after = (
            Record.model_validate(row.body) for row in (records.find(session, CODE, 1), newest)
        )
    changes = [(c.kind, c.field) for c in differences(before, after)]
    assert changes == [(ChangeKind.VALUE, "subject_name")] * 2
    if office.context.database.dialect == "sqlite":
        told = CliRunner().invoke(app, ["admin", "diff", CODE, "--from", "1", *where])
        assert told.exit_code == 0, told.output
        assert "TRAN" not in told.output
        assert told.output.count("marital_status_request.subject_name") == 2
        shown = CliRunner().invoke(app, ["admin", "diff", CODE, "--from", "1", "--values", *where])
        assert "'TRAN VAN A' → 'TRAN VAN B'" in shown.output


@pytest.mark.parametrize("context", ["sqlite"], indirect=True)
async def test_what_is_carried_can_be_undone(office: Office) -> None:
    reader = Understanding()
    await office.register()
    await office.upload(("a.pdf", scan(2)))
    office.work(reader=reader, max_attempts=1)
    await office.seal(2)
    office.work(reader=reader)
    desk = Desk(office)
    await desk.take()
    await desk.do("actions", kind="correct", field="subject_name", value="LÊ AN", document=1)
    reader.mended = True
    with office.context.database.write() as session:
        quarantine.release_all(session, now=datetime.now(UTC))
    office.work(reader=reader)
    await desk.take()
    await desk.do("undo")
    record = (await office.call("GET", f"/v1/dossiers/{CODE}/record")).json()
    assert record["documents"][1]["fields"]["subject_name"]["value"] == "TRAN VAN A"
