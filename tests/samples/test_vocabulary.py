from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from samples.generator import vocabulary

_TEXT = (Path(vocabulary.__file__).parent.parent / "vocabulary.toml").read_text(encoding="utf-8")
_TABLES: dict[str, Any] = tomllib.loads(_TEXT)


def flatten(key: str, share: str) -> set[str]:
    return {entry if isinstance(entry, str) else entry[0] for entry in _TABLES[share][key]}


def test_the_file_is_nfc_without_look_alikes() -> None:
    assert unicodedata.is_normalized("NFC", _TEXT)
    assert not set("ðÐǎǍ") & set(_TEXT)


def test_shares_have_no_word_in_common() -> None:
    for key in _TABLES["development"]:
        assert not flatten(key, "development") & flatten(key, "test"), key
        if key in _TABLES["common"]:
            both = flatten(key, "development") | flatten(key, "test")
            assert not flatten(key, "common") & both, key


def test_both_shares_have_the_same_keys() -> None:
    assert set(_TABLES["development"]) == set(_TABLES["test"])
