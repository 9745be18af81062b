"""Originals in any S3 store, through the `minio` client.

Create-only must hold on stores without conditional writes too, so it rests on the name: an object
is asked for first, its name is its content, and what arrived is read back and checked. Two senders
of the same content at the same time write the same bytes.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final
from urllib.parse import urlsplit

import urllib3
from minio import Minio
from minio.error import MinioException, S3Error

from dossier.errors import Misconfigured, NotFound, StorageUnavailable
from dossier.store.objects import ObjectRef, measure, object_name
from dossier.store.settings import StoreSettings

_CHUNK: Final = 1 << 20
_MISSING: Final = frozenset({"NoSuchKey", "NoSuchObject", "NotFound"})
_TIMEOUT_S: Final = 30.0


class S3Objects:
    """Objects in one bucket."""

    def __init__(self, client: Minio, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    @classmethod
    def from_settings(cls, settings: StoreSettings) -> S3Objects:
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
                timeout=urllib3.Timeout(connect=5.0, read=_TIMEOUT_S),
                retries=urllib3.Retry(total=2, backoff_factor=0.2, status_forcelist=[502, 503]),
            ),
        )
        store = cls(client, settings.s3_bucket)
        with _translated():
            if not client.bucket_exists(settings.s3_bucket):
                client.make_bucket(settings.s3_bucket)
        return store

    def put(self, source: Path, expected: ObjectRef) -> bool:
        name = object_name(expected.sha256)
        with _translated():
            if self._holds(name, expected.size):
                return False
            self._client.fput_object(self._bucket, name, str(source))
            with self._stream(name) as stored:
                if _measure_stream(stored) != expected:
                    raise StorageUnavailable("Nội dung ghi không khớp / what was written differs")
        return True

    @contextmanager
    def open(self, sha256: str) -> Iterator[IO[bytes]]:
        with self.path(sha256) as path, path.open("rb") as handle:
            yield handle

    @contextmanager
    def path(self, sha256: str) -> Iterator[Path]:
        name = object_name(sha256)
        with tempfile.TemporaryDirectory(prefix="sohoa-object-") as folder:
            target = Path(folder) / sha256
            with _translated():
                self._client.fget_object(self._bucket, name, str(target))
            if measure(target).sha256 != sha256:
                raise StorageUnavailable("Nội dung đọc không khớp / what was read differs")
            yield target

    def check(self) -> None:
        with _translated():
            if not self._client.bucket_exists(self._bucket):
                raise StorageUnavailable("Không có bucket / there is no bucket")

    def _holds(self, name: str, size: int) -> bool:
        try:
            found: int | None = self._client.stat_object(self._bucket, name).size
        except S3Error as exc:
            if exc.code in _MISSING:
                return False
            raise
        # A shorter object under a full name is an upload that was cut: write it again.
        return found == size

    @contextmanager
    def _stream(self, name: str) -> Iterator[urllib3.BaseHTTPResponse]:
        response = self._client.get_object(self._bucket, name)
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
    except (MinioException, urllib3.exceptions.HTTPError, OSError) as exc:
        raise StorageUnavailable(cause=type(exc).__name__) from exc
