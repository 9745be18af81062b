"""What every step needs, built once a process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from dossier.malware import MalwareScanner, NotScanned, open_malware_scanner
from dossier.registers import Register
from dossier.store.database import Database
from dossier.store.forms import FormWatch
from dossier.store.objects import ObjectStore, open_objects
from worker.reading import PageReader
from worker.registers import open_registers
from worker.settings import WorkerSettings

Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    settings: WorkerSettings
    database: Database
    objects: ObjectStore
    reader: PageReader
    scanner: MalwareScanner = field(default_factory=NotScanned)
    forms: FormWatch = field(default_factory=FormWatch)
    registers: Sequence[Register] = ()
    clock: Clock = utc_now


def make_runtime(settings: WorkerSettings, reader: PageReader) -> Runtime:
    """Open database, object store and registers. Raises StorageUnavailable, Misconfigured."""
    database = Database.from_settings(settings)
    database.prepare_schema()
    return Runtime(
        settings=settings,
        database=database,
        objects=open_objects(settings),
        reader=reader,
        scanner=open_malware_scanner(settings.clamd_url, timeout_s=settings.clamd_timeout_s),
        forms=FormWatch(settings.data),
        registers=open_registers(settings.registers_file),
    )
