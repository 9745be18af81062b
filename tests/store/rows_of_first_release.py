"""One row for every table of version 0001, written as plain SQL: the models have moved on."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import text

from dossier.store.database import Database

_TIME: Final = "2026-11-22 08:30:00"
_HASH: Final = "ab" * 32

ROWS: Final[dict[str, dict[str, Any]]] = {
    "api_keys": {
        "id": "key_1",
        "secret_hash": _HASH,
        "name": "Quầy 3",
        "role": "scanner",
        "branch": "hoan-kiem",
        "created": _TIME,
        "expires": None,
    },
    "dossiers": {
        "code": "H26-1",
        "submitted": '{"a": {"b": "đ"}}',
        "state": "sealed",
        "declared_pages": 1,
        "created": _TIME,
        "updated": _TIME,
        "sealed_at": _TIME,
    },
    "files": {
        "id": "fil_1",
        "dossier": "H26-1",
        "position": 1,
        "name": "Tờ khai.pdf",
        "sha256": _HASH,
        "size": 2**40,
        "media_type": "application/pdf",
        "state": "split",
        "uploaded_by": "key_1",
        "branch": "hoan-kiem",
        "created": _TIME,
    },
    "pages": {
        "id": "pag_1",
        "dossier": "H26-1",
        "file": "fil_1",
        "file_page": 1,
        "ordinal": 1,
        "state": "read",
        "reading": "{}",
        "summary": "{}",
        "read_at": _TIME,
    },
    "steps": {
        "id": "stp_1",
        "kind": "read_page",
        "subject": "pag_1",
        "state": "done",
        "attempt": 1,
        "fence": 1,
        "not_before": _TIME,
        "ring_at": _TIME,
        "rings": 1,
        "created": _TIME,
        "finished": _TIME,
    },
    "outbox": {"id": 7, "name": "sohoa.read_page", "payload": "{}", "created": _TIME},
    "records": {
        "dossier": "H26-1",
        "version": 1,
        "body": '{"z": 1, "a": 2}',
        "fingerprint": "sha256:0",
        "created": _TIME,
    },
    "events": {
        "seq": 5,
        "id": "evt_1",
        "kind": "dossier.read",
        "dossier": "H26-1",
        "payload": "{}",
        "created": _TIME,
    },
    "idempotency_keys": {
        "caller": "key_1",
        "key": "k",
        "request_hash": _HASH,
        "status": 201,
        "body": "{}",
        "created": _TIME,
    },
    "heartbeats": {"process": "host-1", "kind": "worker", "beat_at": _TIME},
}
"""In an order that keeps references."""


def insert_rows(database: Database) -> None:
    with database.write() as session:
        for table, row in ROWS.items():
            names = ", ".join(f'"{name}"' for name in row)
            values = ", ".join(f":{name}" for name in row)
            session.execute(text(f"INSERT INTO {table} ({names}) VALUES ({values})"), row)
