"""`backup.sh` on the folder of a live service, and what comes back of it."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dossier.store import dossiers
from dossier.store.database import Database
from dossier.store.keyring import add_to_key_file
from dossier.store.objects import FolderObjects, measure, open_objects
from dossier.store.scope import EVERYWHERE
from dossier.store.settings import StoreSettings
from dossier.store.tables import DossierRow
from tests.docker.deployment import DOCKER

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def backup(data: Path, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", DOCKER / "backup.sh", data, target], capture_output=True, text=True, check=False
    )


def keep(data: Path, content: bytes) -> str:
    """Put an original as the service does. Returns its SHA-256."""
    source = data / "incoming.bin"
    source.write_bytes(content)
    FolderObjects(data / "objects").put(source, measure(source))
    source.unlink()
    return hashlib.sha256(content).hexdigest()


def test_what_was_kept_comes_back_while_the_service_goes_on(tmp_path: Path) -> None:
    data, target, restored = (tmp_path / name for name in ("live data", "copy", "restored"))
    settings = StoreSettings(data=data)
    database = Database.from_settings(settings)
    database.prepare_schema()
    first = keep(data, b"first")
    with database.write() as session:
        dossiers.register(session, "H26-1", None, EVERYWHERE, now=NOW)
        session.flush()
        # A transaction that is open must neither be waited for nor be half in the copy.
        done = backup(data, target)
        assert done.returncode == 0, done.stderr
    second = keep(data, b"second")
    assert backup(data, target).returncode == 0
    database.dispose()

    shutil.copytree(target, restored)
    copy = Database.from_settings(StoreSettings(data=restored))
    copy.prepare_schema()
    with copy.read() as session:
        assert session.get(DossierRow, "H26-1") is not None
    copy.dispose()
    objects = FolderObjects(restored / "objects")
    for sha256 in (first, second):
        with objects.open(sha256) as stored:
            assert hashlib.sha256(stored.read()).hexdigest() == sha256


def test_what_a_rotation_encrypted_anew_is_copied_again(tmp_path: Path) -> None:
    data, target, restored = (tmp_path / name for name in ("data", "copy", "restored"))
    settings = StoreSettings(data=data)
    database = Database.from_settings(settings)
    database.prepare_schema()
    objects = open_objects(settings)
    source = tmp_path / "source"
    source.write_bytes(b"first")
    ref = measure(source)
    objects.put(source, ref)
    assert backup(data, target).returncode == 0
    add_to_key_file(settings.key_file, "new")
    assert open_objects(settings).reseal(ref.sha256)
    settings.key_file.write_text(settings.key_file.read_text().splitlines()[0])
    assert backup(data, target).returncode == 0
    database.dispose()
    shutil.copytree(target, restored)
    with open_objects(StoreSettings(data=restored)).open(ref.sha256) as stored:
        assert stored.read() == b"first"


def test_an_original_that_is_there_is_not_copied_again(tmp_path: Path) -> None:
    data, target = tmp_path / "data", tmp_path / "copy"
    database = Database.from_settings(StoreSettings(data=data))
    database.prepare_schema()
    database.dispose()
    keep(data, b"first")
    backup(data, target)
    (copied,) = [path for path in (target / "objects").rglob("*") if path.is_file()]
    before = copied.stat()
    assert backup(data, target).returncode == 0
    assert copied.stat().st_ino == before.st_ino
    assert not list(target.rglob("*.part"))


@pytest.mark.parametrize("damaged", [None, b"no database at all, not even nearly" * 100])
def test_a_backup_that_fails_leaves_the_one_before(tmp_path: Path, damaged: bytes | None) -> None:
    data, target = tmp_path / "data", tmp_path / "copy"
    data.mkdir()
    target.mkdir()
    (target / "sohoa.db").write_bytes(b"the backup of yesterday")
    if damaged is not None:
        (data / "sohoa.db").write_bytes(damaged)
    assert backup(data, target).returncode != 0
    assert (target / "sohoa.db").read_bytes() == b"the backup of yesterday"
