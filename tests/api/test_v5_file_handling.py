"""OWASP ASVS 5.0, chapter V5 (file handling): one test or more for each requirement, by its number.

V5.4.3 (files of others are scanned for malware): `test_v5_malware.py`.
"""

from __future__ import annotations

import dataclasses
import io
import re
import stat
import zipfile
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Final

import httpx
import pytest

from api.app import create_app
from api.settings import ApiSettings
from dossier.errors import InputRefused, TooManyPages, TooManyPixels
from ocr.images.limits import ImageLimits
from ocr.images.opener import OpenConfined
from ocr.images.sniff import FileKind
from tests.api.conftest import CODE, Office, announce_headers
from tests.api.test_archive import DOWNLOAD, METADATA, send
from tests.fakes.reader import scan
from tests.faults import bad_formats, bad_pdfs, bad_pictures

pytestmark = pytest.mark.anyio
sqlite = pytest.mark.parametrize("context", ["sqlite"], indirect=True)
DOCUMENT: Final = Path(__file__).parents[2] / "docs" / "security.md"
DISGUISED: Final = [
    kind for kind, (_, _, code) in bad_formats.REFUSED.items() if code == "disguised_file"
]
FLOODS: Final = {
    **{
        kind: (name, make)
        for kind, (name, make, code) in bad_pictures.REFUSED.items()
        if code == "too_many_pixels"
    },
    **{
        kind: ("a.pdf", make)
        for kind, (make, code) in bad_pdfs.REFUSED.items()
        if code == "too_many_pixels"
    },
}


@pytest.fixture
async def branch(office: Office) -> Office:
    await office.register()
    return office


@pytest.fixture
def opener() -> OpenConfined:
    return OpenConfined(ImageLimits())


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_v5_1_1_kinds_and_limits_of_files_are_documented() -> None:
    told = DOCUMENT.read_text(encoding="utf-8").partition("## Uploaded files")[2]
    for kind in FileKind:
        assert kind.value.upper() in told.upper(), kind
    limits, settings = ImageLimits(), ApiSettings()
    for field in fields(limits):
        assert f"| `{field.name}` | {getattr(limits, field.name):,} |" in told, field.name
    for name in ("max_file_bytes", "max_request_bytes", "max_files", "max_open_uploads"):
        assert f"| `SOHOA_{name.upper()}` | {getattr(settings, name):,} |" in told, name
    assert re.search(r"quarantine", told), "what happens to a file that crashes its reader"


@sqlite
async def test_v5_2_1_a_file_beyond_the_limit_is_refused_alone(branch: Office) -> None:
    most = branch.context.settings.max_file_bytes
    answer = await branch.upload(("big.pdf", bytes(most + 1)), ("good.pdf", scan(1)))
    big, good = answer.json()["files"]
    assert (big["problem"]["code"], big["file_id"]) == ("too_large", None)
    assert good["problem"] is None


@pytest.mark.parametrize("kind", DISGUISED)
def test_v5_2_2_content_has_to_be_what_the_name_says(
    kind: str, opener: OpenConfined, tmp_path: Path
) -> None:
    name, make, code = bad_formats.REFUSED[kind]
    with pytest.raises(InputRefused) as refusal:
        opener.count_pages(written(tmp_path, name, make()), name)
    assert refusal.value.code == code


@pytest.mark.parametrize("kind", ["PDF that packs half a gigabyte"])
def test_v5_2_3_what_is_packed_is_bounded_when_it_is_unpacked(
    kind: str, opener: OpenConfined, tmp_path: Path
) -> None:
    path = written(tmp_path, "a.pdf", bad_pdfs.READ[kind]())
    assert path.stat().st_size < 5_000_000
    assert opener.render(path, "a.pdf", 1).width_px > 0


def test_v5_2_3_more_parts_than_allowed_are_refused_before_unpacking(
    opener: OpenConfined, tmp_path: Path
) -> None:
    path = written(tmp_path, "a.pdf", bad_pdfs.REFUSED["PDF of 10,000 empty pages"][0]())
    with pytest.raises(TooManyPages):
        opener.count_pages(path, "a.pdf")


@sqlite
async def test_v5_2_4_files_and_unfinished_uploads_of_a_caller_are_counted(branch: Office) -> None:
    most = branch.context.settings.max_files
    many = await branch.upload(*[(f"{n}.pdf", scan(1, note=str(n))) for n in range(most + 1)])
    assert (many.status_code, many.json()["limit"]) == (422, most)
    few = branch.context.settings.model_copy(update={"max_open_uploads": 2})
    transport = httpx.ASGITransport(create_app(dataclasses.replace(branch.context, settings=few)))
    async with httpx.AsyncClient(transport=transport, base_url="http://sohoa") as client:
        limited = dataclasses.replace(branch, client=client)
        opened = [
            await limited.call("POST", "/v1/uploads", headers=announce_headers(10 + n))
            for n in range(3)
        ]
    assert [answer.status_code for answer in opened] == [201, 201, 429]


def _zip_with_a_link() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        link = zipfile.ZipInfo("a.pdf")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("../../outside.pdf", "x")
    return stream.getvalue()


@pytest.mark.parametrize("name", ["a.zip", "a.pdf", "a.docx"])
def test_v5_2_5_no_archive_is_unpacked_so_no_link_is_followed(
    name: str, opener: OpenConfined, tmp_path: Path
) -> None:
    path = written(tmp_path, name, _zip_with_a_link())
    with pytest.raises(InputRefused):
        opener.count_pages(path, name)
    assert [found.name for found in tmp_path.iterdir()] == [name]
    assert not (tmp_path.parent.parent / "outside.pdf").exists()


@pytest.mark.parametrize("kind", FLOODS)
def test_v5_2_6_floods_of_pixels_are_refused(
    kind: str, opener: OpenConfined, tmp_path: Path
) -> None:
    name, make = FLOODS[kind]
    content = make()
    assert len(content) < 1_000_000, "small to send"
    with pytest.raises(TooManyPixels):
        opener.render(written(tmp_path, name, content), name, 1)


@sqlite
@pytest.mark.parametrize("name", ["shell.php", "page.html", "run.py", ".htaccess"])
async def test_v5_3_1_nothing_uploaded_is_served_by_its_name(branch: Office, name: str) -> None:
    content = b"<?php echo 1; ?><script>alert(1)</script>"
    sent = (await branch.upload((name, content))).json()["files"][0]
    for path in (
        *(f"/{name}", f"/static/{name}", f"/v1/files/{name}", f"/review/{name}"),
        *(f"/v1/files/{sent['file_id']}", f"/objects/{sent['sha256']}"),
    ):
        answer = await branch.call("GET", path)
        assert answer.status_code in (404, 405), path
        assert content not in answer.content


@sqlite
@pytest.mark.parametrize("name", ["../../outside.pdf", "/etc/passwd", "C:\\x\\outside.pdf", "a\0b"])
async def test_v5_3_2_names_of_files_are_no_paths(branch: Office, name: str) -> None:
    data = branch.context.settings.data
    before = {path for path in data.parent.rglob("*") if "outside" in path.name}
    answer = await branch.upload((name, scan(1)))
    assert answer.status_code == 201
    sha256 = answer.json()["files"][0]["sha256"]
    stored = [path for path in (data / "objects" / "sha256").rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [sha256]
    assert {path for path in data.parent.rglob("*") if "outside" in path.name} == before


@pytest.mark.parametrize(
    "make",
    [bad_pdfs.READ["PDF with a script and a file inside"], bad_pdfs.READ["PDF and ZIP at once"]],
)
def test_v5_3_3_paths_inside_a_file_are_ignored(
    make: Callable[[], bytes], opener: OpenConfined, tmp_path: Path
) -> None:
    path = written(tmp_path, "a.pdf", make())
    assert opener.render(path, "a.pdf", 1).width_px > 0
    assert [found.name for found in tmp_path.iterdir()] == ["a.pdf"]


@sqlite
async def test_v5_4_1_an_original_goes_out_under_a_name_of_ours(office: Office) -> None:
    odd = METADATA | {"Subject": 'x"; filename="evil.html\r\nSet-Cookie: a=b'}
    assert (await send(office, odd, b"%PDF-1.7 x")).status_code == 201
    got = await office.call("GET", DOWNLOAD)
    disposition = got.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="[A-Za-z0-9._-]+"', disposition), disposition
    assert "Set-Cookie" not in got.headers
    assert got.headers["X-Content-Type-Options"] == "nosniff"


@sqlite
async def test_v5_4_2_names_that_are_told_are_encoded(branch: Office) -> None:
    sent = 'đơn\u202e"\r\nX-Evil: 1.pdf'
    answer = await branch.upload((sent, scan(1)))
    told = (await branch.call("GET", f"/v1/dossiers/{CODE}")).json()["files"][0]["name"]
    assert not set(told) & set('\r\n"\u202e/\\\0')
    assert "X-Evil" not in answer.headers
