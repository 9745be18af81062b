"""What the counter prints, by HTTP: separator sheets and receipts."""

from __future__ import annotations

import io

import pypdfium2
import pytest

from dossier.branch.seal import SealedFile, batch_seal, grouped
from dossier.store.states import Role
from tests.api.conftest import CODE, Office
from tests.fakes.reader import scan

pytestmark = [
    pytest.mark.anyio,
    # Nothing here depends on the database; the other files run on both.
    pytest.mark.parametrize("context", ["sqlite"], indirect=True),
]


async def test_sheets_are_printed(office: Office) -> None:
    papers = {"dossier": CODE, "paper": ["Tờ khai=2", "Giấy chứng sinh"]}
    answer = await office.call("GET", "/v1/branch/separators", role=Role.SCANNER, params=papers)
    assert answer.headers["content-type"] == "application/pdf"
    pages = pypdfium2.PdfDocument(io.BytesIO(answer.content))
    texts = [page.get_textpage().get_text_bounded() for page in pages]
    assert ["Tờ khai" in text for text in texts] == [True, False]
    assert all(CODE in text for text in texts)
    refused = await office.call(
        "GET", "/v1/branch/separators", params={"dossier": CODE, "paper": "x=99999"}
    )
    assert refused.status_code == 422


async def test_a_receipt_comes_with_the_seal_and_tells_what_is_missing(office: Office) -> None:
    await office.register()
    files = [("2.txt", scan(2)), ("bad.txt", b"refused"), ("1.txt", scan(1))]
    uploaded = (await office.upload(*files)).json()["files"]
    path = f"/v1/branch/receipts/{CODE}"
    early = await office.call("GET", path, role=Role.SCANNER)
    assert (early.status_code, early.json()["code"]) == (409, "not_ready")
    office.work()
    await office.seal(3)
    text = await office.call("GET", path, role=Role.SCANNER, params={"kind": "text"})
    kept = tuple(
        SealedFile(name=f["name"], sha256=f["sha256"], size=f["size"], pages=pages)
        for f, pages in ((uploaded[0], 2), (uploaded[2], 1))
    )
    assert grouped(batch_seal(CODE, kept)) in text.text
    assert "bad.txt: Tệp bị hỏng" in text.text
    pdf = await office.call("GET", path, role=Role.SCANNER)
    assert pdf.content.startswith(b"%PDF-")


@pytest.mark.parametrize("page", ["review", "branch"])
async def test_pages_run_nothing_from_elsewhere(office: Office, page: str) -> None:
    answer = await office.call("GET", f"/{page}/", role=None)
    assert answer.status_code == 200
    assert "default-src 'none'; script-src 'self'" in answer.headers["content-security-policy"]
