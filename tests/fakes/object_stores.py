"""A real S3 server for tests: the one that is named, or moto's, started in this process.

Named by SOHOA_TEST_S3_URL, SOHOA_TEST_S3_ACCESS_KEY and SOHOA_TEST_S3_SECRET_KEY.
"""

from __future__ import annotations

import logging
import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.parse import urlsplit

from minio import Minio

_NAMES = ("s3_url", "s3_access_key", "s3_secret_key")


@contextmanager
def s3_settings() -> Iterator[dict[str, str]]:
    """Settings that name a bucket of its own, gone afterwards, as keyword arguments."""
    if "SOHOA_TEST_S3_URL" in os.environ:
        told = {name: os.environ[f"SOHOA_TEST_{name.upper()}"] for name in _NAMES}
    else:
        told = dict(zip(_NAMES, (_moto_url(), "test", "test-secret"), strict=True))
    bucket = f"test-{uuid.uuid4().hex}"
    yield told | {"s3_bucket": bucket}
    client = s3_client(told)
    for found in client.list_objects(bucket, recursive=True):
        client.remove_object(bucket, str(found.object_name))
    if client.bucket_exists(bucket):
        client.remove_bucket(bucket)


def s3_client(told: dict[str, str]) -> Minio:
    """A client past the product's own code."""
    url = urlsplit(told["s3_url"])
    return Minio(
        url.netloc,
        access_key=told["s3_access_key"],
        secret_key=told["s3_secret_key"],
        secure=url.scheme == "https",
    )


@cache
def _moto_url() -> str:
    from moto.server import ThreadedMotoServer

    # It writes a line for every call.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    return f"http://{host}:{port}"
