"""Tables of the people who sign in, what they signed in for, and those who are on their way."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from dossier.store.columns import ID, SHA256
from dossier.store.sealed import SealedText
from dossier.store.states import Role
from dossier.store.tables import Base


class AccountRow(Base):
    """A person: by a login of this machine, or by the issuer and subject of an ID token."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    login: Mapped[str | None] = mapped_column(String(64), unique=True)
    password_hash: Mapped[str | None] = mapped_column(Text)
    """argon2id, with its parameters and salt."""
    issuer: Mapped[str | None] = mapped_column(String(500))
    subject: Mapped[str | None] = mapped_column(String(255))
    name: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role]
    """For an account of an issuer: as its claims were when it last signed in."""
    branch: Mapped[str | None] = mapped_column(String(100))
    created: Mapped[datetime]
    disabled: Mapped[datetime | None]
    failures: Mapped[int]
    """Wrong passwords in a row."""
    locked_until: Mapped[datetime | None]


class SessionRow(Base):
    """What a browser's cookie stands for; only the SHA-256 of its secret is kept."""

    __tablename__ = "sessions"
    __table_args__ = (Index("ix_sessions_account", "account"),)

    id: Mapped[str] = mapped_column(ID, primary_key=True)
    secret_hash: Mapped[str] = mapped_column(SHA256, unique=True)
    account: Mapped[str] = mapped_column(ForeignKey("accounts.id"))
    way: Mapped[str] = mapped_column(String(20))
    """`password` or `organisation`."""
    address: Mapped[str] = mapped_column(String(45))
    """Where it was opened from."""
    agent: Mapped[str] = mapped_column(String(200))
    """What the browser called itself."""
    created: Mapped[datetime]
    seen: Mapped[datetime]
    """When somebody last did something; within a minute."""
    expires: Mapped[datetime] = mapped_column(index=True)
    ended: Mapped[datetime | None]
    id_token: Mapped[str | None] = mapped_column(SealedText("sessions.id_token"))
    """For signing out at the issuer too."""


class SignInRow(Base):
    """A browser that was sent to the issuer and is to come back, once."""

    __tablename__ = "sign_ins"

    state_hash: Mapped[str] = mapped_column(SHA256, primary_key=True)
    browser_hash: Mapped[str] = mapped_column(SHA256)
    """Of the cookie that only the browser which began has."""
    verifier: Mapped[str] = mapped_column(SealedText("sign_ins.verifier"))
    """PKCE's secret (RFC 7636)."""
    nonce: Mapped[str] = mapped_column(SealedText("sign_ins.nonce"))
    page: Mapped[str] = mapped_column(String(20))
    """Where to go on."""
    expires: Mapped[datetime] = mapped_column(index=True)
