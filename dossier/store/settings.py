"""Where things are kept, from the environment (prefix `SOHOA_`). Read once, at the entry point.

A process has one settings class: the API and the worker each extend `StoreSettings`.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final, Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SecretsSettingsSource,
    SettingsConfigDict,
)
from sqlalchemy.engine import URL, make_url

_SECRETS: Final = Path("/run/secrets")
"""Where compose and Kubernetes put secrets, each a file named as its setting."""


class StoreSettings(BaseSettings):
    """Database, broker and object store. With none of the three set: one machine, one folder.

    A setting may also be a file of its name in `/run/secrets` or in the folder that systemd's
    LoadCredential names: an environment is shown by `inspect` and handed on to children, and a
    command typed in a running container would not have what an entry point had put there.
    """

    model_config = SettingsConfigDict(env_prefix="SOHOA_", frozen=True, extra="ignore")

    data: Path = Path("data")
    """`SOHOA_DATA`: folder of the embedded database, queue and objects, and of upload spools."""
    database_url: SecretStr | None = None
    """`SOHOA_DATABASE_URL`: PostgreSQL; default SQLite under `data`."""
    broker_url: SecretStr | None = None
    """`SOHOA_BROKER_URL`: `amqp://` or `redis://`; default a folder under `data`."""
    queue: str = "sohoa"
    """`SOHOA_QUEUE`: the queue's name, for brokers that serve others too."""
    s3_url: str | None = None
    """`SOHOA_S3_URL`: `http(s)://host:port`; default a folder under `data`."""
    s3_access_key: SecretStr | None = None
    s3_secret_key: SecretStr | None = None
    s3_bucket: str = "sohoa"
    encryption_keys: SecretStr | None = None
    """`SOHOA_ENCRYPTION_KEYS`: `id:base64` words, the first encrypts; `off`: clear text; default a
    key file under `data`, made at the first start."""
    webhook_targets: str = ""
    """`SOHOA_WEBHOOK_TARGETS`: hosts and networks that webhooks may go to, with commas; none by
    default. `dossier.targets` says how they are matched."""
    clamd_url: str | None = None
    """`SOHOA_CLAMD_URL`: `unix:///run/clamav/clamd.ctl` or `tcp://host:3310`: ClamAV looks at each
    file before it is opened; nothing does by default."""
    clamd_timeout_s: float = Field(default=120.0, gt=0)
    """`SOHOA_CLAMD_TIMEOUT_S`: for one file."""
    max_attempts: int = Field(default=3, ge=1)
    """`SOHOA_MAX_ATTEMPTS`: after so many tries a step is quarantined with its reason."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        files = SecretsSettingsSource(settings_cls, secrets_dir=_secret_folders())
        return init_settings, env_settings, files

    @model_validator(mode="after")
    def _s3_needs_its_keys(self) -> Self:
        if self.s3_url and not (self.s3_access_key and self.s3_secret_key):
            raise ValueError("SOHOA_S3_URL needs SOHOA_S3_ACCESS_KEY and SOHOA_S3_SECRET_KEY")
        return self

    @property
    def embedded(self) -> bool:
        """True when no outside broker is set: this machine runs its own worker and queue."""
        return self.broker_url is None

    @property
    def one_machine(self) -> bool:
        """True when everything is under `data`."""
        return self.embedded and self.database_url is None and self.s3_url is None

    @property
    def admin_key_file(self) -> Path:
        """Where the very first start in one-machine mode leaves the admin key (mode 0600)."""
        return self.data / "admin.key"

    @property
    def key_file(self) -> Path:
        """Where the first start leaves the encryption key (mode 0600) unless it was given any."""
        return self.data / "encryption.keys"

    @property
    def retention_file(self) -> Path:
        """The office's own rules of retention (`dossier.lifecycle.rules`); those that ship without
        it."""
        return self.data / "retention.toml"

    @property
    def queue_folder(self) -> Path:
        return self.data / "queue"

    @property
    def objects_folder(self) -> Path:
        return self.data / "objects"

    def make_data_folder(self) -> Path:
        """Make `data` where it is missing, closed to other users: it holds citizens' papers."""
        self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        return self.data

    def sqlalchemy_url(self) -> URL:
        """The database URL with the driver that the product ships (`psycopg` for PostgreSQL)."""
        if self.database_url is None:
            return URL.create("sqlite", database=str(self.data.absolute() / "sohoa.db"))
        return with_shipped_driver(self.database_url.get_secret_value())

    def as_environment(self) -> dict[str, str]:
        """These settings as environment variables, secrets included: for a child process."""
        pairs = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {
            f"SOHOA_{name.upper()}": _plain_text(value)
            for name, value in pairs
            if value is not None
        }


def with_shipped_driver(address: str) -> URL:
    """`address` as a URL, PostgreSQL by the driver that is installed. Raises ArgumentError."""
    url = make_url(address)
    return url.set(drivername="postgresql+psycopg") if _plain_postgres(url) else url


def _secret_folders() -> list[str | Path]:
    """Those of the two that are there, the later before the earlier."""
    named = os.environ.get("CREDENTIALS_DIRECTORY")
    return [folder for folder in (_SECRETS, *([Path(named)] if named else [])) if folder.is_dir()]


def _plain_postgres(url: URL) -> bool:
    return url.drivername in {"postgres", "postgresql"}


def _plain_text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Path):
        return str(value.absolute())
    return str(value)
