"""Administrative units before and after 1 July 2025, offline."""

from __future__ import annotations

from dossier.places.address import Address, expand_abbreviations, parse_address
from dossier.places.hanoi import HANOI_COMMUNES, HANOI_DISTRICTS
from dossier.places.mergers import Mergers, installed_mergers
from dossier.places.provinces import (
    ID_PROVINCES,
    PROVINCES,
    SUCCESSORS,
    find_province,
    province_today,
)

__all__ = [
    "HANOI_COMMUNES",
    "HANOI_DISTRICTS",
    "ID_PROVINCES",
    "PROVINCES",
    "SUCCESSORS",
    "Address",
    "Mergers",
    "expand_abbreviations",
    "find_province",
    "installed_mergers",
    "parse_address",
    "province_today",
]
