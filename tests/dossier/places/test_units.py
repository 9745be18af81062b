"""The unit tables, and addresses made of them: old against new, spelled in ten ways."""

from __future__ import annotations

import json
import random
import socket
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dossier.fields.addresses import AddressKind
from dossier.places import (
    PROVINCES,
    Gazetteer,
    OldUnit,
    Unit,
    gazetteer,
    locate,
    province_today,
)
from dossier.places.convert import convert
from dossier.record import Verdict
from dossier.text import canonical_tones, fold
from tests.dossier.places.hanoi import HANOI_COMMUNES, HANOI_DISTRICTS

TABLES = gazetteer()
AGREES = (Verdict.SAME, Verdict.EQUIVALENT)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever opens a socket fails."""

    class Shut(socket.socket):
        def __new__(cls, *_: object, **__: object) -> Shut:
            raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", Shut)
    monkeypatch.setattr(socket, "create_connection", Shut)
    monkeypatch.setattr(socket, "getaddrinfo", Shut)


def test_the_tables_are_whole() -> None:
    assert len(TABLES.units) == 3321
    assert len(TABLES.old_units) == 10_040
    assert {u.province for u in TABLES.units} == {province_today(p) for p in PROVINCES.values()}
    codes = {u.code for u in TABLES.units}
    assert all(u.successors and set(u.successors) <= codes for u in TABLES.old_units)
    # No commune of today came from nothing.
    assert {code for u in TABLES.old_units for code in u.successors} == codes


def test_the_tables_hold_hanoi_as_the_decision_lists_it() -> None:
    listed = {code: fold(name).replace(" - ", " ") for code, name in HANOI_COMMUNES.items()}
    units = [u for u in TABLES.units if u.province == "Hà Nội"]
    assert {u.code: fold(u.full_name).replace(" - ", " ") for u in units} == listed
    old = {fold(u.district) for u in TABLES.old_units if u.province == "Hà Nội"}
    assert old == {fold(name) for name in HANOI_DISTRICTS}


# --- ten ways of writing one address ----------------------------------------------------------

Levels = tuple[tuple[str, str], ...]
"""(kind, name) of commune, of the district if there is one, of the province."""
SHORT = {
    "phường": "P.", "xã": "X.", "thị trấn": "TT.", "quận": "Q.", "huyện": "H.", "thị xã": "TX.",
    "thành phố": "TP.", "tỉnh": "T.", "đặc khu": "đặc khu",
}  # fmt: skip


def _full(street: str, levels: Levels) -> str:
    return ", ".join([street, *(f"{kind} {name}" for kind, name in levels)])


def _capitals(street: str, levels: Levels) -> str:
    return _full(street, levels).upper()


def _short(street: str, levels: Levels) -> str:
    return ", ".join([street, *(f"{SHORT[kind]} {name}" for kind, name in levels)])


def _short_unspaced(street: str, levels: Levels) -> str:
    return _short(street, levels).replace(". ", ".")


def _names_alone(street: str, levels: Levels) -> str:
    """As on cards."""
    return ", ".join([street, *(name for _, name in levels)])


def _no_commas(street: str, levels: Levels) -> str:
    return _full(street, levels).replace(",", "")


def _no_marks(street: str, levels: Levels) -> str:
    return fold(_full(street, levels))


def _other_tone_place(street: str, levels: Levels) -> str:
    return canonical_tones(_full(street, levels))


def _with_country(street: str, levels: Levels) -> str:
    return f"{_full(street, levels)}, Việt Nam"


def _dashes(street: str, levels: Levels) -> str:
    return " - ".join([street, *(f"{kind} {name}" for kind, name in levels)])


SPELLINGS: tuple[Callable[[str, Levels], str], ...] = (
    _full, _capitals, _short, _short_unspaced, _names_alone, _no_commas, _no_marks,
    _other_tone_place, _with_country, _dashes,
)  # fmt: skip


def _province_kind(name: str) -> str:
    cities = ("Hà Nội", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Cần Thơ", "Huế")
    return "thành phố" if name in cities else "tỉnh"


def _old_levels(unit: OldUnit) -> Levels:
    province = (_province_kind(unit.province), unit.province)
    return (unit.kind, unit.name), (unit.district_kind, unit.district), province


def _new_levels(unit: Unit) -> Levels:
    return (unit.kind, unit.name), (_province_kind(unit.province), unit.province)


def _pairs(seed: int, count: int) -> Iterator[tuple[str, str, bool]]:
    """(old address, new address, whether they may be one place), half and half."""
    rng = random.Random(seed)
    communes = [u for u in TABLES.old_units if u.name]
    near: dict[str, list[Unit]] = {}
    for unit in TABLES.units:
        near.setdefault(unit.province, []).append(unit)
    for number in range(count):
        old = rng.choice(communes)
        same = number % 2 == 0
        if same:
            new = TABLES.by_code(rng.choice(old.successors))
        else:
            others = near[province_today(old.province)]
            # The hard ones: a ward of today with the old district's or the old commune's name.
            hard = [u for u in others if fold(u.name) in (fold(old.district), fold(old.name))]
            left = [u for u in [*hard, *rng.sample(others, 3)] if u.code not in old.successors]
            new = left[0]
        street = f"Số {rng.randint(1, 300)} ngõ {rng.randint(1, 99)} phố Mẫu"
        first, second = rng.choice(SPELLINGS), rng.choice(SPELLINGS)
        yield first(street, _old_levels(old)), second(street, _new_levels(new)), same


def test_old_and_new_addresses_are_judged_rightly() -> None:
    kind = AddressKind()
    wrong = [
        (old, new, same)
        for old, new, same in _pairs(seed=11, count=2000)
        if (kind.compare(old, new).verdict in AGREES) is not same
    ]
    assert len(wrong) <= 20, (len(wrong), wrong[:20])


@pytest.mark.parametrize("spell", SPELLINGS, ids=lambda spell: spell.__name__)
def test_every_commune_of_hanoi_is_found_however_it_is_written(
    spell: Callable[[str, Levels], str],
) -> None:
    for unit in TABLES.units:
        if unit.province == "Hà Nội":
            place = locate(spell("Số 5 phố Mẫu", _new_levels(unit)), TABLES)
            assert [u.code for u in place.units] == [unit.code]


def test_marks_tell_two_communes_apart_and_their_lack_leaves_both() -> None:
    assert [u.name for u in TABLES.find("Phú Thọ", "Văn Lang")] == ["Văn Lang"]
    assert {u.name for u in TABLES.find("Phú Thọ", "van lang")} == {"Văn Lang"}
    assert {u.name for u in TABLES.find("Quảng Ngãi", "ba to")} >= {"Ba Tơ", "Ba Tô"}
    assert TABLES.find("Hà Nội", "Làng") == ()


def test_an_unknown_place_is_not_guessed() -> None:
    assert not locate("Số 5, phường Không Có, Hà Nội", TABLES).known
    assert not locate("", TABLES).known
    assert not locate("Số 5, phường Láng Thượng, quận Đống Đa, Hà Nội", Gazetteer()).known


# --- the conversion ---------------------------------------------------------------------------


def test_the_tables_are_made_of_the_sources(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "dataset.db") as database:
        database.execute(
            "CREATE TABLE admin_units (province, ward, provinceShort, wardType, provinceKey,"
            " wardKey, wardCode)"
        )
        database.execute(
            "INSERT INTO admin_units VALUES ('Thành phố Hải Phòng', 'Phường Xã Vĩnh Hòa',"
            " 'Hải Phòng', 'Phường', 'hp', 'vh', '11111')"
        )
        database.execute(
            "CREATE TABLE admin_units_legacy (provinceShort, districtType, district, wardType,"
            " ward, provinceKey, districtKey, wardKey, wardShortKey, wardAlias, wardCode)"
        )
        database.execute(
            "INSERT INTO admin_units_legacy VALUES ('Hải Phòng', 'Huyện', 'Huyện Vĩnh Bảo', 'Xã',"
            " 'Xã Vĩnh Hòa', 'hp', 'vb', 'vh', 'vinhhoa', '[\"xahungtien\", \"hungtien\"]', '1')"
        )
    database.close()
    tables = {
        "DICT_PROVINCE_WARD_NO_DIVIDED": {"hp": {"vh": ["hp_vb_vh"]}},
        "DICT_PROVINCE_WARD_DIVIDED": {},
    }
    (tmp_path / "converter_2025.json").write_text(json.dumps(tables), encoding="utf-8")
    convert(tmp_path, tmp_path)
    units, old = ((tmp_path / name).read_text() for name in ("units.tsv", "mergers.tsv"))
    assert units == "11111\txã\tVĩnh Hòa\tHải Phòng\n"
    assert old == "Hải Phòng\thuyện\tVĩnh Bảo\txã\tVĩnh Hòa\t11111\thungtien\n"
