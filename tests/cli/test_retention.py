"""`sohoa admin retention` and `sohoa admin hold`: seen, held, removed, told, proven."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from dossier.errors import Conflict
from dossier.store.database import Database
from dossier.store.objects import open_objects
from dossier.store.settings import StoreSettings
from tests.fakes.aged import store_aged

CONFIRMED = "Quyết định 12/QĐ ngày 05/01/2026"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    settings = StoreSettings(data=tmp_path / "data")
    database = Database.from_settings(settings)
    database.prepare_schema()
    old = datetime.now(UTC) - timedelta(days=365 * 30)
    for code in ("A-1", "A-2"):
        store_aged(database, open_objects(settings), tmp_path, code, closed=old)
    database.dispose()
    return settings.data


def run(data: Path, *arguments: str | Path) -> Result:
    told = ["admin", *(str(argument) for argument in arguments), "--data", str(data)]
    return CliRunner().invoke(app, told)


def test_seen_held_removed_told_and_proven(data: Path, tmp_path: Path) -> None:
    assert "record/1.001193" in run(data, "retention", "rules").stdout
    planned = run(data, "retention", "plan")
    assert "A-1" in planned.stdout
    assert "not confirmed" in planned.stderr
    assert isinstance(run(data, "retention", "run").exception, Conflict)

    (data / "retention.toml").write_text(f'confirmed = "{CONFIRMED}"\n', encoding="utf-8")
    hold = run(data, "hold", "place", "A-2", "--reason", "thanh tra 3/TTr").stdout.strip()
    assert f"{hold}  A-2" in run(data, "hold", "list").stdout
    removed = run(data, "retention", "run")
    assert removed.exit_code == 0, removed.output
    head = removed.stdout.splitlines()[-1]
    assert head.startswith("2:")
    released = run(data, "hold", "release", hold, "--reason", "đã kết luận")
    assert released.exit_code == 0, released.output
    assert run(data, "hold", "list").stdout == ""
    assert "đã kết luận" in run(data, "hold", "list", "--all").stdout

    whole = run(data, "retention", "verify")
    assert (whole.exit_code, whole.stdout.strip()) == (0, head)
    statement, paper = tmp_path / "huy.json", tmp_path / "huy.pdf"
    for out in (statement, paper):
        made = run(data, "retention", "statement", "--out", out, "--office", "Trung tâm")
        assert made.exit_code == 0, made.output
    assert paper.read_bytes().startswith(b"%PDF")
    assert run(data, "retention", "verify", statement).exit_code == 0
    told = json.loads(statement.read_text(encoding="utf-8"))
    told["entries"][0]["subject"] = "A-9"
    statement.write_text(json.dumps(told), encoding="utf-8")
    touched = run(data, "retention", "verify", statement)
    assert (touched.exit_code, "changed: 1" in touched.stderr) == (4, True)
