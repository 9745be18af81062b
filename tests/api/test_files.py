"""Uploads: each file answered for itself, nothing believed, nothing in memory."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.multipart import UploadLimits, receive_files, spool
from dossier.errors import InvalidRequest
from dossier.filenames import safe_name
from dossier.store.objects import measure
from tests.api.conftest import CODE, Office
from tests.fakes.reader import scan

pytestmark = pytest.mark.anyio

PATH = f"/v1/dossiers/{CODE}/files"
LIMITS = UploadLimits(max_file_bytes=1000, max_files=3)


@pytest.fixture
async def branch(office: Office) -> Office:
    await office.register()
    return office


async def test_the_answer_names_what_was_stored(branch: Office) -> None:
    content = scan(1)
    answer = await branch.upload(("Tờ khai.pdf", content))
    (file,) = answer.json()["files"]
    assert file["sha256"] == hashlib.sha256(content).hexdigest()
    assert (file["name"], file["size"], file["duplicate"]) == ("Tờ khai.pdf", len(content), False)
    with branch.context.objects.path(file["sha256"]) as path:
        assert path.read_bytes() == content


async def test_the_same_content_is_the_same_file(branch: Office) -> None:
    first = await branch.upload(("a.pdf", scan(1)))
    again = await branch.upload(("b.pdf", scan(1)), ("c.pdf", scan(1)))
    assert (first.status_code, again.status_code) == (201, 200)
    ids = {file["file_id"] for file in (first.json()["files"] + again.json()["files"])}
    assert len(ids) == 1
    assert all(file["duplicate"] for file in again.json()["files"])
    status = (await branch.call("GET", f"/v1/dossiers/{CODE}")).json()
    assert len(status["files"]) == 1


async def test_the_same_content_in_two_dossiers_is_stored_once(branch: Office) -> None:
    await branch.register("B-1")
    await branch.upload(("a.pdf", scan(1)))
    other = await branch.upload(("a.pdf", scan(1)), code="B-1")
    assert other.json()["files"][0]["duplicate"] is False
    stored = list((branch.context.settings.objects_folder / "sha256").rglob("*"))
    assert sum(path.is_file() for path in stored) == 1


async def test_bad_files_have_their_problem_and_the_others_go_on(branch: Office) -> None:
    answer = await branch.upload(
        ("empty.pdf", b""), ("big.pdf", b"x" * 100_001), ("good.pdf", scan(1))
    )
    assert answer.status_code == 201
    empty, big, good = answer.json()["files"]
    assert empty["problem"]["code"] == "empty_file"
    assert (big["problem"]["code"], big["file_id"], big["problem"]["limit"]) == (
        "too_large",
        None,
        100_000,
    )
    assert good["problem"] is None
    status = (await branch.call("GET", f"/v1/dossiers/{CODE}")).json()
    assert [file["state"] for file in status["files"]] == ["refused", "waiting"]


async def test_when_nothing_is_taken_in_the_answer_is_the_problem(branch: Office) -> None:
    answer = await branch.upload(("big.pdf", b"x" * 100_001))
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_a_request_over_the_cap_is_cut_off(branch: Office) -> None:
    answer = await branch.upload(*[(f"{i}.pdf", bytes([i]) * 90_000) for i in range(12)])
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")


async def test_more_files_than_allowed(branch: Office) -> None:
    answer = await branch.upload(*[(f"{i}.pdf", scan(1, note=str(i))) for i in range(21)])
    assert (answer.status_code, answer.json()["limit"]) == (422, 20)


async def test_nothing_is_left_in_the_spool(branch: Office) -> None:
    await branch.upload(("a.pdf", scan(1)), ("big.pdf", b"x" * 100_001))
    assert list(branch.context.settings.spool_folder.iterdir()) == []


async def test_an_unknown_dossier_is_told_before_the_upload(branch: Office) -> None:
    assert (await branch.upload(("a.pdf", scan(1)), code="B-1")).status_code == 404


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/pdf", b"x"),
        ("multipart/form-data", b"x"),
        ("multipart/form-data; boundary=b", b"no boundary at all"),
        ("multipart/form-data; boundary=b", b'--b\r\nContent-Disposition: form-data; filename="a'),
        (
            "multipart/form-data; boundary=b",
            b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\ncut',
        ),
        ("multipart/form-data; boundary=b", b"--b--\r\n"),
    ],
    ids=["no-multipart", "no-boundary", "no-part", "cut-header", "cut-body", "no-file"],
)
async def test_broken_requests_are_refused(branch: Office, content_type: str, body: bytes) -> None:
    answer = await branch.call("POST", PATH, content=body, headers={"Content-Type": content_type})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\scans\\to khai.pdf", "to khai.pdf"),
        (unicodedata.normalize("NFD", "Tờ khai.pdf"), "Tờ khai.pdf"),
        ("gpj.\u202efdp.exe", "gpj.fdp.exe"),
        ("a\x00b.pdf", "ab.pdf"),
        ("..", "khong-ten"),
        ("", "khong-ten"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_names_are_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@given(st.text())
def test_a_safe_name_is_safe_whatever_was_sent(sent: str) -> None:
    name = safe_name(sent)
    assert 0 < len(name) <= 150
    assert not name.startswith(".")
    assert not set(name) & set("/\\\0\n\r")
    assert safe_name(name) == name


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
async def test_files_come_whole_however_the_bytes_arrive(
    tmp_path_factory: pytest.TempPathFactory, size: int
) -> None:
    folder = tmp_path_factory.mktemp("spool")
    contents = [b"--b\r\n in the content \r\n--", b"", bytes(range(256)) * 3]
    body = b"".join(
        b'--bound\r\nContent-Disposition: form-data; name="f"; filename="%d"\r\n\r\n%b\r\n'
        % (number, content)
        for number, content in enumerate(contents)
    )
    body += b'--bound\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--bound--\r\n'

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(body), size):
            yield body[start : start + size]

    with spool(folder) as place:
        kind = "multipart/form-data; boundary=bound"
        received = await receive_files(kind, chunks(), place, LIMITS)
        assert [file.path.read_bytes() for file in received] == contents
        assert [file.content for file in received] == [measure(f.path) for f in received]
    assert list(folder.iterdir()) == []


async def test_a_cut_request_leaves_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("spool")

    async def cut() -> AsyncIterator[bytes]:
        yield b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\nhalf'

    with spool(folder) as place, pytest.raises(InvalidRequest):
        await receive_files("multipart/form-data; boundary=b", cut(), place, LIMITS)
    assert list(folder.iterdir()) == []
