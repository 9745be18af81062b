"""A register in a CSV file: an export that an office is given now and then."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

from dossier.errors import Misconfigured
from dossier.registers.port import Entry, RegisterUnavailable
from dossier.text import clean
from worker.registers.base import Adapter
from worker.registers.definition import CsvSource, facts_in

_DIGITS: Final = 12
"""Of a personal number."""


class CsvRegister(Adapter[CsvSource]):
    """Holds the file by key, and reads it again when it has another time or size."""

    def __init__(self, source: CsvSource) -> None:
        """Raises Misconfigured when the key column is missing; a missing file may still come."""
        super().__init__(source)
        self._seen: tuple[int, int] | None = None
        self._entries: Mapping[str, list[Entry]] = {}
        if source.file.exists():
            self._read_if_changed()

    def find(self, key: str) -> Sequence[Entry]:
        """The rows under `key`. Raises RegisterUnavailable."""
        try:
            self._read_if_changed()
        except (OSError, UnicodeDecodeError, csv.Error, Misconfigured) as exc:
            raise RegisterUnavailable(type(exc).__name__) from exc
        return self._entries.get(key, ())

    def _read_if_changed(self) -> None:
        state = self._source.file.stat()
        seen = (state.st_mtime_ns, state.st_size)
        if seen != self._seen:
            self._entries, self._seen = self._read(self._source.file), seen

    def _read(self, path: Path) -> Mapping[str, list[Entry]]:
        found: dict[str, list[Entry]] = {}
        # Spreadsheets write a byte order mark.
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = csv.DictReader(lines, delimiter=self._source.delimiter)
            if self._source.key not in (rows.fieldnames or ()):
                raise Misconfigured(f"{self.name}: không có cột / no column: {self._source.key}")
            for row in rows:
                key = clean(row[self._source.key] or "")
                if key:
                    # A spreadsheet takes the number for one and drops its leading zero.
                    entry = facts_in(row, self._columns)
                    found.setdefault(key.zfill(_DIGITS), []).append(entry)
        return found
