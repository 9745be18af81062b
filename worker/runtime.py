"""What every step needs, built once a process."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from dossier.malware import MalwareScanner, NotScanned, open_malware_scanner
from dossier.registers import Register
from dossier.store.database import Database
from dossier.store.forms import FormWatch
from dossier.store.kept import KeptFiles
from dossier.store.objects import ObjectStore, open_objects
from dossier.store.scratch import scratch_folder
from worker.reading import PageReader
from worker.registers import open_registers
from worker.settings import WorkerSettings

_KEPT_BYTES: Final = 256 << 20
"""Together with the file in hand, in clear and larger than that, it goes into a /tmp of 1 GB."""
Clock = Callable[[], datetime]


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    settings: WorkerSettings
    database: Database
    objects: ObjectStore
    reader: PageReader
    kept: KeptFiles = field(default_factory=lambda: KeptFiles(_KEPT_BYTES))
    """Files of the object store, for the pages that follow."""
    scanner: MalwareScanner = field(default_factory=NotScanned)
    forms: FormWatch = field(default_factory=FormWatch)
    registers: Sequence[Register] = ()
    clock: Clock = utc_now


def make_runtime(settings: WorkerSettings, reader: PageReader) -> Runtime:
    """Open database, object store and registers. Raises StorageUnavailable, Misconfigured."""
    # What a killed worker left is removed by who comes in its place, before anything else is done.
    scratch_folder()
    database = Database.from_settings(settings)
    database.prepare_schema()
    kept = KeptFiles(_KEPT_BYTES)
    return Runtime(
        settings=settings,
        database=database,
        objects=open_objects(settings, kept),
        kept=kept,
        reader=reader,
        scanner=open_malware_scanner(settings.clamd_url, timeout_s=settings.clamd_timeout_s),
        forms=FormWatch(settings.data),
        registers=open_registers(settings.registers_file),
    )
