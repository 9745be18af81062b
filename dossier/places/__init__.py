"""Administrative units before and after 1 July 2025, offline."""

from __future__ import annotations

from dossier.places.address import Address, expand_abbreviations, parse_address
from dossier.places.locate import Place, locate
from dossier.places.provinces import (
    ID_PROVINCES,
    PROVINCES,
    SUCCESSORS,
    find_province,
    province_today,
)
from dossier.places.spelling import spell_units
from dossier.places.units import Gazetteer, OldUnit, Unit, gazetteer

__all__ = [
    "ID_PROVINCES",
    "PROVINCES",
    "SUCCESSORS",
    "Address",
    "Gazetteer",
    "OldUnit",
    "Place",
    "Unit",
    "expand_abbreviations",
    "find_province",
    "gazetteer",
    "locate",
    "parse_address",
    "province_today",
    "spell_units",
]
