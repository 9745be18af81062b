"""Buckets that keep versions and lock objects (moto): removal is for good, or says it is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from minio.commonconfig import GOVERNANCE
from minio.retention import Retention

from dossier.errors import StorageUnavailable
from dossier.store.objects import measure, object_name
from dossier.store.s3 import S3Objects
from dossier.store.settings import StoreSettings
from tests.fakes.object_stores import _moto_url, s3_client

TOLD = {"s3_access_key": "test", "s3_secret_key": "test-secret", "s3_bucket": "test-locked"}


def test_versions_go_with_their_object_and_a_lock_is_told_of(tmp_path: Path) -> None:
    told = TOLD | {"s3_url": _moto_url()}
    client = s3_client(told)
    client.make_bucket(told["s3_bucket"], object_lock=True)
    objects = S3Objects.from_settings(StoreSettings(**told))  # type: ignore[arg-type]
    source = tmp_path / "source"
    source.write_bytes(b"a paper")
    content = measure(source)
    name = object_name(content.sha256)
    objects.put(source, content)
    # Written a second time, past the product: a version behind the newest.
    client.fput_object(told["s3_bucket"], name, str(source))
    assert objects.remove(content.sha256)
    assert not list(client.list_objects(told["s3_bucket"], recursive=True, include_version=True))

    objects.put(source, content)
    lock = Retention(GOVERNANCE, datetime.now(UTC) + timedelta(days=1))
    client.set_object_retention(told["s3_bucket"], name, lock)
    with pytest.raises(StorageUnavailable):
        objects.remove(content.sha256)
    assert objects.has(content.sha256)
    with objects.path(content.sha256) as path:
        assert path.read_bytes() == b"a paper"
