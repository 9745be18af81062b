"""The scheduled removal: at its hour, once a day, only where the office switched it on."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dossier.store.database import Database
from dossier.store.objects import open_objects
from dossier.store.tables import DossierRow
from tests.fakes.aged import store_aged
from tests.fakes.databases import BACKENDS, database_settings
from worker.purger import Purger
from worker.settings import WorkerSettings

NIGHT = datetime(2026, 11, 21, 19, 30, tzinfo=UTC)
"""Half past two in Việt Nam."""
ON = 'confirmed = "Quyết định 12/QĐ"\n[schedule]\non = true\nhour = 2\n'


@pytest.mark.parametrize("backend", BACKENDS)
def test_it_runs_at_its_hour_where_it_is_switched_on(backend: str, tmp_path: Path) -> None:
    with database_settings(backend, tmp_path) as names:
        settings = WorkerSettings(**names)  # type: ignore[arg-type]
        database = Database.from_settings(settings)
        database.prepare_schema()
        old = NIGHT - timedelta(days=365 * 30)
        store_aged(database, open_objects(settings), tmp_path, "A-1", closed=old)
        time = [NIGHT]
        purger = Purger(settings, lambda: time[0])
        assert purger.turn() is None, "no rules of the office"
        settings.retention_file.write_text(ON.replace("true", "false"), encoding="utf-8")
        assert purger.turn() is None, "not switched on"
        settings.retention_file.write_text(ON.replace("hour", "hours"), encoding="utf-8")
        assert purger.turn() is None, "rules that cannot be understood"
        settings.retention_file.write_text(ON, encoding="utf-8")
        time[0] = NIGHT + timedelta(hours=1)
        assert purger.turn() is None, "not its hour"
        time[0] = NIGHT
        done = purger.turn()
        assert done is not None
        assert done.removed == {"record": 1, "object": 1}
        with database.read() as session:
            assert session.get(DossierRow, "A-1") is None
        assert purger.turn() is None, "once a day"
        time[0] = NIGHT + timedelta(days=1)
        again = purger.turn()
        assert again is not None
        assert again.removed == {}
        purger.close()
        database.dispose()
