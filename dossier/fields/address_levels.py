"""Compares two places level by level: province, district, commune, street; and says why.

An address of 2019 and one of 2026 may name one place: the old commune went into the new one. Where
it was split, the new one is one of several, which is said. Nothing is rewritten.
"""

from __future__ import annotations

import re
from typing import Final

from rapidfuzz.distance import JaroWinkler

from dossier.fields.kind import Comparison
from dossier.fields.ladder import compare_texts, worst_of
from dossier.places import Address, Gazetteer, OldUnit, Place, province_today
from dossier.record import Verdict
from dossier.text import fold, fold_iy

_AGREES: Final = (Verdict.SAME, Verdict.EQUIVALENT)
_SAME: Final = Comparison(Verdict.SAME, "")
_COMMUNE: Final = "xã, phường / commune"
_STREET: Final = "số nhà, đường / street"
_FILLERS: Final = re.compile(r"\b(?:so nha|so|duong|pho|to dan pho|to)\b\s*(?=\S)")
_ALIKE: Final = 0.9
"""Of Jaro-Winkler: two writings of one street, by the rule for addresses."""


def compare_places(first: Place, second: Place, tables: Gazetteer) -> Comparison:
    """One verdict for all levels; every level that is not simply the same has its sentence."""
    a, b = first.address, second.address
    return worst_of(
        [
            _compare_provinces(a, b),
            _compare_districts(first, second),
            _compare_communes(first, second, tables),
            _compare_details(a, b),
        ]
    )


def _compare_provinces(first: Address, second: Address) -> Comparison:
    if first.province == second.province:
        return _SAME
    if province_today(first.province) == province_today(second.province):
        detail = "tỉnh cũ và tỉnh sau sáp nhập / province before and after the merger"
        return Comparison(Verdict.EQUIVALENT, detail)
    return Comparison(Verdict.DIFFERENT, "khác tỉnh, thành phố / another province")


def _compare_districts(first: Place, second: Place) -> Comparison:
    a, b = first.address.district, second.address.district
    if set(first.old) & set(second.old):
        return _SAME
    if a and b:
        return _labelled(compare_texts(a, b), "huyện / district")
    if a or b:
        detail = "một bên không ghi cấp huyện / the district stands on one side only"
        return Comparison(Verdict.EQUIVALENT, detail)
    return _SAME


def _compare_communes(first: Place, second: Place, tables: Gazetteer) -> Comparison:
    a, b = first.address, second.address
    if not (first.known and second.known):
        found = compare_texts(_unit_name(a.commune), _unit_name(b.commune))
        if found.verdict in _AGREES:
            return _compare_kinds(a, b)
        unknown = "" if first.known or second.known else ", không có trong bảng / not in the tables"
        return _labelled(found, _COMMUNE + unknown)
    if {u.code for u in first.units} & {u.code for u in second.units}:
        return _compare_kinds(a, b)
    if first.is_old and second.is_old:
        if shared := set(first.old) & set(second.old):
            return _compare_old_names(a, b, shared)
        return _different_old(first, second, tables)
    if first.units and second.units and not (a.district or b.district):
        detail = "hai xã, phường khác nhau / two communes"
        return Comparison(Verdict.DIFFERENT, f"{_COMMUNE}: {detail}")
    old, new = (first, second) if first.is_old else (second, first)
    return _compare_over_time(old, new, tables)


def _compare_old_names(a: Address, b: Address, shared: set[OldUnit]) -> Comparison:
    if compare_texts(_unit_name(a.commune), _unit_name(b.commune)).verdict in _AGREES:
        return _compare_kinds(a, b)
    unit = next(iter(shared))
    detail = f"tên trước đây của {unit.kind} {unit.name} / a former name of it"
    return Comparison(Verdict.EQUIVALENT, f"{_COMMUNE}: {detail}")


def _different_old(first: Place, second: Place, tables: Gazetteer) -> Comparison:
    detail = "hai xã, phường cũ khác nhau / two old communes"
    common = first.codes() & second.codes()
    if common:
        heir = tables.by_code(min(common))
        detail += f", nay có phần cùng thuộc {heir.full_name} / both in part of one today"
    return Comparison(Verdict.DIFFERENT, f"{_COMMUNE}: {detail}")


def _compare_over_time(old: Place, new: Place, tables: Gazetteer) -> Comparison:
    """An old commune and one of today: is the new one an heir of the old one?"""
    names = ", ".join(sorted(tables.by_code(code).full_name for code in old.codes()))
    was = old.old[0].full_name if old.old else old.address.commune
    here = {unit.code for unit in new.units}
    met = old.codes() & here
    if met and not all(here & set(unit.successors) for unit in old.old):
        detail = (
            f"có {len(old.old)} xã, phường cũ viết như vậy, không phải xã nào cũng thuộc {names} / "
            "several old communes are written so, and not all are part of it"
        )
        return Comparison(Verdict.CLOSE, f"{_COMMUNE}: {detail}")
    if met and len(old.codes()) == 1:
        detail = f"{was} (cũ) nay thuộc {names} / the old commune is now part of the new one"
        return Comparison(Verdict.EQUIVALENT, f"{_COMMUNE}: {detail}")
    if met:
        detail = (
            f"{was} (cũ) đã chia về {names}; đơn vị ghi ở đây là một trong số đó / "
            "the old commune was split, this is one of its heirs"
        )
        return Comparison(Verdict.EQUIVALENT, f"{_COMMUNE}: {detail}")
    if set(old.old) & set(new.old):
        detail = (
            f"cùng tên, nhưng {was} (cũ) nay thuộc {names}; cần hỏi tên cũ hay tên mới / "
            "the same name, but the old commune went elsewhere: which one is meant?"
        )
        return Comparison(Verdict.CLOSE, f"{_COMMUNE}: {detail}")
    detail = f"{was} (cũ) nay thuộc {names} / the old commune went into another one"
    return Comparison(Verdict.DIFFERENT, f"{_COMMUNE}: {detail}")


def _compare_kinds(first: Address, second: Address) -> Comparison:
    kinds = {first.commune_kind, second.commune_kind} - {""}
    same_time = bool(first.district) == bool(second.district)
    if len(kinds) > 1 and same_time:
        return Comparison(Verdict.CLOSE, "cùng tên, khác loại đơn vị / same name, another kind")
    return _SAME


def _compare_details(first: Address, second: Address) -> Comparison:
    if bool(first.detail) != bool(second.detail):
        return Comparison(Verdict.CLOSE, "một bên thiếu số nhà, đường / one side lacks the street")
    found = compare_texts(first.detail, second.detail)
    if found.verdict in _AGREES:
        return _labelled(found, _STREET)
    a, b = (_bare_detail(side.detail) for side in (first, second))
    if a == b:
        return Comparison(Verdict.EQUIVALENT, f"{_STREET}: khác cách ghi / written otherwise")
    alike = _numbers(a) == _numbers(b) and JaroWinkler.similarity(a, b) >= _ALIKE
    if alike and found.verdict is Verdict.DIFFERENT:
        return Comparison(Verdict.CLOSE, f"{_STREET}: gần giống / nearly the same")
    return _labelled(found, _STREET)


def _bare_detail(detail: str) -> str:
    """House and street without the words that some write and some do not."""
    plain = _FILLERS.sub("", fold(fold_iy(detail)))
    return " ".join(re.sub(r"[^a-z0-9/]+", " ", plain).split())


def _numbers(detail: str) -> list[str]:
    return re.findall(r"[0-9]+", detail)


def _unit_name(name: str) -> str:
    """'01' and '1' are the same ward."""
    return name.lstrip("0") if fold(name).isdecimal() else name


def _labelled(found: Comparison, level: str) -> Comparison:
    return Comparison(found.verdict, f"{level}: {found.detail}") if found.detail else found
