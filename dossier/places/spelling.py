"""Names of communes and districts spelled as the tables spell them: a recogniser loses a mark.

Only a name behind its unit's word ("phường Dịch Vong") in an address that names its province is
looked at, and only where the tables leave one choice: the one name there with the same letters, or
the one a letter away.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from rapidfuzz import process
from rapidfuzz.distance import OSA

from dossier.places.address import parse_address
from dossier.places.units import Gazetteer, spelled, unit_key

_NAMED: Final = re.compile(
    r"\b(?P<unit>phường|xã|thị trấn|quận|huyện|thị xã)\s+(?P<name>[^\W\d_]+(?:\s[^\W\d_]+){0,4})",
    re.IGNORECASE,
)
_SHORTEST_NEAR: Final = 5
"""Letters of a name; shorter ones are a letter away from too many."""


def spell_units(text: str, tables: Gazetteer) -> str:
    """`text` (NFC) with the misread names of communes and districts put right. Never raises."""
    province = parse_address(text).province if _NAMED.search(text) else ""
    if not province:
        return text
    return _NAMED.sub(lambda found: _spell(found, province, tables), text)


def _spell(found: re.Match[str], province: str, tables: Gazetteer) -> str:
    name = " ".join(takewhile(lambda word: word[0].isupper(), found["name"].split(" ")))
    if not name:
        return found[0]
    names = tables.names_of(province)
    alike = names.get(unit_key(name), ())
    if any(spelled(name) == spelled(other) for other in alike):
        return found[0]
    right = alike[0] if len(alike) == 1 else None if alike else _nearest(unit_key(name), names)
    if right is None:
        return found[0]
    return found[0].replace(name, right.upper() if name.isupper() else right)


def _nearest(key: str, names: dict[str, tuple[str, ...]]) -> str | None:
    """The only name of the province that is one letter away."""
    if len(key) < _SHORTEST_NEAR:
        return None
    near = process.extract(key, names.keys(), scorer=OSA.distance, score_cutoff=1, limit=2)
    alike = names[near[0][0]] if len(near) == 1 else ()
    return alike[0] if len(alike) == 1 else None
