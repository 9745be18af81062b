"""Originals in any S3 store, through the `minio` client.

Create-only must hold on stores without conditional writes too, so it rests on the name: an object
is asked for first, its name is its content, and what arrived is read back and checked. Two senders
of the same content at the same time write the same bytes.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit
from xml.etree.ElementTree import ParseError

import urllib3
from minio import Minio
from minio.datatypes import Object
from minio.error import MinioException, S3Error

from dossier.errors import Misconfigured, NotFound, StorageUnavailable
from dossier.store.kept import KeptFiles, fetched_once
from dossier.store.keyring import Tampered
from dossier.store.object_cipher import HEADER_BYTES, ObjectCipher, sealed_size, wrapping_key
from dossier.store.objects import ObjectRef, measure, object_name
from dossier.store.scratch import scratch_folder
from dossier.store.sealed_files import IN_CLEAR, holds, key_of, reseal_file, seal_file, unsealed
from dossier.store.settings import StoreSettings

_CHUNK: Final = 1 << 20
_MISSING: Final = frozenset({"NoSuchKey", "NoSuchObject", "NotFound"})
_TIMEOUT_S: Final = 30.0


class S3Objects:
    """Objects in one bucket."""

    def __init__(
        self,
        client: Minio,
        bucket: str,
        cipher: ObjectCipher = IN_CLEAR,
        kept: KeptFiles | None = None,
    ) -> None:
        """`kept` holds what was fetched for those who will soon ask for it again."""
        self._client = client
        self._bucket = bucket
        self._cipher = cipher
        self._kept = kept

    @classmethod
    def from_settings(
        cls,
        settings: StoreSettings,
        cipher: ObjectCipher = IN_CLEAR,
        kept: KeptFiles | None = None,
        *,
        timeout_s: float = _TIMEOUT_S,
    ) -> S3Objects:
        """Connect and make the bucket where it is missing. Raises StorageUnavailable."""
        if not (settings.s3_url and settings.s3_access_key and settings.s3_secret_key):
            raise Misconfigured("SOHOA_S3_URL, SOHOA_S3_ACCESS_KEY, SOHOA_S3_SECRET_KEY")
        url = urlsplit(settings.s3_url)
        client = Minio(
            url.netloc,
            access_key=settings.s3_access_key.get_secret_value(),
            secret_key=settings.s3_secret_key.get_secret_value(),
            secure=url.scheme == "https",
            http_client=urllib3.PoolManager(
                timeout=urllib3.Timeout(connect=5.0, read=timeout_s),
                retries=urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=[502, 503]),
            ),
        )
        store = cls(client, settings.s3_bucket, cipher, kept)
        with _translated():
            if not client.bucket_exists(settings.s3_bucket):
                client.make_bucket(settings.s3_bucket)
        return store

    def put(self, source: Path, expected: ObjectRef) -> bool:
        name = object_name(expected.sha256)
        with _translated():
            if self._holds(name, expected):
                return False
            with self._as_kept(source, expected) as kept:
                self._write(name, kept)
        return True

    @contextmanager
    def open(self, sha256: str) -> Iterator[IO[bytes]]:
        with self.path(sha256) as path, path.open("rb") as handle:
            yield handle

    @contextmanager
    def path(self, sha256: str) -> Iterator[Path]:
        name = object_name(sha256)
        with (
            self._stored(name) as stored,
            unsealed(self._cipher, stored, sha256) as clear,
        ):
            if clear == stored and measure(clear).sha256 != sha256:
                raise Tampered("Nội dung đọc không khớp / what was read differs")
            yield clear

    def reseal(self, sha256: str) -> bool:
        name = object_name(sha256)
        with _translated(), tempfile.TemporaryDirectory(dir=scratch_folder()) as folder:
            if self._cipher.key_id is not None and self._first_key(name) == self._cipher.key_id:
                return False
            stored, kept = Path(folder) / "stored", Path(folder) / "kept"
            self._client.fget_object(self._bucket, name, str(stored))
            if key_of(stored, sha256) == self._cipher.key_id:
                return False
            with kept.open("wb") as target:
                reseal_file(self._cipher, stored, target, sha256)
            self._require_content(kept, sha256)
            # One write of a whole object: who reads it meanwhile has the old one or the new one.
            self._write(name, kept)
        return True

    def has(self, sha256: str) -> bool:
        with _translated():
            return self._stat(object_name(sha256)) is not None

    def remove(self, sha256: str) -> bool:
        name, found = object_name(sha256), False
        with _translated():
            # Named by its version: a bucket that keeps versions would only hide the object, and
            # the one before would be there still. One that is locked refuses, and stays told of.
            while (there := self._stat(name)) is not None:
                found = True
                self._client.remove_object(self._bucket, name, version_id=there.version_id)
        return found

    def check(self) -> None:
        with _translated():
            if not self._client.bucket_exists(self._bucket):
                raise StorageUnavailable("Không có bucket / there is no bucket")

    @contextmanager
    def _as_kept(self, source: Path, expected: ObjectRef) -> Iterator[Path]:
        """The file to send: `source`, or an encrypted copy of it."""
        if self._cipher.key_id is None:
            self._require_content(source, expected.sha256)
            yield source
            return
        with tempfile.NamedTemporaryFile(dir=scratch_folder()) as sealed:
            seal_file(self._cipher, source, sealed, expected.sha256)
            sealed.flush()
            self._require_content(Path(sealed.name), expected.sha256)
            yield Path(sealed.name)

    def _require_content(self, kept: Path, sha256: str) -> None:
        # Before it is sent: under a name that is there already nothing is written again.
        if not holds(self._cipher, kept, sha256):
            raise StorageUnavailable("Nội dung ghi không khớp / what was written differs")

    def _write(self, name: str, kept: Path) -> None:
        self._client.fput_object(self._bucket, name, str(kept))
        with self._stream(name) as stored:
            if _measure_stream(stored) != measure(kept):
                raise StorageUnavailable("Nội dung ghi không khớp / what was written differs")

    def _stored(self, name: str) -> AbstractContextManager[Path]:
        fetch = partial(self._fetch, name)
        return fetched_once(fetch) if self._kept is None else self._kept.use(name, fetch)

    def _fetch(self, name: str, target: Path, make_room: Callable[[int], None]) -> None:
        with _translated(), self._stream(name) as source, target.open("wb") as copy:
            size = int(source.headers.get("Content-Length", -1))
            make_room(size)
            for chunk in source.stream(_CHUNK):
                copy.write(chunk)
            if copy.tell() != size:
                # The client takes a line that was cut for the end.
                raise StorageUnavailable("Đường truyền bị cắt / the line was cut")

    def _first_key(self, name: str) -> str | None:
        """What the first bytes say about the key: enough to leave what is done alone."""
        with self._stream(name, length=HEADER_BYTES) as response:
            return wrapping_key(response.read())

    def _holds(self, name: str, expected: ObjectRef) -> bool:
        there = self._stat(name)
        if there is None:
            return False
        if there.size not in (expected.size, sealed_size(expected.size)):
            return False  # an upload that was cut: write it again
        try:
            # Its length proves nothing: a write that went wrong may have left as many other bytes.
            with self.path(expected.sha256):
                return True
        except Tampered:
            return False

    def _stat(self, name: str) -> Object | None:
        """What the store says of an object; None when it has none."""
        try:
            return self._client.stat_object(self._bucket, name)
        except S3Error as exc:
            if exc.code in _MISSING:
                return None
            raise

    @contextmanager
    def _stream(self, name: str, *, length: int = 0) -> Iterator[urllib3.BaseHTTPResponse]:
        """The object, or its first `length` bytes."""
        response = self._client.get_object(self._bucket, name, length=length)
        try:
            yield response
        finally:
            response.close()
            response.release_conn()


def _measure_stream(stream: urllib3.BaseHTTPResponse) -> ObjectRef:
    digest, size = hashlib.sha256(), 0
    for chunk in stream.stream(_CHUNK):
        digest.update(chunk)
        size += len(chunk)
    return ObjectRef(sha256=digest.hexdigest(), size=size)


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except S3Error as exc:
        if exc.code in _MISSING:
            raise NotFound("Không có tệp gốc này / there is no such original") from exc
        raise StorageUnavailable(cause=exc.code or "S3Error") from exc
    except (MinioException, urllib3.exceptions.HTTPError, OSError, ParseError) as exc:
        raise StorageUnavailable(cause=type(exc).__name__) from exc
