"""Proof that the models are whole and can write Vietnamese, for `sohoa models check`."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass
from typing import Final

from dossier.errors import SohoaError
from models.store import Model, locate
from ocr.engines.registry import make_engine

_VOWELS: Final = ("a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y")
_TONES: Final = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    name: str
    ok: bool
    detail: str


def accented_letters() -> frozenset[str]:
    """The 134 letters of Vietnamese that ASCII lacks, NFC, both cases."""
    lower = {
        unicodedata.normalize("NFC", vowel + tone)
        for vowel, tone in itertools.product(_VOWELS, _TONES)
    } | {"đ"}
    return frozenset(c for letter in lower for c in (letter, letter.upper()) if not c.isascii())


def prove_model(model: Model) -> Proof:
    """Whether every file of `model` is the file of the manifest."""
    try:
        folder = locate(model.name)
    except SohoaError as error:
        return Proof(name=model.name, ok=False, detail=error.detail)
    size_mb = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    return Proof(name=model.name, ok=True, detail=f"{model.version}, {size_mb:.1f} MB")


def prove_engine(name: str) -> Proof:
    """Whether the engine starts and can write every Vietnamese letter."""
    try:
        engine = make_engine(name)
    except SohoaError as error:
        return Proof(name=name, ok=False, detail=error.detail or error.title_en)
    missing = sorted(accented_letters() - engine.alphabet())
    if missing:
        return Proof(name=name, ok=False, detail=f"không viết được / cannot write {missing}")
    letters = len(accented_letters())
    return Proof(
        name=name,
        ok=True,
        detail=f"viết được đủ {letters} chữ có dấu / writes all {letters} accented letters; "
        f"{engine.fingerprint()}",
    )
