"""`sohoa explain` and `sohoa supplement`: from a record in a file to people."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli.main import app
from dossier.errors import InvalidRequest
from dossier.record import (
    Completeness,
    CompletenessVerdict,
    ComponentState,
    Decision,
    DocumentReading,
    EngineInfo,
    FieldReading,
    FieldState,
    Record,
    RecordComponent,
)

RUN = CliRunner()


@pytest.fixture
def record(tmp_path: Path) -> Path:
    name = FieldReading(
        value="TRẦN VĂN AN",
        raw="Trần Văn An",
        state=FieldState.READ,
        confidence=0.5,
        review=True,
        page=1,
    )
    missing = RecordComponent(
        key="birth_notice",
        name="Giấy chứng sinh",
        name_en="notice of birth",
        state=ComponentState.MISSING,
        copies=1,
        reason="hồ sơ chưa có / not in the dossier",
    )
    made = Record(
        dossier="A-1",
        decision=Decision.REVIEW,
        documents=[
            DocumentReading(
                form="birth_registration",
                confidence=1.0,
                pages=[1],
                fields={"requester_name": name},
            )
        ],
        completeness=Completeness(
            verdict=CompletenessVerdict.INCOMPLETE, procedure="1.001193", components=[missing]
        ),
        engine=EngineInfo(recogniser="none", fingerprint="", version="0"),
    )
    path = tmp_path / "record.json"
    path.write_text(json.dumps(made.to_json(), ensure_ascii=False), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ([], "độ tin cậy / confidence"),
        (["--lang", "vi"], "quyết định: cần người xem"),
        (["--lang", "en"], "decision: needs a look"),
        (["--field", "requester_name"], "trên giấy / on the paper: Trần Văn An"),
    ],
)
def test_tells_a_record(record: Path, options: list[str], said: str) -> None:
    result = RUN.invoke(app, ["explain", str(record), *options])
    assert result.exit_code == 0, result.output
    assert said in result.stdout


def test_says_which_field_is_not_there(record: Path) -> None:
    result = RUN.invoke(app, ["explain", str(record), "--field", "no_such"])
    assert isinstance(result.exception, InvalidRequest)


@pytest.mark.parametrize("text", ["{", "[]", '{"schema": "other"}'])
def test_refuses_what_is_no_record(tmp_path: Path, text: str) -> None:
    path = tmp_path / "record.json"
    path.write_text(text, encoding="utf-8")
    result = RUN.invoke(app, ["explain", str(path)])
    assert isinstance(result.exception, InvalidRequest)


def test_prints_and_draws_what_is_still_to_bring(record: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "request.pdf"
    options = ["--office", "UBND phường Láng", "--pdf", str(pdf), "--on", "2025-11-03"]
    result = RUN.invoke(app, ["supplement", str(record), *options])
    assert result.exit_code == 0, result.output
    request = json.loads(result.stdout)
    assert [item["text"] for item in request["items"]] == ["Bổ sung: Giấy chứng sinh"]
    assert request["asked_on"] == "2025-11-03"
    assert pdf.read_bytes().startswith(b"%PDF")
