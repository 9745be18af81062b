"""`address`: the paper's wording with its commas in order; compared as places, not as letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Final

from dossier.fields.address_levels import compare_places
from dossier.fields.kind import Comparison
from dossier.fields.ladder import compare_texts
from dossier.fields.outcome import Outcome, Unreadable
from dossier.fields.texts import parsed_as
from dossier.places import (
    PROVINCES,
    SUCCESSORS,
    Gazetteer,
    expand_abbreviations,
    find_province,
    gazetteer,
    locate,
    parse_address,
    spell_units,
)
from dossier.record import Check, Verdict
from dossier.text import clean, is_abbreviation, mend_slips, mend_units, mend_words
from dossier.text.letters import CAPITAL, SMALL

_COMMA: Final = re.compile(r"\s*([,;])\s*(?=[^0-9\s])|\s+([,;])\s*(?=[0-9])")
_POINT_IN_NAME: Final = re.compile(rf"(?<!\w)([^\W\d_]{{2,}})\.\s+(?={CAPITAL}{SMALL})")
_HOUSE_POINT: Final = re.compile(rf"(?<=[0-9])\.\s+(?={CAPITAL}[^\W\d_])")
"""After the number of a house or flat: "Căn hộ 912. Chung cư Hòa Bình"."""
_BARE_TP: Final = re.compile(rf"(?<!\w)TP[ .](?={CAPITAL}{SMALL})")
"""Without its point or its space: "TP Hà Nội", "TP.Hà Nội"."""
_COMMA_BEFORE_LEVEL: Final = re.compile(
    rf"(\b[0-9]+|\b{CAPITAL}{SMALL}+)\s+(?=tổ dân phố (?:số )?[0-9]|TP\.? {CAPITAL})"
)
"""Units that the comma before was lost of: a group of houses, the city."""
_COMMA_BEFORE_PROVINCE: Final = re.compile(
    rf"((?i:phường|xã|quận|huyện|thị xã|thị trấn)(?: {CAPITAL}[^\s,]*){{1,3}}?) "
    rf"(?=(?:{'|'.join([*PROVINCES.values(), *SUCCESSORS])})$)"
)
_COLON_IN_NAME: Final = re.compile(rf"(?<=[^\W\d_])\s?:\s+(?={CAPITAL}{SMALL})")
_AGREES: Final = (Verdict.SAME, Verdict.EQUIVALENT)


@dataclass(frozen=True)
class AddressKind:
    """Knows the communes of today and of before from `tables`."""

    name: ClassVar[str] = "address"
    tables: Callable[[], Gazetteer] = field(default=gazetteer)

    def parse(self, text: str) -> Outcome:
        written = _space_commas(clean(text))
        if not any(ch.isalpha() for ch in written):
            return Unreadable("không có chữ / no letters")
        mended = _POINT_IN_NAME.sub(_mend_point_in_name, mend_slips(written))
        mended = _COLON_IN_NAME.sub(" ", mended)
        mended = mend_units(mend_words(_HOUSE_POINT.sub(", ", mended)))
        mended = _COMMA_BEFORE_LEVEL.sub(r"\1, ", _space_commas(mended))
        mended = _COMMA_BEFORE_PROVINCE.sub(r"\1, ", mended)
        mended = _BARE_TP.sub("TP. ", mended)
        return parsed_as(spell_units(mended, self.tables()), written)

    def check(self, value: str) -> tuple[Check, ...]:
        ok = bool(parse_address(value).province)
        detail = "" if ok else "không nhận ra tỉnh, thành phố / no province recognised"
        return (Check(rule="address_province", ok=ok, detail=detail, severity="warning"),)

    def compare(self, submitted: str, read: str) -> Comparison:
        """Level by level where both sides can be taken apart, else letter by letter."""
        plain = compare_texts(submitted, read)
        if plain.verdict in _AGREES:
            return plain
        written_out = compare_texts(expand_abbreviations(submitted), expand_abbreviations(read))
        if written_out.verdict in _AGREES:
            return Comparison(Verdict.EQUIVALENT, "khác cách viết tắt / other abbreviations")
        tables = self.tables()
        first, second = locate(submitted, tables), locate(read, tables)
        both = (first.address, second.address)
        if not all(side.commune and side.province for side in both):
            return written_out
        return compare_places(first, second, tables)


def _mend_point_in_name(found: re.Match[str]) -> str:
    """A comma where the province follows ("Cửa Nam. Hà Nội"), else nothing ("Vĩnh. Tuy")."""
    if is_abbreviation(found[1]):
        return found[0]
    rest = found.string[found.end() :]
    separator = ", " if find_province(rest) else " "
    return found[1] + separator


def _space_commas(text: str) -> str:
    return _COMMA.sub(lambda m: f"{m[1] or m[2]} ", text).strip(" ,;:-–|.")
