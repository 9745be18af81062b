"""What all adapters of registers have: a declared source, and the facts taken from its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from dossier.registers.port import Entry, RegisterKind
from worker.registers.definition import CsvSource, HttpSource, SqlSource, facts_in

Of = TypeVar("Of", bound=SqlSource | CsvSource | HttpSource)


class Adapter(Generic[Of]):
    """The part of `Register` that says which register it is."""

    def __init__(self, source: Of) -> None:
        """Raises Misconfigured when the source names a fact that there is not."""
        self._source = source
        self._columns = source.column_of()

    @property
    def name(self) -> str:
        return self._source.name

    @property
    def kind(self) -> RegisterKind:
        return self._source.kind

    def _entries_in(self, rows: Iterable[Mapping[str, object]]) -> list[Entry]:
        """What `rows` say, those left out that say nothing."""
        return [entry for row in rows if (entry := facts_in(row, self._columns))]
