"""What the API process may be told by the environment (prefix `SOHOA_`)."""

from __future__ import annotations

from datetime import timedelta
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, SecretStr

from api.signin.settings import OidcSettings, require_safe_url
from dossier.store.settings import StoreSettings


class ApiSettings(StoreSettings):
    """Read once, at the entry point of the API or of `sohoa serve`."""

    max_file_bytes: int = Field(default=500_000_000, ge=1)
    """`SOHOA_MAX_FILE_BYTES`: of one uploaded file; a larger one is refused, the others go on."""
    max_request_bytes: int = Field(default=4_000_000_000, ge=1)
    """`SOHOA_MAX_REQUEST_BYTES`: of one upload call with all its files."""
    max_files: int = Field(default=500, ge=1)
    """`SOHOA_MAX_FILES`: in one upload call."""
    max_json_bytes: int = Field(default=5_000_000, ge=1)
    """`SOHOA_MAX_JSON_BYTES`: of any other request body."""
    max_wait_s: float = Field(default=30.0, ge=0)
    """`SOHOA_MAX_WAIT_S`: the longest that a call for events may wait."""
    upload_kept_h: float = Field(default=24.0, gt=0)
    """`SOHOA_UPLOAD_KEPT_H`: hours that an unfinished resumable upload may be gone on with."""
    max_open_uploads: int = Field(default=500, ge=1)
    """`SOHOA_MAX_OPEN_UPLOADS`: unfinished resumable uploads of one key."""
    rate_per_s: float = Field(default=50.0, gt=0)
    """`SOHOA_RATE_PER_S`: calls a second that one key may make, on the average."""
    rate_burst: int = Field(default=200, ge=1)
    """`SOHOA_RATE_BURST`: calls that one key may make at once after a pause."""

    public_url: str | None = None
    """`SOHOA_PUBLIC_URL`: where browsers find this service, `https://sohoa.hanoi.gov.vn`."""
    oidc_issuer: str | None = None
    """`SOHOA_OIDC_ISSUER`: the organisation's OpenID Connect provider; none by default."""
    oidc_client_id: str | None = None
    oidc_client_secret: SecretStr | None = None
    oidc_name: str | None = None
    """`SOHOA_OIDC_NAME`: the organisation's, for the button; default the issuer's host."""
    oidc_scope: str = "openid profile"
    oidc_roles: str = ""
    """`SOHOA_OIDC_ROLES`: who gets in as what (`api.signin.rules`)."""
    session_h: float = Field(default=10.0, gt=0, le=24)
    """`SOHOA_SESSION_H`: hours until a person must sign in again."""
    session_idle_m: float = Field(default=60.0, ge=2)
    """`SOHOA_SESSION_IDLE_M`: minutes without doing anything after which a session ends."""

    @cached_property
    def oidc(self) -> OidcSettings | None:
        """None when no issuer is set. Raises Misconfigured, naming the setting."""
        if not self.oidc_issuer:
            return None
        return OidcSettings.check(
            issuer=self.oidc_issuer,
            client_id=self.oidc_client_id,
            client_secret=self.oidc_client_secret,
            name=self.oidc_name,
            scope=self.oidc_scope,
            roles=self.oidc_roles,
            public_url=self.public_url,
        )

    @cached_property
    def public_origin(self) -> str | None:
        """Of the public URL, as browsers write it. Raises Misconfigured when it is no safe URL."""
        if not self.public_url:
            return None
        require_safe_url(self.public_url, "SOHOA_PUBLIC_URL")
        split = urlsplit(self.public_url)
        return f"{split.scheme}://{split.netloc.lower()}"

    @property
    def session_lasts(self) -> timedelta:
        return timedelta(hours=self.session_h)

    @property
    def session_idle(self) -> timedelta:
        return timedelta(minutes=self.session_idle_m)

    @property
    def spool_folder(self) -> Path:
        """Uploads on their way to the object store."""
        return self.data / "spool"

    @property
    def uploads_folder(self) -> Path:
        """Resumable uploads that are not finished. API processes that share a service share it."""
        return self.data / "uploads"
