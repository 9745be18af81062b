"""The communes of today and those until 30 June 2025: the tables, and finding a name in them.

Which old commune went where is known for all 10,040; the tables and where they come from are in
`data/`. Nothing is asked of any network.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Final

from dossier.places.provinces import province_today
from dossier.text import canonical_tones, fold, fold_iy

_NOT_KEY: Final = re.compile(r"[^a-z0-9]")
_PUNCTUATION: Final = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Unit:
    """A commune since 1 July 2025."""

    code: str
    """Five digits, Decision 19/2025/QĐ-TTg."""
    kind: str
    """phường, xã, đặc khu."""
    name: str
    province: str

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}"


@dataclass(frozen=True, slots=True)
class OldUnit:
    """A commune until 30 June 2025."""

    province: str
    """As it was called until then."""
    district_kind: str
    district: str
    kind: str
    """phường, xã, thị trấn; '' for an island district without communes."""
    name: str
    successors: tuple[str, ...]
    """Codes of the communes of today that it, or parts of it, went into."""
    former: tuple[str, ...] = ()
    """Keys of names that it or its parts bore before."""

    @property
    def full_name(self) -> str:
        return f"{self.kind} {self.name}, {self.district_kind} {self.district}".strip(" ,")


def unit_key(name: str) -> str:
    """Letters and digits of a unit's name without marks; '01' is '1', Mỹ is Mĩ."""
    key = _NOT_KEY.sub("", fold(fold_iy(name)))
    return key.lstrip("0") if key.isdecimal() else key


def spelled(name: str) -> str:
    """Key that keeps the marks: two communes of a province may differ in them alone."""
    return _PUNCTUATION.sub("", canonical_tones(fold_iy(name)).casefold()).lstrip("0")


@dataclass(frozen=True)
class Gazetteer:
    """Both tables, searchable by province of today and name."""

    units: tuple[Unit, ...] = ()
    old_units: tuple[OldUnit, ...] = ()
    _spelled: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def from_lines(cls, units: Iterable[str], old_units: Iterable[str]) -> Gazetteer:
        """From the lines of both tables. Raises ValueError where a line lacks a column."""
        return cls(
            tuple(_read_unit(line) for line in units if line.strip()),
            tuple(_read_old(line) for line in old_units if line.strip()),
        )

    def by_code(self, code: str) -> Unit:
        """The commune of today with that code. Raises KeyError."""
        return self._codes[code]

    def find(self, province: str, name: str) -> tuple[Unit, ...]:
        """Communes of today in `province` (old or new) called `name`."""
        found = self._names.get((province_today(province), unit_key(name)), ())
        return tuple(u for u in found if self._may_be(name, u.name))

    def find_old(self, province: str, name: str, district: str = "") -> tuple[OldUnit, ...]:
        """Communes until 2025 called `name`, then or before; of `district` if one is given.

        `province` may be the old one or that of today.
        """
        today = province_today(province)
        key, wanted = unit_key(name), unit_key(district)
        there = [
            unit
            for unit in self._old_names.get((today, key), ())
            if province in (unit.province, today)
            and (not wanted or self._is_district(unit, district, wanted))
        ]
        named = [unit for unit in there if unit_key(unit.name) == key]
        named = [unit for unit in named if self._may_be(name, unit.name)]
        # A name that a commune bore to the end comes before one that another bore long ago.
        return tuple(named or (unit for unit in there if key in unit.former))

    def in_district(self, province: str, district: str) -> tuple[OldUnit, ...]:
        """All communes of a district until 2025; () where there was no such district."""
        found = self._districts.get((province_today(province), unit_key(district)), ())
        return tuple(u for u in found if self._may_be(district, u.district))

    def names_of(self, province: str) -> dict[str, tuple[str, ...]]:
        """Names of the communes and districts of `province` (old or new), by `unit_key`; names of
        the same letters in their usual spellings, each once."""
        return self._spellings.get(province_today(province), {})

    def knows(self, name: str) -> bool:
        """Whether any province has, or had, a commune or district of that name."""
        key = unit_key(name)
        return any(key in names for names in self._spellings.values())

    def _is_district(self, unit: OldUnit, district: str, wanted: str) -> bool:
        return unit_key(unit.district) == wanted and self._may_be(district, unit.district)

    def _may_be(self, written: str, name: str) -> bool:
        """Whether `written` (same letters) is `name`: marks count unless there are none at all."""
        return written.isascii() or spelled(written) == self._spelling(name)

    def _spelling(self, name: str) -> str:
        if name not in self._spelled:
            self._spelled[name] = spelled(name)
        return self._spelled[name]

    @cached_property
    def _codes(self) -> Mapping[str, Unit]:
        return {unit.code: unit for unit in self.units}

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], tuple[Unit, ...]]:
        found: dict[tuple[str, str], list[Unit]] = {}
        for unit in self.units:
            found.setdefault((unit.province, unit_key(unit.name)), []).append(unit)
        return {key: tuple(units) for key, units in found.items()}

    @cached_property
    def _spellings(self) -> Mapping[str, dict[str, tuple[str, ...]]]:
        found: dict[str, dict[str, dict[str, str]]] = {}
        named = [(unit.province, unit.name) for unit in self.units]
        named += [(_today(u.province), n) for u in self.old_units for n in (u.name, u.district)]
        for province, name in named:
            same = found.setdefault(province, {}).setdefault(unit_key(name), {})
            same.setdefault(spelled(name), name)
        return {
            province: {key: tuple(same.values()) for key, same in names.items()}
            for province, names in found.items()
        }

    @cached_property
    def _old_names(self) -> Mapping[tuple[str, str], tuple[OldUnit, ...]]:
        found: dict[tuple[str, str], list[OldUnit]] = {}
        for unit in self.old_units:
            today = _today(unit.province)
            for name in dict.fromkeys((unit_key(unit.name), *unit.former)):
                found.setdefault((today, name), []).append(unit)
        return {key: tuple(units) for key, units in found.items()}

    @cached_property
    def _districts(self) -> Mapping[tuple[str, str], tuple[OldUnit, ...]]:
        found: dict[tuple[str, str], list[OldUnit]] = {}
        for unit in self.old_units:
            found.setdefault((_today(unit.province), unit_key(unit.district)), []).append(unit)
        return {key: tuple(units) for key, units in found.items()}


_today = cache(province_today)
"""Only 63 names are ever asked while the tables are indexed."""


def _read_unit(line: str) -> Unit:
    code, kind, name, province = line.rstrip("\n").split("\t")
    return Unit(code, kind, name, _today(province))


def _read_old(line: str) -> OldUnit:
    province, district_kind, district, kind, name, codes, former = line.rstrip("\n").split("\t")
    successors, earlier = tuple(codes.split()), tuple(former.split())
    return OldUnit(province, district_kind, district, kind, name, successors, earlier)


@cache
def gazetteer() -> Gazetteer:
    """The tables that ship with the product."""
    folder = files("dossier.places") / "data"
    units, mergers = (
        (folder / name).read_text(encoding="utf-8").splitlines()
        for name in ("units.tsv", "mergers.tsv")
    )
    return Gazetteer.from_lines(units, mergers)
