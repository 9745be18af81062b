"""A store that answers 503, slowly, half or wrongly costs time: no page is lost or doubled."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select

from dossier.errors import StorageUnavailable
from dossier.store import dossiers, quarantine, records
from dossier.store.object_cipher import ObjectCipher
from dossier.store.objects import measure
from dossier.store.s3 import S3Objects
from dossier.store.scope import EVERYWHERE
from dossier.store.sealed_files import IN_CLEAR
from dossier.store.settings import StoreSettings
from dossier.store.states import DossierState
from dossier.store.tables import RecordRow, StepRow
from tests.fakes.reader import scan
from tests.fakes.s3 import FailingStore, Trouble, failing_store
from tests.store.test_encryption import keyring
from tests.worker.conftest import CODE, Bench, bench

__all__ = ["bench"]
pytestmark = pytest.mark.parametrize("bench", ["sqlite"], indirect=True)


@pytest.fixture
def store() -> Iterator[FailingStore]:
    with failing_store() as made:
        yield made


def objects_of(store: FailingStore, cipher: ObjectCipher = IN_CLEAR) -> S3Objects:
    settings = StoreSettings(
        s3_url=store.url, s3_access_key=SecretStr("a"), s3_secret_key=SecretStr("secret-key")
    )
    return S3Objects.from_settings(settings, cipher, timeout_s=0.3)


def read_through(bench: Bench, rounds: int = 12) -> None:
    """Work on as time passes, as the sweeper and a worker would."""
    for _ in range(rounds):
        bench.work()
        bench.clock.forward(minutes=6)


@pytest.mark.parametrize(
    "cipher",
    [
        pytest.param(IN_CLEAR, marks=pytest.mark.long, id="clear"),
        pytest.param(ObjectCipher(keyring("a")), id="sealed"),
    ],
)
@pytest.mark.parametrize("trouble", [Trouble.BUSY, Trouble.SILENT, Trouble.TRUNCATED])
def test_reading_goes_on_once_the_store_is_well(
    bench: Bench, store: FailingStore, trouble: Trouble, cipher: ObjectCipher
) -> None:
    bench.runtime = dataclasses.replace(bench.runtime, objects=objects_of(store, cipher))
    bench.upload(scan(3))
    # More often than a page has attempts: it is not the page's fault.
    store.reading.extend([trouble] * 12)
    read_through(bench)
    bench.seal()
    bench.work()
    assert not store.reading
    require_whole(bench)


@pytest.mark.parametrize("cipher", [IN_CLEAR, ObjectCipher(keyring("a"))], ids=["clear", "sealed"])
def test_a_store_that_gives_other_bytes_is_looked_at_by_a_person(
    bench: Bench, store: FailingStore, cipher: ObjectCipher
) -> None:
    bench.runtime = dataclasses.replace(bench.runtime, objects=objects_of(store, cipher))
    bench.upload(scan(3))
    store.reading.extend([Trouble.WRONG] * 3)
    read_through(bench, rounds=5)
    with bench.database.write() as session:
        (held,) = quarantine.list_held(session, limit=9)
        assert held.reason.startswith("tampered")
        assert quarantine.release(session, held.step_id, now=bench.clock.now)
    bench.work()
    bench.seal()
    bench.work()
    require_whole(bench)


def require_whole(bench: Bench) -> None:
    """One record with every page read, and nothing left to do."""
    with bench.database.read() as session:
        assert dossiers.find(session, CODE, EVERYWHERE).state is DossierState.COMPLETED
        body = records.latest(session, CODE)
        assert body is not None
        assert [page["state"] for page in body.body["pages"]] == ["read"] * 3
        assert session.scalar(select(func.count()).select_from(RecordRow)) == 1
        assert not quarantine.list_held(session, limit=9)
        assert session.scalar(select(func.count()).where(StepRow.state != "done")) == 0


@pytest.mark.parametrize("cipher", [IN_CLEAR, ObjectCipher(keyring("a"))], ids=["clear", "sealed"])
@pytest.mark.parametrize("trouble", [Trouble.TRUNCATED, Trouble.WRONG])
def test_what_was_stored_otherwise_than_sent_is_refused_and_mended(
    bench: Bench, store: FailingStore, tmp_path: Path, trouble: Trouble, cipher: ObjectCipher
) -> None:
    objects = objects_of(store, cipher)
    source = tmp_path / "scan"
    source.write_bytes(scan(1))
    store.writing.append(trouble)
    with pytest.raises(StorageUnavailable):
        objects.put(source, measure(source))
    objects.put(source, measure(source))
    with objects.path(measure(source).sha256) as path:
        assert path.read_bytes() == scan(1)


def test_what_is_there_is_not_sent_again(bench: Bench, store: FailingStore, tmp_path: Path) -> None:
    source = tmp_path / "scan"
    source.write_bytes(scan(1))
    for cipher in (IN_CLEAR, ObjectCipher(keyring("a"))):
        objects = objects_of(store, cipher)
        objects.put(source, measure(source))
        assert not objects.put(source, measure(source))
    assert store.writes == 1
    assert objects.reseal(measure(source).sha256)
    assert not objects.reseal(measure(source).sha256)
    with objects.open(measure(source).sha256) as handle:
        assert handle.read() == scan(1)
    assert not any(scan(1) in stored for stored in store.objects.values())
