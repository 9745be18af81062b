"""Resumable uploads: cut anywhere, gone on with, whole at the end, and a file like any other."""

from __future__ import annotations

import asyncio
import base64
import dataclasses
import hashlib
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.requests import ClientDisconnect

from api.app import create_app
from api.resumable import UploadFolder, append
from api.services import uploads
from api.tus import Checksum, ChecksumMismatch
from dossier.errors import TooLarge
from dossier.store.states import Role
from dossier.store.tables import UploadRow
from tests.api.conftest import CODE, Office, announce_headers
from tests.fakes.reader import scan

pytestmark = [
    pytest.mark.anyio,
    # Rows are the least of it; `test_repeat` opens uploads on both databases.
    pytest.mark.parametrize("context", ["sqlite"], indirect=True),
]

CONTENT = scan(1, note="x" * 40)
TUS = {"Tus-Resumable": "1.0.0"}


@pytest.fixture
async def branch(office: Office) -> Office:
    await office.register()
    return office


async def open_upload(
    office: Office, length: int = len(CONTENT), content: bytes = b"", **more: str
) -> httpx.Response:
    headers = announce_headers(length, **more)
    if content:
        headers["Content-Type"] = "application/offset+octet-stream"
    return await office.call("POST", "/v1/uploads", headers=headers, content=content)


async def send(
    office: Office, where: str, offset: int, content: bytes, **more: str
) -> httpx.Response:
    headers = TUS | {
        "Content-Type": "application/offset+octet-stream",
        "Upload-Offset": str(offset),
        **more,
    }
    return await office.call("PATCH", where, headers=headers, content=content)


async def offset_of(office: Office, where: str) -> int:
    answer = await office.call("HEAD", where, headers=TUS)
    assert answer.status_code == 200, answer.status_code
    assert answer.headers["Upload-Length"] == str(len(CONTENT))
    return int(answer.headers["Upload-Offset"])


async def files_of(office: Office) -> list[dict[str, Any]]:
    return list((await office.call("GET", f"/v1/dossiers/{CODE}")).json()["files"])


def checksum(content: bytes, algorithm: str = "sha256") -> dict[str, str]:
    digest = hashlib.new(algorithm, content).digest()
    return {"Upload-Checksum": f"{algorithm} {base64.b64encode(digest).decode()}"}


async def test_anybody_may_ask_what_the_server_can_do(office: Office) -> None:
    for path in ("/v1/uploads", f"/v1/uploads/upl_{'0' * 32}"):
        answer = await office.call("OPTIONS", path, role=None)
        assert answer.status_code == 204
        assert answer.headers["Tus-Version"] == "1.0.0"
        assert answer.headers["Tus-Max-Size"] == "100000"
        assert answer.headers["Tus-Checksum-Algorithm"] == "sha256,sha1"
        extensions = set(answer.headers["Tus-Extension"].split(","))
        assert extensions >= {"creation", "creation-with-upload", "termination", "expiration"}


async def test_a_file_in_three_parts_is_a_file_of_the_dossier(branch: Office) -> None:
    opened = await open_upload(branch, name="Tờ khai.pdf")
    assert opened.status_code == 201
    where = opened.headers["Location"]
    for start in range(0, len(CONTENT), 25):
        assert await offset_of(branch, where) == start
        answer = await send(branch, where, start, CONTENT[start : start + 25])
        assert (answer.status_code, answer.content) == (204, b"")
        assert answer.headers["Tus-Resumable"] == "1.0.0"
        assert "GMT" in answer.headers["Upload-Expires"]
    assert await offset_of(branch, where) == len(CONTENT)
    (file,) = await files_of(branch)
    assert (file["name"], file["size"]) == ("Tờ khai.pdf", len(CONTENT))
    assert file["sha256"] == hashlib.sha256(CONTENT).hexdigest()
    shown = (await branch.call("GET", where)).json()
    assert shown["file"]["file_id"] == file["file_id"]
    assert list(branch.context.settings.uploads_folder.iterdir()) == []
    branch.work()
    assert (await branch.seal(1)).status_code == 200


async def test_all_bytes_may_come_with_the_opening(branch: Office) -> None:
    opened = await open_upload(branch, content=CONTENT)
    assert (opened.status_code, opened.headers["Upload-Offset"]) == (201, str(len(CONTENT)))
    assert len(await files_of(branch)) == 1


async def test_the_same_content_is_the_same_file_by_either_way(branch: Office) -> None:
    (first,) = (await branch.upload(("a.pdf", CONTENT))).json()["files"]
    opened = await open_upload(branch, content=CONTENT)
    shown = (await branch.call("GET", opened.headers["Location"])).json()["file"]
    assert (shown["file_id"], shown["duplicate"]) == (first["file_id"], True)


@pytest.mark.parametrize("told", [0, 9, 11, len(CONTENT)])
async def test_another_offset_is_refused_and_changes_nothing(branch: Office, told: int) -> None:
    where = (await open_upload(branch, content=CONTENT[:10])).headers["Location"]
    answer = await send(branch, where, told, CONTENT[told:])
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_offset")
    assert (await offset_of(branch, where), answer.json()["offset"]) == (10, 10)


@pytest.mark.parametrize("algorithm", ["sha256", "sha1"])
async def test_a_chunk_with_a_wrong_checksum_is_dropped(branch: Office, algorithm: str) -> None:
    where = (await open_upload(branch)).headers["Location"]
    right = checksum(CONTENT[:30], algorithm)
    wrong = await send(branch, where, 0, CONTENT[:29] + b"!", **right)
    assert (wrong.status_code, wrong.json()["code"]) == (460, "checksum_mismatch")
    assert await offset_of(branch, where) == 0
    assert (await send(branch, where, 0, CONTENT[:30], **right)).status_code == 204
    assert await offset_of(branch, where) == 30


async def test_more_bytes_than_announced_are_refused(branch: Office) -> None:
    where = (await open_upload(branch, content=CONTENT[:10])).headers["Location"]
    answer = await send(branch, where, 10, CONTENT[10:] + b"!")
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert await offset_of(branch, where) == 10
    assert await files_of(branch) == []


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"Upload-Length": "100001"}, 413, "too_large"),
        ({"Upload-Length": "-1"}, 422, "invalid_request"),
        ({"Upload-Length": "٣"}, 422, "invalid_request"),
        ({"Upload-Length": "9" * 40}, 422, "invalid_request"),
        ({"Upload-Metadata": "filename YS5wZGY="}, 422, "invalid_request"),
        ({"Upload-Metadata": "dossier !!"}, 422, "invalid_request"),
        ({"Upload-Metadata": "dossier /w=="}, 422, "invalid_request"),
        ({"Upload-Metadata": "dossier Li4vLi4="}, 422, "invalid_request"),
        ({"Upload-Metadata": "dossier Tk9ORQ=="}, 404, "not_found"),
        ({"Upload-Checksum": "md5 AAAA"}, 422, "invalid_request"),
        ({"Upload-Checksum": "sha256"}, 460, "checksum_mismatch"),
        ({"Tus-Resumable": "0.2.2"}, 412, "tus_version"),
    ],
)
async def test_openings_that_are_refused(
    branch: Office, change: dict[str, str], status: int, code: str
) -> None:
    headers = announce_headers(10, **{"Content-Type": "application/offset+octet-stream"}) | change
    raw = {name: value.encode() for name, value in headers.items()}
    answer = await branch.call("POST", "/v1/uploads", headers=raw, content=b"0123456789")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["Tus-Resumable"] == "1.0.0"


async def test_bytes_of_another_type_are_refused(branch: Office) -> None:
    where = (await open_upload(branch)).headers["Location"]
    answer = await send(branch, where, 0, b"x", **{"Content-Type": "application/pdf"})
    assert (answer.status_code, answer.json()["code"]) == (415, "wrong_media_type")


async def test_an_empty_file_is_refused_as_by_multipart(branch: Office) -> None:
    answer = await open_upload(branch, length=0)
    assert (answer.status_code, answer.json()["code"]) == (422, "empty_file")
    assert [file["state"] for file in await files_of(branch)] == ["refused"]


async def test_an_upload_that_was_given_up_is_gone(branch: Office) -> None:
    where = (await open_upload(branch, content=CONTENT[:10])).headers["Location"]
    assert (await branch.call("DELETE", where, headers=TUS)).status_code == 204
    for method in ("HEAD", "DELETE"):
        assert (await branch.call(method, where, headers=TUS)).status_code == 404
    assert list(branch.context.settings.uploads_folder.iterdir()) == []


async def test_methods_that_a_proxy_does_not_know(branch: Office) -> None:
    where = (await open_upload(branch)).headers["Location"]
    headers = TUS | {
        "X-HTTP-Method-Override": "PATCH",
        "Upload-Offset": "0",
        "Content-Type": "application/offset+octet-stream",
    }
    answer = await branch.call("POST", where, headers=headers, content=CONTENT)
    assert answer.status_code == 204
    other = {"X-HTTP-Method-Override": "DELETE"}
    assert (await branch.call("POST", "/v1/dossiers/A/seal", headers=other)).status_code == 422


async def test_two_at_once_do_not_mix(branch: Office) -> None:
    where = (await open_upload(branch)).headers["Location"]
    with branch.context.uploads.hold(where.rpartition("/")[2]):
        answer = await send(branch, where, 0, CONTENT)
        assert (answer.status_code, answer.headers["Retry-After"]) == (423, "1")
        assert (await branch.call("DELETE", where, headers=TUS)).status_code == 423
    assert (await send(branch, where, 0, CONTENT)).status_code == 204


async def test_a_dossier_that_was_sealed_meanwhile(branch: Office) -> None:
    where = (await open_upload(branch)).headers["Location"]
    await branch.upload(("b.pdf", scan(1)))
    branch.work()
    await branch.seal(1)
    assert (await send(branch, where, 0, CONTENT)).status_code == 409
    assert (await branch.call("HEAD", where, headers=TUS)).status_code == 409
    assert (await open_upload(branch)).status_code == 409


async def test_it_expires_and_is_swept(branch: Office) -> None:
    where = (await open_upload(branch, content=CONTENT[:10])).headers["Location"]
    clock = branch.context.clock
    later = dataclasses.replace(branch.context, clock=lambda: clock() + timedelta(hours=25))
    transport = httpx.ASGITransport(create_app(later))
    async with httpx.AsyncClient(transport=transport, base_url="http://sohoa") as client:
        tomorrow = dataclasses.replace(branch, client=client)
        assert (await send(tomorrow, where, 10, b"x")).status_code == 410
        (later.settings.uploads_folder / f"upl_{'0' * 32}").write_bytes(b"nobody's")
        uploads.remove_orphans(later)
        assert list(later.settings.uploads_folder.iterdir()) == []
        assert (await branch.call("HEAD", where, headers=TUS)).status_code == 404


async def test_a_key_may_not_fill_the_disk_with_halves(branch: Office) -> None:
    few = dataclasses.replace(
        branch.context,
        settings=branch.context.settings.model_copy(update={"max_open_uploads": 2}),
    )
    transport = httpx.ASGITransport(create_app(few))
    async with httpx.AsyncClient(transport=transport, base_url="http://sohoa") as client:
        limited = dataclasses.replace(branch, client=client)
        answers = [await open_upload(limited, content=c) for c in (CONTENT, b"a", b"b", b"c")]
    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]


async def test_a_kill_between_the_last_byte_and_the_dossier(branch: Office) -> None:
    where = (await open_upload(branch)).headers["Location"]
    (branch.context.settings.uploads_folder / where.rpartition("/")[2]).write_bytes(CONTENT)
    assert await offset_of(branch, where) == len(CONTENT)
    assert len(await files_of(branch)) == 1


async def test_a_kill_between_the_dossier_and_the_receipt(branch: Office) -> None:
    where = (await open_upload(branch, content=CONTENT)).headers["Location"]
    upload_id = where.rpartition("/")[2]
    with branch.context.database.write() as session:
        session.get_one(UploadRow, upload_id).receipt = None
    (branch.context.settings.uploads_folder / upload_id).write_bytes(CONTENT)
    assert (await send(branch, where, len(CONTENT), b"")).status_code == 204
    assert len(await files_of(branch)) == 1


async def test_another_branch_does_not_find_it(branch: Office) -> None:
    where = (await open_upload(branch, content=CONTENT[:10])).headers["Location"]
    with branch.context.database.write() as session:
        session.get_one(UploadRow, where.rpartition("/")[2]).branch = "H26.99"
    for role in (Role.SCANNER, Role.ADMIN):
        for method in ("HEAD", "GET", "PATCH", "DELETE"):
            headers = TUS | {
                "Upload-Offset": "10",
                "Content-Type": "application/offset+octet-stream",
            }
            answer = await branch.call(method, where, role=role, headers=headers)
            assert answer.status_code == 404, (role, method)


async def cut(content: bytes) -> AsyncIterator[bytes]:
    """A sender whose line breaks after `content`."""
    for byte in range(0, len(content), 7):
        yield content[byte : byte + 7]
    raise ClientDisconnect


async def whole(content: bytes) -> AsyncIterator[bytes]:
    yield content


@pytest.fixture
def folder(context: Any) -> UploadFolder:
    made = UploadFolder(context.settings.uploads_folder)
    made.create("upl_1")
    return made


async def test_a_line_that_breaks_at_any_byte(folder: UploadFolder) -> None:
    path = folder.path("upl_1")
    for at in range(len(CONTENT)):
        path.write_bytes(b"")
        await append(path, cut(CONTENT[:at]), room=len(CONTENT), checksum=None)
        kept = folder.size("upl_1")
        assert CONTENT.startswith(path.read_bytes())
        await append(path, whole(CONTENT[kept:]), room=len(CONTENT) - kept, checksum=None)
        assert path.read_bytes() == CONTENT, at


async def test_with_a_checksum_a_cut_chunk_counts_for_nothing(folder: UploadFolder) -> None:
    path, digest = folder.path("upl_1"), hashlib.sha256(CONTENT).digest()
    wanted = Checksum(algorithm="sha256", digest=digest)
    await append(path, cut(CONTENT), room=1000, checksum=wanted)
    assert path.read_bytes() == b""
    with pytest.raises(ChecksumMismatch):
        await append(path, whole(CONTENT[1:]), room=1000, checksum=wanted)
    with pytest.raises(TooLarge):
        await append(path, whole(CONTENT), room=3, checksum=wanted)
    assert [p.name for p in path.parent.iterdir()] == ["upl_1"]
    await append(path, whole(CONTENT), room=1000, checksum=wanted)
    assert path.read_bytes() == CONTENT


async def test_a_sender_that_falls_silent_is_not_waited_for(folder: UploadFolder) -> None:
    async def silent() -> AsyncIterator[bytes]:
        yield b"abc"
        await asyncio.sleep(60)

    await append(folder.path("upl_1"), silent(), room=10, checksum=None, patience_s=0.05)
    assert folder.size("upl_1") == 3
