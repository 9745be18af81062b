from __future__ import annotations

import unicodedata

import pytest

from dossier.codes.citizen_qr import parse_citizen_qr

CHIP = "001199000001||Trần Thị Mẫu|15011999|Nữ|Số 1 Phố Mẫu, Láng Thượng, Hà Nội|20112021"


def test_the_chip_card() -> None:
    parsed = parse_citizen_qr(CHIP)
    assert parsed is not None
    facts = parsed.facts
    assert (facts.id_number, facts.name, facts.dob) == (
        "001199000001",
        "TRẦN THỊ MẪU",
        "1999-01-15",
    )
    assert (facts.sex, facts.issued_on) == ("female", "2021-11-20")
    assert facts.address == "Số 1 Phố Mẫu, Láng Thượng, Hà Nội"
    assert (parsed.old_number, parsed.extra) == (None, ())


def test_a_longer_code_keeps_what_it_does_not_know() -> None:
    text = CHIP.replace("||", "|012345678|") + "|Trần Văn Mẫu|Lê Thị Mẫu|"
    parsed = parse_citizen_qr(text)
    assert parsed is not None
    assert parsed.old_number == "012345678"
    assert parsed.extra == ("Trần Văn Mẫu", "Lê Thị Mẫu", "")


def test_letters_come_out_composed() -> None:
    parsed = parse_citizen_qr(unicodedata.normalize("NFD", CHIP))
    assert parsed is not None
    assert parsed.facts.name == "TRẦN THỊ MẪU"


@pytest.mark.parametrize(
    ("old", "new", "part"),
    [("20112021", "32132021", "issued_on"), ("|Nữ|", "|N?|", "sex"), ("20112021", "", "issued_on")],
)
def test_a_strange_field_is_left_out(old: str, new: str, part: str) -> None:
    parsed = parse_citizen_qr(CHIP.replace(old, new))
    assert parsed is not None
    assert parsed.facts.part(part) is None
    assert parsed.facts.id_number == "001199000001"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "https://example.vn/a|b|c|d|e|f|g",
        "00119900001||Trần Thị Mẫu|15011999|Nữ|Hà Nội|20112021",
        "001199000001|Trần Thị Mẫu|15011999|Nữ",
        "001199000001||Trần Thị Mẫu|15131999|Nữ|Hà Nội|20112021",
        "001199000001|||15011999|Nữ|Hà Nội|20112021",
    ],
)
def test_what_is_no_card(text: str) -> None:
    assert parse_citizen_qr(text) is None
