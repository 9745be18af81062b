"""File names: safe to store and show, and still the sender's."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.filenames import safe_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("giấy khai sinh.pdf", "giấy khai sinh.pdf"),
        (unicodedata.normalize("NFD", "giấy khai sinh.pdf"), "giấy khai sinh.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\scan\\a.tif", "a.tif"),
        ("..", "khong-ten"),
        ("", "khong-ten"),
        (".hidden.pdf", "hidden.pdf"),
        ("anh\u202efdp.exe", "anhfdp.exe"),
        ("a\x00b\n.pdf", "ab.pdf"),
        ("x" * 300 + ".pdf", "x" * 146 + ".pdf"),
    ],
)
def test_names(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@given(st.text(max_size=400))
def test_any_name_becomes_a_harmless_one(sent: str) -> None:
    name = safe_name(sent)
    assert name
    assert len(name) <= 150
    assert not name.startswith(".")
    assert not {"/", "\\", "\x00"} & set(name)
    assert unicodedata.is_normalized("NFC", name)
    assert safe_name(name) == name
