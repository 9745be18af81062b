"""The words dossiers are written with: `samples/vocabulary.toml`, one share at a time."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from samples.generator.chance import Share

_FILE = Path(__file__).parent.parent / "vocabulary.toml"

Words = tuple[str, ...]
Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """One share's words joined with the common ones; every text is NFC."""

    surnames: tuple[tuple[str, float], ...]
    middles_male: Words
    middles_female: Words
    given_male: Words
    given_female: Words
    provinces: Words
    id_provinces: Pairs
    """Old province and its three digits in the personal ID number."""
    ethnicities: Words
    issuers: Words
    wards: Words
    old_wards: Words
    outside: Words
    old_outside: Words
    streets: Words
    buildings: Words
    hamlets: Words
    hospitals: Words
    requests: Words
    departments: Pairs
    """Department and its mark in document numbers."""
    subjects: Words
    headings: Words
    topics: Words
    sentences: Words
    recipients: Words


def _plain(table: dict[str, Any], common: dict[str, Any], key: str) -> Words:
    return tuple(common.get(key, [])) + tuple(table.get(key, []))


@cache
def load_vocabulary(share: Share) -> Vocabulary:
    """Read the committed file and return what `share` may use."""
    tables = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    common, own = tables["common"], tables[share]
    special: dict[str, Any] = {
        "surnames": tuple((n, float(w)) for n, w in common["surnames"] + own["surnames"]),
        "id_provinces": tuple((name, code) for name, code in common["id_provinces"]),
        "departments": tuple(zip(own["departments"], own["department_marks"], strict=True)),
    }
    plain: dict[str, Any] = {
        key: _plain(own, common, key)
        for key in Vocabulary.__dataclass_fields__
        if key not in special
    }
    return Vocabulary(**special, **plain)
