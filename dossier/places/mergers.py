"""Which communes an old commune went into on 1 July 2025: a table beside the code, if installed.

`mergers.tsv` has lines `province today<TAB>old district<TAB>old commune<TAB>new commune`, names
without prefixes; a commune that was split has several lines; the old district may be empty.
Without the file nothing is known, and an old name beside a new one is left to a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Final

from dossier.text import fold

_TABLE: Final = "mergers.tsv"

_Key = tuple[str, str, str]


@dataclass(frozen=True)
class Mergers:
    """Old communes and their successors, by folded names."""

    successors: Mapping[_Key, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def from_lines(cls, lines: Iterable[str]) -> Mergers:
        """From lines of the table. Raises ValueError where a line has not four columns."""
        found: dict[_Key, set[str]] = {}
        for line in filter(str.strip, lines):
            province, district, commune, today = map(fold, line.rstrip("\n").split("\t"))
            for key in ((province, district, commune), (province, "", commune)):
                found.setdefault(key, set()).add(today)
        return cls({key: frozenset(names) for key, names in found.items()})

    def knows(self, province: str, district: str, commune: str) -> bool:
        return bool(self._find(province, district, commune))

    def led_to(self, province: str, district: str, commune: str, today: str) -> bool:
        """Whether the old commune, or a part of it, is now part of `today`."""
        return fold(today) in self._find(province, district, commune)

    def _find(self, province: str, district: str, commune: str) -> frozenset[str]:
        names = fold(province), fold(district), fold(commune)
        without_district = (names[0], "", names[2])
        return self.successors.get(names) or self.successors.get(without_district, frozenset())


@cache
def installed_mergers() -> Mergers:
    """The table that ships beside the code; empty when there is none."""
    table = files("dossier.places").joinpath(_TABLE)
    if not table.is_file():
        return Mergers()
    return Mergers.from_lines(table.read_text(encoding="utf-8").splitlines())
