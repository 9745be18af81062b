"""Signing in as clients see it."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field, SecretStr

from dossier.store.states import Role


class Organisation(BaseModel):
    """The button that leads to the organisation's own sign-in."""

    name: str
    start: str
    """Where the button leads; `page` may be added."""


class DeskPerson(BaseModel):
    id: str
    name: str
    role: Role
    branch: str | None


class SignedIn(BaseModel):
    person: DeskPerson
    expires: datetime
    request_token: str = Field(description="Gửi lại / send back: `X-Sohoa-Request-Token`")


class SessionState(BaseModel):
    """Which ways in there are, and who is in by this browser's cookie."""

    password: bool = Field(description="Có tài khoản cục bộ / there are local accounts")
    organisation: Organisation | None
    signed_in: SignedIn | None


class PasswordSignIn(BaseModel):
    login: str = Field(min_length=1, max_length=64)
    password: SecretStr = Field(min_length=1, max_length=1000)


class SignedOut(BaseModel):
    go_to: str | None = Field(description="Đăng xuất ở cơ quan / sign out at the organisation too")


class SessionLine(BaseModel):
    id: str
    person: DeskPerson
    way: Literal["password", "organisation"]
    address: str
    agent: str
    created: datetime
    seen: datetime
    expires: datetime
    own: bool = Field(description="Phiên của chính lời gọi này / the one that asks")


class SessionList(BaseModel):
    sessions: list[SessionLine]


Page = Literal["review", "branch", "forms"]
