from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fields.addresses import AddressKind
from dossier.places import (
    ID_PROVINCES,
    PROVINCES,
    Address,
    Gazetteer,
    expand_abbreviations,
    find_province,
    parse_address,
    province_today,
)
from dossier.record import Verdict
from dossier.text import canonical_tones, fold
from tests.dossier.places.hanoi import HANOI_COMMUNES, HANOI_DISTRICTS

KIND = AddressKind()


def test_the_lists_are_whole() -> None:
    assert len(PROVINCES) == 34
    assert len(ID_PROVINCES) == 63
    assert len(HANOI_DISTRICTS) == 30
    kinds = [name.split()[0] for name in HANOI_COMMUNES.values()]
    assert (kinds.count("Phường"), kinds.count("Xã")) == (51, 75)


@pytest.mark.parametrize("name", [*ID_PROVINCES.values(), *PROVINCES.values()])
def test_every_province_old_or_new_has_one_today(name: str) -> None:
    assert find_province(name) is not None
    assert province_today(name) in PROVINCES.values()


def test_every_province_of_today_is_reached() -> None:
    today = {canonical_tones(province_today(name)) for name in ID_PROVINCES.values()}
    assert today == {canonical_tones(name) for name in PROVINCES.values()}


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        (
            "Số 5, ngõ 12, P. Láng Thượng, Q. Đống Đa, TP. Hà Nội",
            ("Số 5, ngõ 12", "Láng Thượng", "Đống Đa", "Hà Nội"),
        ),
        ("Số 5, phường Láng, Hà Nội", ("Số 5", "Láng", "", "Hà Nội")),
        (
            "Số 1 Ngõ 2 Phố Mẫu, Láng Thượng, Đống Đa, Hà Nội",
            ("Số 1 Ngõ 2 Phố Mẫu", "Láng Thượng", "Đống Đa", "Hà Nội"),
        ),
        (
            "số 5 ngõ 12 phường Láng quận Đống Đa thành phố Hà Nội",
            ("số 5 ngõ 12", "Láng", "Đống Đa", "Hà Nội"),
        ),
        ("Thôn Đoài, xã Yên Bài, tỉnh Hà Tây", ("Thôn Đoài", "Yên Bài", "", "Hà Nội")),
        ("Tổ 5, P.1, TP. Vũng Tàu, Bà Rịa - Vũng Tàu", ("Tổ 5", "1", "Vũng Tàu", None)),
        ("Số 5, Ba Đình, Hà Nội", ("Số 5", "Ba Đình", "", "Hà Nội")),
        ("Thôn 3, Nam Hồng, Đông Anh, HN, Việt Nam", ("Thôn 3", "Nam Hồng", "Đông Anh", "Hà Nội")),
        ("TT. Trâu Quỳ, H. Gia Lâm, TP Hà Nội", ("", "Trâu Quỳ", "Gia Lâm", "Hà Nội")),
        (
            "Số 2 phố Phương Mai, Phương Mai, Đống Đa, Hà Nội",
            ("Số 2 phố Phương Mai", "Phương Mai", "Đống Đa", "Hà Nội"),
        ),
        (
            "12 đường Xã Đàn phường Kim Liên Hà Nội",
            ("12 đường Xã Đàn", "Kim Liên", "", "Hà Nội"),
        ),
        ("5 Hoàng Diệu, phường Điện Biên", ("5 Hoàng Diệu", "Điện Biên", "", "")),
        ("so 5 phuong Lang, quan Dong Da, ha noi", ("so 5", "Lang", "Dong Da", "Hà Nội")),
        ("", ("", "", "", "")),
    ],
)
def test_takes_an_address_apart(text: str, levels: tuple[str | None, ...]) -> None:
    found: Address = parse_address(text)
    got = (found.detail, found.commune, found.district, found.province)
    assert all(b is None or a == b for a, b in zip(got, levels, strict=True)), got


@given(st.sampled_from(list(HANOI_COMMUNES.values())), st.integers(1, 999))
def test_every_commune_of_hanoi_is_found(commune: str, number: int) -> None:
    found = parse_address(f"Số {number}, {commune}, thành phố Hà Nội")
    assert found.province == "Hà Nội"
    assert fold(found.commune).replace("-", " - ").split() == fold(commune).split()[1:]


@given(st.text())
def test_noise_never_raises(text: str) -> None:
    parse_address(text)
    expand_abbreviations(text)


@pytest.mark.parametrize(
    ("submitted", "read", "verdict"),
    [
        ("Số 5, phường Láng, Hà Nội", "Số 5, phường Láng, Hà Nội", Verdict.SAME),
        ("Số 5, P. Láng, TP. Hà Nội", "Số 5, phường Láng, thành phố Hà Nội", Verdict.EQUIVALENT),
        ("Số 5, P. Láng, TP Hà Nội", "Số 5, phường Láng, Hà Nội", Verdict.EQUIVALENT),
        ("Số 5, Láng, Hà Nội", "Số 5, phường Láng, Hà Nội", Verdict.EQUIVALENT),
        ("Số 5 phường Yên Hoà, Hà Nội", "Số 5, phường Yên Hòa, Hà Nội", Verdict.EQUIVALENT),
        (
            "Số 5, phường Láng, Hà Nội",
            "Số 5, phường Láng Thượng, quận Đống Đa, Hà Nội",
            Verdict.EQUIVALENT,
        ),
        (
            "Số 5, phường Cửa Nam, Hà Nội",
            "Số 5, phường Láng Thượng, quận Đống Đa, Hà Nội",
            Verdict.DIFFERENT,
        ),
        (
            "Số 5, phường Kim Liên, Hà Nội",
            "Số 5, phường Láng Hạ, quận Đống Đa, Hà Nội",
            Verdict.DIFFERENT,
        ),
        (
            "Thôn 3, xã An, huyện Bắc, tỉnh Hà Giang",
            "Thôn 3, xã An, tỉnh Tuyên Quang",
            Verdict.EQUIVALENT,
        ),
        # A split commune: each of its heirs may be meant, and nothing else.
        (
            "Số 5, phường Giảng Võ, Hà Nội",
            "Số 5, phường Láng Hạ, quận Đống Đa, Hà Nội",
            Verdict.EQUIVALENT,
        ),
        # The name of a district, now that of a ward.
        (
            "Số 5, phường Ba Đình, Hà Nội",
            "Số 5, Trúc Bạch, Ba Đình, Hà Nội",
            Verdict.EQUIVALENT,
        ),
        (
            "Số 5, phường Ba Đình, Hà Nội",
            "Số 5, Cống Vị, Ba Đình, Hà Nội",
            Verdict.DIFFERENT,
        ),
        # A ward merged away before 2025 stands on older papers.
        (
            "Số 5, phường Trúc Bạch, quận Ba Đình, Hà Nội",
            "Số 5, phường Nguyễn Trung Trực, quận Ba Đình, Hà Nội",
            Verdict.EQUIVALENT,
        ),
        ("so 5 lang thuong dong da ha noi", "Số 5, phường Láng, Hà Nội", Verdict.EQUIVALENT),
        ("5 Láng Hạ, Láng, Hà Nội", "Số 5 phố Láng Hạ, phường Láng, Hà Nội", Verdict.EQUIVALENT),
        (
            "Thôn 3, xã Định Công, Thanh Hóa",
            "Thôn 3, xã Định Công, huyện Yên Định, Thanh Hóa",
            Verdict.EQUIVALENT,
        ),
        # Not sure: the same name, once of a commune that went elsewhere.
        (
            "Thôn 3, xã Hòa Phú, Hà Nội",
            "Thôn 3, xã Hòa Phú, huyện Ứng Hòa, Hà Nội",
            Verdict.CLOSE,
        ),
        ("Thôn 3, xã Văn Lang, Phú Thọ", "Thôn 3, xã Văn Lăng, Phú Thọ", Verdict.TONES_ONLY),
        ("Số 5, phường Láng, Hà Nội", "Số 6, phường Láng, Hà Nội", Verdict.CLOSE),
        ("phường Láng, Hà Nội", "Số 5, phường Láng, Hà Nội", Verdict.CLOSE),
        ("Số 5, xã Láng, Hà Nội", "Số 5, phường Láng, Hà Nội", Verdict.CLOSE),
        ("Số 5, phường Làng, Hà Nội", "Số 5, phường Láng, Hà Nội", Verdict.TONES_ONLY),
        ("Số 5, phường Láng, Hà Nội", "Số 5, phường Láng, Hải Phòng", Verdict.DIFFERENT),
        ("Phường 01, Quận 3, TP.HCM", "phường 1, quận 3, Hồ Chí Minh", Verdict.EQUIVALENT),
    ],
)
def test_compares_as_places(submitted: str, read: str, verdict: Verdict) -> None:
    found = KIND.compare(submitted, read)
    assert found.verdict is verdict, found.detail


def test_without_tables_an_old_name_is_left_to_a_person() -> None:
    found = AddressKind(tables=Gazetteer).compare(
        "Số 5, phường Láng, Hà Nội", "Số 5, phường Láng Thượng, quận Đống Đa, Hà Nội"
    )
    assert found.verdict is Verdict.DIFFERENT
    assert "not in the tables" in found.detail


@pytest.mark.parametrize(
    ("submitted", "read", "said"),
    [
        (
            "Số 5, phường Láng, Hà Nội",
            "Số 5, phường Láng Thượng, quận Đống Đa, Hà Nội",
            "phường Láng Thượng, quận Đống Đa (cũ) nay thuộc phường Láng",
        ),
        (
            "Số 5, phường Láng, Hà Nội",
            "Số 5, phường Láng Hạ, quận Đống Đa, Hà Nội",
            "đã chia về phường Giảng Võ, phường Láng, phường Đống Đa",
        ),
        (
            "Số 5, phường Láng, Hà Nội",
            "Số 5, phường Khâm Thiên, quận Đống Đa, Hà Nội",
            "nay thuộc phường Văn Miếu - Quốc Tử Giám",
        ),
    ],
)
def test_says_where_an_old_commune_went(submitted: str, read: str, said: str) -> None:
    for found in (KIND.compare(submitted, read), KIND.compare(read, submitted)):
        assert said in found.detail
        assert " / " in found.detail


def test_a_line_without_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="values to unpack"):
        Gazetteer.from_lines(["00199\tphường\tLáng"], [])


def test_warns_where_no_province_is_known() -> None:
    assert [check.ok for check in KIND.check("Số 5, phường Láng, Hà Nội")] == [True]
    assert [(c.ok, c.severity) for c in KIND.check("gần chợ")] == [(False, "warning")]
