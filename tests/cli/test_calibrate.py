"""`sohoa calibrate`: the change is seen, kept, used and taken back, each by its own command."""

from __future__ import annotations

import json
import math
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from dossier.errors import NotFound
from dossier.store import audit, dossiers
from dossier.store.columns import new_id
from dossier.store.database import Database
from dossier.store.quality_tables import SampleRow
from dossier.store.scope import EVERYWHERE
from dossier.store.settings import StoreSettings
from dossier.store.states import SampleState

CODE = "H26-1"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A folder of a service whose lots tell that names are stated too surely."""
    rng = random.Random(3)
    now = datetime.now(UTC)
    database = Database.from_settings(StoreSettings(data=tmp_path))
    database.prepare_schema()
    with database.write() as session:
        dossiers.register(session, CODE, None, EVERYWHERE, now=now)
        session.flush()
        for at in range(2000):
            odds = rng.uniform(0, 9)
            right = rng.random() < 1 / (1 + math.exp(2 - odds))
            session.add(
                SampleRow(
                    id=new_id("smp", now),
                    dossier=CODE,
                    record_version=1,
                    document=at,
                    field="child_name",
                    group="name",
                    critical=True,
                    stated=1 / (1 + math.exp(-odds)),
                    weight=1.0,
                    state=SampleState.RIGHT if right else SampleState.WRONG,
                    drawn=now,
                    answered=now,
                )
            )
    database.dispose()
    return tmp_path


def run(data: Path, *arguments: str | Path) -> Result:
    words = [str(argument) for argument in arguments]
    return CliRunner().invoke(app, ["calibrate", *words, "--data", str(data)])


def test_from_the_change_to_its_use_and_back(data: Path, tmp_path: Path) -> None:
    shown = run(data, "--tolerate", "0.01", "--tolerate-critical", "0.005")
    assert shown.exit_code == 0, shown.output
    (line,) = [line for line in shown.stdout.splitlines() if line.startswith("name !")]
    assert "2000" in line
    assert run(data, "list").stdout.split()[:2] == ["*", "0"]
    folder = tmp_path / "pictures"
    kept = run(data, "--tolerate-critical", "0.005", "--write", "--out", folder)
    assert kept.exit_code == 0, kept.output
    numbers = json.loads((folder / "calibration.json").read_text(encoding="utf-8"))
    # The scale takes back what was boasted.
    assert numbers["name"]["error"] < 0.03
    # Kept is not used.
    assert run(data, "list").stdout.splitlines()[0].split()[0] == "1"
    assert run(data, "activate", "1").exit_code == 0
    assert run(data, "list").stdout.splitlines()[0].split()[:2] == ["*", "1"]
    again = run(data)
    assert "against version 1" in again.stdout
    assert run(data, "rollback").stdout.strip().endswith("0")
    assert isinstance(run(data, "activate", "7").exception, NotFound)
    database = Database.from_settings(StoreSettings(data=data))
    with database.read() as session:
        assert audit.verify(session).entries == 3
    database.dispose()


def test_the_promise_is_told_with_its_interval(data: Path) -> None:
    told = run(data, "quality").stdout
    (line,) = told.splitlines()
    assert line.startswith("name !")
    assert "/ 2000" in line
    assert "BROKEN" in line
