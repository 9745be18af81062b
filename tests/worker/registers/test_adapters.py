"""Registers in a real database, in a file, and behind a real HTTP server."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from dossier.errors import Misconfigured
from dossier.registers import Register, RegisterUnavailable
from tests.fakes.databases import BACKENDS, open_database
from tests.fakes.loopback import serving
from worker.registers import open_registers
from worker.registers.breaker import OPEN, Breaker

NUMBER = "001092000001"
PERSON = {"name": "Trần Văn An", "dob": "1992-03-04", "sex": "Nam"}


def registers(folder: Path, text: str) -> tuple[Register, ...]:
    path = folder / "registers.toml"
    path.write_text(text, encoding="utf-8")
    return open_registers(path)


# --- in a database -----------------------------------------------------------------------------


@pytest.mark.parametrize("backend", BACKENDS)
def test_a_query_finds_and_writes_nothing(backend: str, tmp_path: Path) -> None:
    from sqlalchemy import text

    with open_database(backend, tmp_path) as database:
        with database.write() as session:
            session.execute(text("CREATE TABLE dan_cu (so TEXT, ho_ten TEXT, sinh DATE, gt TEXT)"))
            session.execute(
                text("INSERT INTO dan_cu VALUES (:so, 'Trần Văn An', '1992-03-04', 'Nam')"),
                {"so": NUMBER},
            )
        secret = tmp_path / "url"
        with database.read() as session:
            url = session.connection().engine.url
        secret.write_text(url.render_as_string(hide_password=False) + "\n")
        query = "SELECT ho_ten, sinh AS dob, gt AS sex FROM dan_cu WHERE so = :key"
        erasing = "DELETE FROM dan_cu WHERE so = :key RETURNING ho_ten AS name"
        found, harmful = registers(
            tmp_path,
            f"""
            [[register]]
            name = "Dân cư"
            kind = "population"
            source = "sql"
            url_file = "{secret}"
            query = "{query}"
            columns = {{ name = "ho_ten" }}

            [[register]]
            name = "Hại"
            kind = "population"
            source = "sql"
            url_file = "{secret}"
            query = "{erasing}"
            """,
        )
        assert found.find(NUMBER) == [PERSON]
        assert found.find("001092000002") == []
        with pytest.raises(RegisterUnavailable):
            harmful.find(NUMBER)
        assert found.find(NUMBER) == [PERSON]


def test_a_slow_query_ends_in_time(tmp_path: Path) -> None:
    with open_database("postgresql", tmp_path) as database, database.read() as session:
        url = session.connection().engine.url.render_as_string(hide_password=False)
    (slow,) = registers(
        tmp_path,
        f"""
        [[register]]
        name = "Chậm"
        kind = "population"
        source = "sql"
        url = "{url}"
        query = "SELECT pg_sleep(60)::text AS name, :key AS id_number"
        timeout_s = 0.2
        """,
    )
    start = time.monotonic()
    with pytest.raises(RegisterUnavailable, match="OperationalError"):
        slow.find(NUMBER)
    assert time.monotonic() - start < 30


# --- in a file ---------------------------------------------------------------------------------


def test_a_file_is_read_and_read_again_when_it_changes(tmp_path: Path) -> None:
    table = tmp_path / "dan-cu.csv"
    (book,) = registers(
        tmp_path,
        f"""
        [[register]]
        name = "Dân cư"
        kind = "population"
        source = "csv"
        file = "{table}"
        key = "Số định danh"
        delimiter = ";"
        columns = {{ name = "Họ tên", dob = "Ngày sinh", sex = "Giới tính" }}
        """,
    )
    with pytest.raises(RegisterUnavailable, match="FileNotFoundError"):
        book.find(NUMBER)
    head = "\ufeffSố định danh;Họ tên;Ngày sinh;Giới tính;Tôn giáo\n"
    # A spreadsheet has taken the number for one.
    table.write_text(head + f"{int(NUMBER)};Trần  Văn An;1992-03-04;Nam;x\n", encoding="utf-8")
    assert book.find(NUMBER) == [PERSON]
    table.write_text(head + f"{NUMBER};Trần Văn Bình;;;\n", encoding="utf-8")
    os.utime(table, (0, 0))
    assert book.find(NUMBER) == [{"name": "Trần Văn Bình"}]
    table.write_text("Khác\n1\n", encoding="utf-8")
    os.utime(table, (1, 1))
    with pytest.raises(RegisterUnavailable):
        book.find(NUMBER)


# --- behind HTTP -------------------------------------------------------------------------------


@dataclass
class Service:
    """A population service on loopback that answers as it is told."""

    url: str = ""
    status: int = 200
    body: bytes = b"{}"
    headers: dict[str, str] = field(default_factory=dict)
    wait_s: float = 0.0
    heard: list[tuple[str, str, bytes, str]] = field(default_factory=list)
    """(method, path, body, Authorization)"""


@pytest.fixture
def service() -> Iterator[Service]:
    told = Service()

    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            authorization = self.headers.get("Authorization") or ""
            told.heard.append((self.command, self.path, self.rfile.read(length), authorization))
            time.sleep(told.wait_s)
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(told.body)))
            self.end_headers()
            self.wfile.write(told.body)

        do_GET = do_POST = _answer  # noqa: N815 - the names that http.server calls

        def log_message(self, *_: Any) -> None:
            return

    with serving(Handler) as port:
        told.url = f"http://127.0.0.1:{port}"
        yield told


def asking(
    folder: Path, service: Service, more: str = "", allowed: str = "127.0.0.0/8"
) -> Register:
    return registers(
        folder,
        f"""
        [[register]]
        name = "Dân cư"
        kind = "population"
        source = "http"
        url = "{service.url}/persons/{{key}}"
        allowed = "{allowed}"
        {more}
        """,
    )[0]


def test_a_service_answers(service: Service, tmp_path: Path) -> None:
    token = tmp_path / "token"
    token.write_text("s3cret\n")
    book = asking(
        tmp_path,
        service,
        f'entries = "data.items"\ntoken_file = "{token}"\ncolumns = {{ name = "hoTen" }}',
    )
    person = {"hoTen": "Trần Văn An", "dob": "1992-03-04", "sex": "Nam", "photo": "..."}
    service.body = json.dumps({"data": {"items": [person]}}).encode()
    assert book.find(NUMBER) == [PERSON]
    assert service.heard == [("GET", f"/persons/{NUMBER}", b"", "Bearer s3cret")]


def test_the_number_may_stay_out_of_the_url(service: Service, tmp_path: Path) -> None:
    service.body = json.dumps([PERSON]).encode()
    assert asking(tmp_path, service, 'body_key = "soDinhDanh"').find(NUMBER) == [PERSON]
    method, _, body, _ = service.heard[0]
    assert (method, json.loads(body)) == ("POST", {"soDinhDanh": NUMBER})


def test_nobody_there_is_no_fault(service: Service, tmp_path: Path) -> None:
    book = asking(tmp_path, service)
    service.status, service.body = 404, b"not found"
    assert list(book.find(NUMBER)) == []
    service.status, service.body = 200, b"null"
    assert list(book.find(NUMBER)) == []


@pytest.mark.parametrize(
    ("status", "body", "reason"),
    [
        (500, b"{}", "http_500"),
        (302, b"", "http_302"),
        (200, b"<html>", "not_understood"),
        (200, b'"text"', "not_understood"),
        (200, b" " * 300_000, "TooLong"),
    ],
)
def test_other_answers_are_no_answer(
    service: Service, tmp_path: Path, status: int, body: bytes, reason: str
) -> None:
    service.status, service.body = status, body
    service.headers["Location"] = "http://169.254.169.254/"
    with pytest.raises(RegisterUnavailable) as failed:
        asking(tmp_path, service).find(NUMBER)
    assert failed.value.detail == reason
    assert len(service.heard) == 1


def test_a_host_that_is_not_in_the_list_hears_nothing(service: Service, tmp_path: Path) -> None:
    with pytest.raises(RegisterUnavailable, match="target_refused"):
        asking(tmp_path, service, allowed="10.20.0.0/16, *.hanoi.gov.vn").find(NUMBER)
    assert service.heard == []


def test_a_slow_service_is_left_alone_and_tried_again(service: Service, tmp_path: Path) -> None:
    service.wait_s = 1.0
    now = [0.0]
    slow = asking(tmp_path, service, "timeout_s = 0.05\nfailures = 99")
    book = Breaker(slow, failures=2, pause_s=30, clock=lambda: now[0])
    reasons = []
    for _ in range(4):
        with pytest.raises(RegisterUnavailable) as failed:
            book.find(NUMBER)
        reasons.append(failed.value.detail)
    assert OPEN not in reasons[:2]
    assert reasons[2:] == [OPEN, OPEN]
    assert len(service.heard) == 2
    # After the pause one question goes through; its failure opens the circuit at once.
    now[0] = 31.0
    for expected in (False, True):
        with pytest.raises(RegisterUnavailable) as failed:
            book.find(NUMBER)
        assert (failed.value.detail == OPEN) is expected
    now[0], service.wait_s, service.body = 62.0, 0.0, json.dumps(PERSON).encode()
    patient = Breaker(asking(tmp_path, service), failures=2, pause_s=30, clock=lambda: now[0])
    assert patient.find(NUMBER) == [PERSON]


# --- the file that names them ------------------------------------------------------------------


def test_no_file_means_no_registers(tmp_path: Path) -> None:
    assert open_registers(tmp_path / "registers.toml") == ()


COMMON = 'name = "A"\nkind = "population"\n'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('source = "csv"\nfile = "a"\nkey = "k"\nspeling = 1', "speling"),
        ('source = "csv"\nfile = "a"\nkey = "k"\ncolumns = { colour = "c" }', "colour"),
        ('source = "sql"\nurl = "sqlite://"\nquery = "SELECT 1"', ":key"),
        ('source = "sql"\nurl = "none:secret"\nquery = "SELECT :key"', "url"),
        ('source = "http"\nurl = "http://a/"\nallowed = ""', "{key}"),
        ('source = "http"\nurl = "http://a/{key}"\nallowed = "a b"', "allowed"),
        ('source = "sql"\nurl_file = "/none"\nquery = ":key"', "/none"),
    ],
)
def test_a_file_that_is_wrong_stops_the_start(tmp_path: Path, text: str, reason: str) -> None:
    with pytest.raises(Misconfigured) as failed:
        registers(tmp_path, f"[[register]]\n{COMMON}{text}\n")
    assert reason in failed.value.detail
    assert "secret" not in failed.value.detail


def test_two_registers_need_two_names(tmp_path: Path) -> None:
    one = f'[[register]]\n{COMMON}source = "csv"\nfile = "a"\nkey = "k"\n'
    with pytest.raises(Misconfigured):
        registers(tmp_path, one * 2)
