"""What every call needs, built once a process and handed to routes by dependency."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends, Request

from api.rate import RateLimit, Rates, SharedRateLimit
from api.resumable import UploadFolder
from api.services.review_pictures import PagePictures
from api.settings import ApiSettings
from api.signin.provider import Provider
from api.telemetry import CallMetrics
from dossier.malware import MalwareScanner, NotScanned, open_malware_scanner
from dossier.store.database import Database
from dossier.store.forms import FormWatch
from dossier.store.objects import ObjectStore, open_objects
from dossier.targets import AllowedTargets, Resolve, resolve_host


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    settings: ApiSettings
    database: Database
    objects: ObjectStore
    uploads: UploadFolder
    rates: Rates
    targets: AllowedTargets
    calls: CallMetrics
    forms: FormWatch
    provider: Provider | None = None
    """The organisation's, where people sign in by it."""
    scanner: MalwareScanner = field(default_factory=NotScanned)
    resolve: Resolve = resolve_host
    pictures: PagePictures = field(default_factory=PagePictures)
    clock: Callable[[], datetime] = utc_now


def make_context(settings: ApiSettings) -> Context:
    """Open database and object store, and make the schema.

    Raises StorageUnavailable, Misconfigured.
    """
    settings.make_data_folder()
    settings.spool_folder.mkdir(exist_ok=True)
    database = Database.from_settings(settings)
    database.prepare_schema()
    return Context(
        settings=settings,
        database=database,
        objects=open_objects(settings),
        uploads=UploadFolder(settings.uploads_folder),
        rates=_open_rates(settings, database),
        targets=AllowedTargets.parse(settings.webhook_targets),
        calls=CallMetrics(),
        forms=FormWatch(settings.data, with_withdrawn=True),
        provider=_open_provider(settings),
        scanner=open_malware_scanner(settings.clamd_url, timeout_s=settings.clamd_timeout_s),
    )


def _open_provider(settings: ApiSettings) -> Provider | None:
    # Looked at here, so that a setting that is wrong ends the start and not the first sign-in.
    _origin, oidc = settings.public_origin, settings.oidc
    return None if oidc is None else Provider(oidc)


def _open_rates(settings: ApiSettings, database: Database) -> Rates:
    per_s, burst = settings.rate_per_s, settings.rate_burst
    if database.dialect == "sqlite":
        return RateLimit(per_s=per_s, burst=burst)
    return SharedRateLimit(database, per_s=per_s, burst=burst)


# Not a plain function: FastAPI would send that to another thread and back.
async def _context(request: Request) -> Context:
    context: Context = request.app.state.context
    return context


ContextDep = Annotated[Context, Depends(_context)]
