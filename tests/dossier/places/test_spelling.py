"""Misread names of communes: put right where the tables leave one choice, else left alone."""

from __future__ import annotations

import pytest

from dossier.places import gazetteer, spell_units


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("phường Đống Đạ, thành phố Hà Nội", "phường Đống Đa, thành phố Hà Nội"),
        ("phường Dịch Vong, quận Cầu Giấy, Hà Nội", "phường Dịch Vọng, quận Cầu Giấy, Hà Nội"),
        ("phường Tâu Hồ, Hà Nội", "phường Tây Hồ, Hà Nội"),
        ("xã Ngọc Hỗi thành phố Hà Nội", "xã Ngọc Hồi thành phố Hà Nội"),
        ("PHƯỜNG LONG BIỀN, HÀ NỘI", "PHƯỜNG LONG BIÊN, HÀ NỘI"),
        ("Thôn Đông, phường Long Biên, quận Câu Giấy, Hà Nội",
         "Thôn Đông, phường Long Biên, quận Cầu Giấy, Hà Nội"),
    ],
)  # fmt: skip
def test_a_name_that_can_only_be_one(written: str, meant: str) -> None:
    assert spell_units(written, gazetteer()) == meant


@pytest.mark.parametrize(
    "text",
    [
        "phường Dịch Vọng, quận Cầu Giấy, Hà Nội",
        "phường Dịch Vong, quận Cầu Giấy",
        "xã nơi cư trú, thành phố Hà Nội",
        "xã Tân Lạp Mới Nguyên, Hà Nội",
        "",
    ],
    ids=["right already", "no province", "no name", "no commune is called so", "nothing"],
)
def test_what_the_tables_do_not_settle_stays(text: str) -> None:
    assert spell_units(text, gazetteer()) == text
