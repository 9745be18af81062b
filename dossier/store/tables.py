"""Every table, once, for SQLite and PostgreSQL. The database is the truth; brokers only ring.

JSON columns are `JSON`, not `JSONB`: the order of a record's fields is the order of the form.
"""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Enum,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from dossier.messages import EventKind, StepKind
from dossier.review_history import Stage
from dossier.store.columns import ID, SHA256, UtcTime, only_where
from dossier.store.sealed import SealedJson, SealedText
from dossier.store.states import DeliveryState, DossierState, FileState, PageStatus, Role, StepState

Json = dict[str, Any]

SERIAL = BigInteger().with_variant(Integer, "sqlite")
# SQLite numbers rows by itself only for INTEGER keys.


class Base(DeclarativeBase):
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's declared way
        datetime: UtcTime,
        Json: JSON(none_as_null=True),
        # Kept by value and checked on the way in and out.
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            length=40,
            values_callable=lambda states: [state.value for state in states],
        ),
    }


class ApiKey(Base):
    """A client's key; only the SHA-256 of its 256-bit secret is kept."""

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    secret_hash: Mapped[str] = mapped_column(SHA256, unique=True)
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    branch: Mapped[str | None] = mapped_column(String(100))
    created: Mapped[datetime]
    expires: Mapped[datetime | None]
    revoked: Mapped[datetime | None]


class DossierRow(Base):
    __tablename__ = "dossiers"
    __table_args__ = (
        Index("ix_dossiers_branch_code", "branch", "code"),
        Index("ix_dossiers_state_code", "state", "code"),
        Index("ix_dossiers_branch_state_code", "branch", "state", "code"),
    )

    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    branch: Mapped[str | None] = mapped_column(String(100))
    """Whose it is (`scope`); None until a branch has put a file in."""
    submitted: Mapped[Json | None] = mapped_column(SealedJson("dossiers.submitted"))
    procedure: Mapped[str | None] = mapped_column(String(40))
    """Code of the procedure whose papers must be there, or `auto`; None: not asked."""
    state: Mapped[DossierState]
    declared_pages: Mapped[int | None]
    created: Mapped[datetime]
    updated: Mapped[datetime]
    sealed_at: Mapped[datetime | None] = mapped_column(index=True)
    delivered_at: Mapped[datetime | None]
    """When a dossier system first took its record."""


class FileRow(Base):
    __tablename__ = "files"
    __table_args__ = (
        UniqueConstraint("dossier", "sha256"),
        UniqueConstraint("dossier", "position"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"))
    position: Mapped[int]
    """Order of arrival in the dossier, from 1."""
    name: Mapped[str] = mapped_column(SealedText("files.name"))
    sha256: Mapped[str] = mapped_column(SHA256, index=True)
    size: Mapped[int] = mapped_column(BigInteger)
    media_type: Mapped[str] = mapped_column(String(100))
    state: Mapped[FileState]
    problem: Mapped[Json | None] = mapped_column(SealedJson("files.problem"))
    """Names the file."""
    uploaded_by: Mapped[str | None] = mapped_column(ID)
    """Id of the API key."""
    branch: Mapped[str | None] = mapped_column(String(100))
    created: Mapped[datetime]
    purged: Mapped[datetime | None]
    """Since when its content is gone (`store.purging`); None: it is there."""


class UploadRow(Base):
    """A resumable upload that was announced."""

    __tablename__ = "uploads"
    __table_args__ = (Index("ix_uploads_uploaded_by", "uploaded_by", "expires"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"))
    name: Mapped[str] = mapped_column(SealedText("uploads.name"))
    length: Mapped[int] = mapped_column(BigInteger)
    """Bytes of the whole file."""
    uploaded_by: Mapped[str] = mapped_column(ID)
    """Id of the API key."""
    branch: Mapped[str] = mapped_column(String(100))
    created: Mapped[datetime]
    expires: Mapped[datetime] = mapped_column(index=True)
    receipt: Mapped[Json | None] = mapped_column(SealedJson("uploads.receipt"))
    """What became of the file; None while bytes are to come."""


class PageRow(Base):
    __tablename__ = "pages"
    __table_args__ = (
        UniqueConstraint("file", "file_page"),
        Index("ix_pages_dossier_state", "dossier", "state"),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"))
    file: Mapped[str] = mapped_column(ForeignKey("files.id"))
    file_page: Mapped[int]
    """From 1."""
    ordinal: Mapped[int | None]
    """Page of the dossier, from 1; given when the dossier is sealed."""
    state: Mapped[PageStatus]
    reading: Mapped[Json | None] = mapped_column(SealedJson("pages.reading"), deferred=True)
    """A `dossier.page.PageReading`. Large: loaded only to assemble."""
    summary: Mapped[Json | None]
    """The few facts of the reading that the status of a dossier shows."""
    problem: Mapped[Json | None] = mapped_column(SealedJson("pages.problem"))
    read_at: Mapped[datetime | None]


class StepRow(Base):
    """One piece of work. Whoever holds `fence` under an unexpired lease may write its result."""

    __tablename__ = "steps"
    __table_args__ = (
        UniqueConstraint("kind", "subject"),
        Index("ix_steps_state_lease", "state", "lease_until"),
        Index("ix_steps_state_ring", "state", "ring_at"),
        Index("ix_steps_state_not_before", "state", "not_before"),
        Index("ix_steps_state_finished", "state", "finished"),
        Index("ix_steps_failed", "state", "ring_at", **only_where("rings = 0")),
    )

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    kind: Mapped[StepKind]
    subject: Mapped[str] = mapped_column(String(64))
    """Id of the file or page, or code of the dossier."""
    state: Mapped[StepState]
    attempt: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None]
    not_before: Mapped[datetime]
    last_error: Mapped[str | None] = mapped_column(Text)
    ring_at: Mapped[datetime]
    """When to put another message into the outbox, should it still wait."""
    rings: Mapped[int] = mapped_column(default=1)
    created: Mapped[datetime]
    finished: Mapped[datetime | None]


class OutboxRow(Base):
    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_sent", "sent_at", "id"),)

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    name: Mapped[str] = mapped_column(String(100))
    payload: Mapped[Json]
    created: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class RecordRow(Base):
    __tablename__ = "records"

    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    body: Mapped[Json] = mapped_column(SealedJson("records.body"))
    """The record as the contract has it, with text lines."""
    fingerprint: Mapped[str] = mapped_column(String(100))
    created: Mapped[datetime]


class ReviewRow(Base):
    """Who has a dossier on the review desk, and how far its history goes."""

    __tablename__ = "reviews"

    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), primary_key=True)
    revision: Mapped[int]
    """Of the newest action; 0: none yet. Who writes must know it."""
    lock: Mapped[str | None] = mapped_column(ID)
    """Names one open desk; None: nobody's."""
    holder: Mapped[str | None] = mapped_column(ID)
    """Id of the API key."""
    holder_name: Mapped[str | None] = mapped_column(String(200))
    lease_until: Mapped[datetime | None] = mapped_column(index=True)


class ReviewEntryRow(Base):
    """A dossier's place in the queues of the review desk."""

    __tablename__ = "review_entries"
    __table_args__ = (Index("ix_review_entries_stage_due_at", "stage", "due_at"),)

    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), primary_key=True)
    record_version: Mapped[int]
    """The record that it came in with: another one begins anew."""
    stage: Mapped[Stage]
    since_revision: Mapped[int]
    """Actions up to this one were done in earlier stages."""
    kind: Mapped[str] = mapped_column(String(100))
    """Code of the procedure, or the form of the first paper where none is known."""
    due_at: Mapped[datetime | None]
    entered: Mapped[datetime]
    aside_until: Mapped[datetime | None]
    aside_why: Mapped[str] = mapped_column(String(40))
    """A `dossier.review_entry.SkipReason`; '' where nobody put it aside."""


class ReviewActionRow(Base):
    """One thing that a reviewer did. Rows are only ever added; `hash` chains them."""

    __tablename__ = "review_actions"
    __table_args__ = (
        UniqueConstraint("dossier", "revision"),
        Index("ix_review_actions_actor", "actor", "at"),
        Index("ix_review_actions_at", "at"),
    )

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"))
    revision: Mapped[int]
    record_version: Mapped[int]
    """The record that the reviewer saw."""
    kind: Mapped[str] = mapped_column(String(40))
    """A `dossier.review.ActionKind`."""
    document: Mapped[int | None]
    field: Mapped[str] = mapped_column(String(100))
    page: Mapped[int | None]
    value: Mapped[Any | None] = mapped_column(SealedJson("review_actions.value"))
    """A `SubmittedValue`."""
    typed: Mapped[str] = mapped_column(SealedText("review_actions.typed"))
    before: Mapped[Json | None] = mapped_column(SealedJson("review_actions.before"))
    actor: Mapped[str] = mapped_column(ID)
    """Id of the API key."""
    actor_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    hash: Mapped[str] = mapped_column(SHA256)
    erased: Mapped[datetime | None]
    """Since when the values are gone (`store.purging`); the hash is of what they were."""


class EventRow(Base):
    __tablename__ = "events"
    __table_args__ = (
        Index("ix_events_branch", "branch", "seq"),
        # A number is never given twice.
        {"sqlite_autoincrement": True},
    )

    seq: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(ID, unique=True)
    kind: Mapped[EventKind]
    dossier: Mapped[str] = mapped_column(ForeignKey("dossiers.code"), index=True)
    branch: Mapped[str | None] = mapped_column(String(100))
    """The dossier's, so that a branch's events are one walk of an index."""
    payload: Mapped[Json]
    created: Mapped[datetime]


class WebhookRow(Base):
    """A receiver of events, by Standard Webhooks."""

    __tablename__ = "webhooks"

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    url: Mapped[str] = mapped_column(String(2000))
    branch: Mapped[str] = mapped_column(String(100))
    """Whose events; `scope.CENTRAL`: every branch's."""
    kinds: Mapped[list[str]] = mapped_column(JSON)
    """`EventKind` values."""
    secret: Mapped[str] = mapped_column(SealedText("webhooks.secret"))
    """`whsec_` and base64: needed in clear to sign."""
    old_secret: Mapped[str | None] = mapped_column(SealedText("webhooks.old_secret"))
    old_until: Mapped[datetime | None]
    created: Mapped[datetime]
    disabled: Mapped[datetime | None]
    disabled_why: Mapped[str | None] = mapped_column(String(100))
    ended: Mapped[datetime | None]
    """Given up by its owner; kept for the ledger."""
    failures: Mapped[int]
    """In a row."""
    paused_until: Mapped[datetime | None]


class DeliveryRow(Base):
    """One event for one receiver."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        UniqueConstraint("webhook", "event"),
        Index("ix_webhook_deliveries_due", "webhook", "state", "next_at"),
        Index("ix_webhook_deliveries_webhook", "webhook", "id"),
        Index("ix_webhook_deliveries_state", "webhook", "state", "id"),
    )

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    webhook: Mapped[str] = mapped_column(ForeignKey("webhooks.id"))
    event: Mapped[int] = mapped_column(SERIAL, ForeignKey("events.seq"))
    state: Mapped[DeliveryState]
    tries: Mapped[int]
    next_at: Mapped[datetime]
    """When to send it; while it is being sent, when it counts as not sent."""
    delivered_at: Mapped[datetime | None]
    created: Mapped[datetime]
    trace: Mapped[str | None] = mapped_column(String(55))
    """The W3C traceparent under which its event came about; None: nobody traces."""


class TryRow(Base):
    """One try of a delivery and its answer."""

    __tablename__ = "webhook_tries"

    id: Mapped[int] = mapped_column(SERIAL, primary_key=True, autoincrement=True)
    delivery: Mapped[int] = mapped_column(SERIAL, ForeignKey("webhook_deliveries.id"), index=True)
    at: Mapped[datetime]
    status: Mapped[int | None]
    reason: Mapped[str | None] = mapped_column(String(100))
    """Empty: it was taken."""


class IdempotencyRow(Base):
    __tablename__ = "idempotency_keys"

    caller: Mapped[str] = mapped_column(ID, primary_key=True)
    key: Mapped[str] = mapped_column(String(255), primary_key=True)
    request_hash: Mapped[str] = mapped_column(SHA256)
    status: Mapped[int | None]
    """HTTP status of the first answer; None while it is being worked out."""
    body: Mapped[Json | None] = mapped_column(SealedJson("idempotency_keys.body"))
    created: Mapped[datetime] = mapped_column(index=True)


class AuditRow(Base):
    """Who asked for what. Added to and never changed: triggers refuse it (migration 0005)."""

    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    """From 1, without gaps."""
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(100))
    """Id of a key, or `operator:` and a login."""
    branch: Mapped[str | None] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(100))
    """Operation id of the call, or the command."""
    subject: Mapped[str] = mapped_column(String(100), index=True)
    """Code of the dossier or id; empty when the call is about many."""
    outcome: Mapped[str] = mapped_column(String(40))
    previous: Mapped[str] = mapped_column(SHA256)
    hash: Mapped[str] = mapped_column(SHA256)


class HeartbeatRow(Base):
    """A process that lives writes here every few seconds."""

    __tablename__ = "heartbeats"

    process: Mapped[str] = mapped_column(String(100), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), index=True)
    beat_at: Mapped[datetime]
