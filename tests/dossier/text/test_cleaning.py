from __future__ import annotations

from unicodedata import is_normalized, normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.text import clean


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("ðảng Ðại Ɖông", "đảng Đại Đông"),
        ("vǎn nǎm", "văn năm"),
        ("nǎ\u0301m", "nắm"),
        ("Hа Nоі", "Ha Noi"),
        ("Νguyễn", "Nguyễn"),
        ("Hà\u00a0Nội\u202f1", "Hà Nội 1"),
        ("Tr\u200bần\ufeff V\u00adăn", "Trần Văn"),
        ("  hai   \n dòng\t", "hai dòng"),
        (normalize("NFD", "Nguyễn Thị Được"), "Nguyễn Thị Được"),
        ("\x00\x1f", ""),
    ],
)
def test_cleans(raw: str, expected: str) -> None:
    assert clean(raw) == expected


@given(st.text())
def test_is_idempotent_and_nfc(raw: str) -> None:
    once = clean(raw)
    assert clean(once) == once
    assert is_normalized("NFC", once)
    assert once == once.strip()
    assert "  " not in once


@given(st.text())
def test_ignores_the_encoding_form(raw: str) -> None:
    assert clean(normalize("NFD", raw)) == clean(normalize("NFC", raw))
