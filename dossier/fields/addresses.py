"""`address`: the paper's wording with its commas in order; compared as places, not as letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import ClassVar, Final

from dossier.fields.kind import Comparison
from dossier.fields.ladder import compare_texts, worst_of
from dossier.fields.outcome import Outcome, Unreadable
from dossier.fields.texts import parsed_as
from dossier.places import (
    Address,
    Mergers,
    expand_abbreviations,
    find_province,
    installed_mergers,
    parse_address,
    province_today,
)
from dossier.record import Check, Verdict
from dossier.text import clean, fold, is_abbreviation, mend_phrases, mend_points

_COMMA: Final = re.compile(r"\s*([,;])\s*(?=[^0-9\s])|\s+([,;])\s*(?=[0-9])")
_POINT_IN_NAME: Final = re.compile(r"(?<!\w)([^\W\d_]{2,})\.\s+(?=[A-ZÀ-ỸĐ][a-zà-ỹđ])")
_AGREES: Final = (Verdict.SAME, Verdict.EQUIVALENT)
_SAME: Final = Comparison(Verdict.SAME, "")


@dataclass(frozen=True)
class AddressKind:
    """Knows what became of old communes from `mergers`."""

    name: ClassVar[str] = "address"
    mergers: Callable[[], Mergers] = field(default=installed_mergers)

    def parse(self, text: str) -> Outcome:
        written = _space_commas(clean(text))
        if not any(ch.isalpha() for ch in written):
            return Unreadable("không có chữ / no letters")
        mended = _POINT_IN_NAME.sub(_mend_point_in_name, mend_phrases(mend_points(written)))
        return parsed_as(_space_commas(mended), written)

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
        first, second = parse_address(submitted), parse_address(read)
        if not (first.commune and second.commune and first.province and second.province):
            return written_out
        return worst_of(
            [
                _compare_provinces(first, second),
                _compare_districts(first, second),
                _compare_communes(first, second, self.mergers()),
                _compare_details(first, second),
            ]
        )


def _mend_point_in_name(found: re.Match[str]) -> str:
    """A comma where the province follows ("Cửa Nam. Hà Nội"), else nothing ("Vĩnh. Tuy")."""
    if is_abbreviation(found[1]):
        return found[0]
    rest = found.string[found.end() :]
    separator = ", " if find_province(rest) else " "
    return found[1] + separator


def _space_commas(text: str) -> str:
    return _COMMA.sub(lambda m: f"{m[1] or m[2]} ", text).strip(" ,;:-–|.")


def _compare_provinces(first: Address, second: Address) -> Comparison:
    if first.province == second.province:
        return _SAME
    if province_today(first.province) == province_today(second.province):
        detail = "tỉnh cũ và tỉnh sau sáp nhập / province before and after the merger"
        return Comparison(Verdict.EQUIVALENT, detail)
    return Comparison(Verdict.DIFFERENT, "khác tỉnh, thành phố / another province")


def _compare_districts(first: Address, second: Address) -> Comparison:
    if first.district and second.district:
        return _labelled(compare_texts(first.district, second.district), "huyện / district")
    if first.district or second.district:
        detail = "một bên không ghi cấp huyện / the district stands on one side only"
        return Comparison(Verdict.EQUIVALENT, detail)
    return _SAME


def _compare_communes(first: Address, second: Address, mergers: Mergers) -> Comparison:
    found = compare_texts(_unit_name(first.commune), _unit_name(second.commune))
    if found.verdict in _AGREES:
        return _compare_commune_kinds(first, second)
    if bool(first.district) == bool(second.district):
        return _labelled(found, "xã, phường / commune")
    old, new = (first, second) if first.district else (second, first)
    province = province_today(old.province)
    if mergers.led_to(province, old.district, old.commune, new.commune):
        detail = "xã, phường cũ nay thuộc đơn vị mới / the old commune is now part of the new one"
        return Comparison(Verdict.EQUIVALENT, detail)
    if not mergers.knows(province, old.district, old.commune):
        detail = "chưa đối chiếu được tên cũ và tên mới / no table leads from the old name"
        return Comparison(Verdict.DIFFERENT, f"xã, phường: {detail}")
    return _labelled(found, "xã, phường / commune")


def _compare_commune_kinds(first: Address, second: Address) -> Comparison:
    kinds = {first.commune_kind, second.commune_kind} - {""}
    same_time = bool(first.district) == bool(second.district)
    if len(kinds) > 1 and same_time:
        return Comparison(Verdict.CLOSE, "cùng tên, khác loại đơn vị / same name, another kind")
    return _SAME


def _compare_details(first: Address, second: Address) -> Comparison:
    if bool(first.detail) != bool(second.detail):
        return Comparison(Verdict.CLOSE, "một bên thiếu số nhà, đường / one side lacks the street")
    return _labelled(compare_texts(first.detail, second.detail), "số nhà, đường / street")


def _unit_name(name: str) -> str:
    """'01' and '1' are the same ward."""
    return name.lstrip("0") if fold(name).isdecimal() else name


def _labelled(found: Comparison, level: str) -> Comparison:
    return Comparison(found.verdict, f"{level}: {found.detail}") if found.detail else found
