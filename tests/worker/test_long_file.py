"""A long file comes from the object store once, and not with each of its pages."""

from __future__ import annotations

import dataclasses

import pytest

from dossier.store import pages
from dossier.store.kept import KeptFiles
from dossier.store.keyring import Keyring
from dossier.store.object_cipher import ObjectCipher, sealed_size
from dossier.store.s3 import S3Objects
from dossier.store.settings import StoreSettings
from dossier.store.states import PageStatus
from tests.fakes.reader import scan
from tests.fakes.s3 import failing_store
from tests.worker.conftest import CODE, Bench

PAGES = 200


@pytest.mark.parametrize("bench", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("keeps", "times"), [(True, 1), (False, 1 + PAGES)], ids=["kept", "fetched for each"]
)
def test_bytes_that_a_file_of_200_pages_costs(bench: Bench, keeps: bool, times: int) -> None:
    kept = KeptFiles(1 << 30) if keeps else None
    content = scan(PAGES, note="x" * 100_000)
    with failing_store() as store:
        told = {"s3_url": store.url, "s3_access_key": "a", "s3_secret_key": "b"}
        cipher = ObjectCipher(Keyring({"k1": bytes(32)}))
        objects = S3Objects.from_settings(StoreSettings(**told), cipher, kept)  # type: ignore[arg-type]
        bench.runtime = dataclasses.replace(bench.runtime, objects=objects)
        bench.upload(content)
        # What was put is read back once, to be sure of it.
        store.given_bytes = 0
        bench.work()
        assert store.given_bytes == times * sealed_size(len(content))
    with bench.database.read() as session:
        assert pages.count_states(session, CODE) == {PageStatus.READ: PAGES}
