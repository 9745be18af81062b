"""Every test of the store runs on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dossier.lifecycle.rules import Retention, load_retention
from dossier.store.database import Database
from dossier.store.objects import FolderObjects
from tests.fakes.databases import BACKENDS, open_database
from tests.fakes.purges import SOURCE


@pytest.fixture(params=BACKENDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    with open_database(request.param, tmp_path) as opened:
        yield opened


@pytest.fixture
def now() -> datetime:
    return datetime(2026, 11, 22, 8, 30, tzinfo=UTC)


@pytest.fixture
def objects(tmp_path: Path) -> FolderObjects:
    return FolderObjects(tmp_path / "objects")


@pytest.fixture
def rules(tmp_path: Path) -> Retention:
    """What ships, with originals that go after ten years, confirmed."""
    path = tmp_path / "retention.toml"
    path.write_text(
        f'confirmed = "{SOURCE}"\n'
        f'[[rule]]\nkind = "originals"\nkeep = "P10Y"\nsource = "{SOURCE}"\n',
        encoding="utf-8",
    )
    return load_retention(path)
