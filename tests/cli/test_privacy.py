"""`sohoa admin export-person`, `incident`, `export-corrections`, and calibrating on an archive."""

from __future__ import annotations

import json
import stat
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from dossier.errors import Conflict, InvalidRequest, NotFound
from dossier.store.database import Database
from dossier.store.objects import open_objects
from dossier.store.settings import StoreSettings
from tests.fakes.aged import FORM, MOTHER, store_aged


@pytest.fixture
def data(tmp_path: Path) -> Path:
    settings = StoreSettings(data=tmp_path / "data")
    database = Database.from_settings(settings)
    database.prepare_schema()
    now = datetime.now(UTC)
    store_aged(database, open_objects(settings), tmp_path, "A-1", closed=now, form=FORM)
    database.dispose()
    return settings.data


def run(data: Path, *arguments: str | Path, typed: str = "") -> Result:
    told = [*(str(argument) for argument in arguments), "--data", str(data)]
    return CliRunner().invoke(app, told, input=typed)


def test_a_person_is_asked_about_without_a_trace_in_the_history(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "person.zip"
    made = run(data, "admin", "export-person", "--out", out, typed=f"{MOTHER}\n")
    assert made.exit_code == 0, made.output
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    with zipfile.ZipFile(out) as archive:
        (dossier,) = json.loads(archive.read("thong-tin.json"))["dossiers"]
    assert dossier["code"] == "A-1"
    nobody = run(
        data, "admin", "export-person", "--out", out, "--name", "Ai", "--dob", "1990-01-01"
    )
    assert isinstance(nobody.exception, NotFound)


def test_an_incident_is_told_as_data_and_as_a_paper(data: Path, tmp_path: Path) -> None:
    run(data, "admin", "hold", "place", "A-1", "--reason", "thanh tra")
    now = datetime.now(UTC)
    since, until = now - timedelta(hours=1), now + timedelta(hours=1)
    times = ("--since", f"{since:%Y-%m-%dT%H:%M%z}", "--until", f"{until:%Y-%m-%dT%H:%M%z}")
    told, paper = tmp_path / "incident.json", tmp_path / "incident.pdf"
    for out in (told, paper):
        made = run(data, "admin", "incident", *times, "--out", out)
        assert made.exit_code == 0, made.output
    pack = json.loads(told.read_text(encoding="utf-8"))
    assert [d["code"] for d in pack["dossiers"]] == ["A-1"]
    assert pack["dossiers"][0]["touches"][0]["effect"] == "changed"
    assert paper.read_bytes().startswith(b"%PDF")


def test_a_calibration_is_fitted_to_an_archive(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "corrections.zip"
    assert isinstance(run(data, "admin", "export-corrections", "--out", out).exception, Conflict)
    (data / "retention.toml").write_text('confirmed = "Quyết định 12/QĐ"\n', encoding="utf-8")
    made = run(data, "admin", "export-corrections", "--out", out)
    assert made.exit_code == 0, made.output
    assert "delete by" in made.output
    fitted = run(data, "calibrate", "--samples", out)
    assert fitted.exit_code == 0, fitted.output
    assert "name" in fitted.output
    out.write_bytes(b"no archive")
    assert isinstance(run(data, "calibrate", "--samples", out).exception, InvalidRequest)
