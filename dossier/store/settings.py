"""Where things are kept, from the environment (prefix `SOHOA_`). Read once, at the entry point.

A process has one settings class: the API and the worker each extend `StoreSettings`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url


class StoreSettings(BaseSettings):
    """Database, broker and object store. With none of the three set: one machine, one folder."""

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
    webhook_targets: str = ""
    """`SOHOA_WEBHOOK_TARGETS`: hosts and networks that webhooks may go to, with commas; none by
    default. `dossier.targets` says how they are matched."""
    max_attempts: int = Field(default=3, ge=1)
    """`SOHOA_MAX_ATTEMPTS`: after so many tries a step is quarantined with its reason."""

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
        url = make_url(self.database_url.get_secret_value())
        return url.set(drivername="postgresql+psycopg") if _plain_postgres(url) else url

    def as_environment(self) -> dict[str, str]:
        """These settings as environment variables, secrets included: for a child process."""
        pairs = ((name, getattr(self, name)) for name in type(self).model_fields)
        return {
            f"SOHOA_{name.upper()}": _plain_text(value)
            for name, value in pairs
            if value is not None
        }


def _plain_postgres(url: URL) -> bool:
    return url.drivername in {"postgres", "postgresql"}


def _plain_text(value: object) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, Path):
        return str(value.absolute())
    return str(value)
