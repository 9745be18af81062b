"""From an address to the places it may mean: a commune of today, an old one, or either."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, TypeVar

from dossier.places.address import Address, expand_abbreviations, parse_address
from dossier.places.provinces import find_province
from dossier.places.units import Gazetteer, OldUnit, Unit
from dossier.text import clean, fold

_LONGEST_NAME: Final = 6
"""Words: 'Văn Miếu - Quốc Tử Giám' has six without its dash."""
_SEPARATORS: Final = re.compile(r"[\s,;.]+(?:[-–]\s+)?")
_UNIT_WORDS: Final = (
    ("thanh", "pho"), ("thi", "xa"), ("thi", "tran"), ("dac", "khu"),
    ("tinh",), ("quan",), ("huyen",), ("phuong",), ("xa",),
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What an address means, as far as the tables tell."""

    address: Address
    units: tuple[Unit, ...] = ()
    """Communes of today that its words name."""
    old: tuple[OldUnit, ...] = ()
    """Communes until 30 June 2025 that its words name."""

    @property
    def known(self) -> bool:
        return bool(self.units or self.old)

    @property
    def is_old(self) -> bool:
        """Whether it can only be a commune as it was until 30 June 2025."""
        return bool(self.old) and not self.units

    def codes(self) -> frozenset[str]:
        """Communes of today in which it may lie."""
        heirs = (code for unit in self.old for code in unit.successors)
        return frozenset((*(unit.code for unit in self.units), *heirs))


def locate(text: str, tables: Gazetteer) -> Place:
    """The place of an address in any usual writing. Never raises; unknown names stay as written."""
    place = _look_up(parse_address(text), tables)
    if place.known:
        return place
    from_end = _read_from_end(text, tables)
    return place if from_end is None else _look_up(from_end, tables)


def _look_up(address: Address, tables: Gazetteer) -> Place:
    province, commune = address.province, address.commune
    if not (province and commune):
        return Place(address=address)
    if not address.district:
        units = _of_kind(address, tables.find(province, commune))
        old = _of_kind(address, tables.find_old(province, commune))
        return Place(address=address, units=units, old=old)
    old = _of_kind(address, tables.find_old(province, commune, address.district))
    if old:
        return Place(address=address, old=old)
    area = tables.in_district(province, address.district)
    if not area:
        # No such district: the name before the commune belongs to the street or hamlet.
        shifted = replace(
            address,
            detail=", ".join(filter(None, (address.detail, commune))),
            commune=address.district,
            commune_kind="",
            district="",
        )
        moved = _look_up(shifted, tables)
        return moved if moved.known and not address.commune_kind else Place(address=address)
    # A commune of today with the district that no longer is: many go on writing it.
    heirs = {code for unit in area for code in unit.successors}
    units = tuple(unit for unit in tables.find(province, commune) if unit.code in heirs)
    return Place(address=address, units=units)


_Found = TypeVar("_Found", Unit, OldUnit)


def _of_kind(address: Address, found: tuple[_Found, ...]) -> tuple[_Found, ...]:
    """Those of the kind written, where that leaves any: phường and xã may share a name."""
    kept = tuple(unit for unit in found if unit.kind == address.commune_kind)
    return kept or found


def _read_from_end(text: str, tables: Gazetteer) -> Address | None:
    """Levels of an address without commas or unit words, by the names that end it."""
    words = [w for w in _SEPARATORS.split(expand_abbreviations(clean(text))) if w and w != "-"]
    if [fold(w) for w in words[-2:]] == ["viet", "nam"]:
        del words[-2:]
    province = _take(words, lambda name: find_province(name) is not None)
    name = find_province(province or "")
    if name is None:
        return None
    before = list(words)
    district = _take(words, lambda part: bool(tables.in_district(name, part)))
    commune = district and _take(words, lambda p: bool(tables.find_old(name, p, district or "")))
    if not commune:
        words, district = before, ""
        commune = _take(words, lambda p: bool(tables.find(name, p) or tables.find_old(name, p)))
    if not commune:
        return None
    detail = " ".join(words)
    return Address(detail=detail, commune=commune, district=district or "", province=name)


def _take(words: list[str], known: Callable[[str], bool]) -> str | None:
    """Take the longest known name off the end of `words`, with the unit word before it."""
    for count in range(min(_LONGEST_NAME, len(words)), 0, -1):
        name = " ".join(words[-count:])
        if known(name):
            del words[-count:]
            for unit in _UNIT_WORDS:
                if tuple(fold(w) for w in words[-len(unit) :]) == unit:
                    del words[-len(unit) :]
                    break
            return name
    return None
