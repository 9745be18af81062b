"""The contract of an object store, over a folder, and over a real S3 where one is named.

Named by SOHOA_TEST_S3_URL, SOHOA_TEST_S3_ACCESS_KEY and SOHOA_TEST_S3_SECRET_KEY.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dossier.errors import NotFound, StorageUnavailable
from dossier.store.objects import (
    FolderObjects,
    ObjectRef,
    ObjectStore,
    measure,
    object_name,
    open_objects,
)
from dossier.store.s3 import S3Objects
from dossier.store.settings import StoreSettings

_STORES = ["folder", "s3"] if "SOHOA_TEST_S3_URL" in os.environ else ["folder"]


@pytest.fixture(params=_STORES)
def objects(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[ObjectStore]:
    if request.param == "folder":
        yield FolderObjects(tmp_path / "objects")
        return
    names = ("s3_url", "s3_access_key", "s3_secret_key")
    told = {name: os.environ[f"SOHOA_TEST_{name.upper()}"] for name in names}
    yield S3Objects.from_settings(
        StoreSettings(**told, s3_bucket="sohoa-test")  # type: ignore[arg-type]
    )


def write(folder: Path, content: bytes) -> tuple[Path, ObjectRef]:
    path = folder / "source"
    path.write_bytes(content)
    return path, measure(path)


@pytest.mark.parametrize("size", [0, 1, 6_000_000], ids=["empty", "one", "several-parts"])
def test_what_is_put_comes_back(objects: ObjectStore, tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    source, ref = write(tmp_path, content)
    objects.put(source, ref)
    with objects.path(ref.sha256) as path:
        assert path.read_bytes() == content
    with objects.open(ref.sha256) as handle:
        assert handle.read(5) == content[:5]


def test_putting_again_changes_nothing(objects: ObjectStore, tmp_path: Path) -> None:
    source, ref = write(tmp_path, os.urandom(100))
    assert objects.put(source, ref)
    assert not objects.put(source, ref)


def test_what_is_removed_is_gone_and_may_come_again(objects: ObjectStore, tmp_path: Path) -> None:
    source, ref = write(tmp_path, os.urandom(100))
    objects.put(source, ref)
    assert objects.has(ref.sha256)
    assert objects.remove(ref.sha256)
    assert not objects.has(ref.sha256)
    with pytest.raises(NotFound), objects.open(ref.sha256):
        pass
    assert not objects.remove(ref.sha256)
    assert objects.put(source, ref)
    assert objects.has(ref.sha256)


def test_many_put_the_same_at_once(objects: ObjectStore, tmp_path: Path) -> None:
    source, ref = write(tmp_path, os.urandom(200_000))
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: objects.put(source, ref), range(8)))
    with objects.path(ref.sha256) as path:
        assert measure(path) == ref


def test_content_that_is_not_its_name_is_not_kept(objects: ObjectStore, tmp_path: Path) -> None:
    source, ref = write(tmp_path, os.urandom(100))
    source.write_bytes(b"changed on the way" + os.urandom(82))
    with pytest.raises(StorageUnavailable):
        objects.put(source, ref)


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_what_is_not_there(objects: ObjectStore, name: str) -> None:
    with pytest.raises(NotFound), objects.path(name):
        pass


def test_a_store_that_works_says_so(objects: ObjectStore) -> None:
    objects.check()


def test_originals_are_read_only_and_filed_by_content(tmp_path: Path) -> None:
    store = FolderObjects(tmp_path / "objects")
    source, ref = write(tmp_path, b"x")
    store.put(source, ref)
    with store.path(ref.sha256) as path:
        assert path == tmp_path / "objects" / object_name(ref.sha256)
        assert stat.S_IMODE(path.stat().st_mode) == 0o440
    assert list((tmp_path / "objects" / "incoming").iterdir()) == []


def test_an_s3_store_that_is_away_is_unavailable() -> None:
    settings = StoreSettings(
        s3_url="http://127.0.0.1:9",
        s3_access_key="a",  # type: ignore[arg-type]
        s3_secret_key="b",  # type: ignore[arg-type]
    )
    with pytest.raises(StorageUnavailable):
        open_objects(settings)
