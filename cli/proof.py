"""Proof that the models are whole and can write Vietnamese, for `sohoa models check`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dossier.errors import SohoaError
from models.store import Model, catalogue, locate
from ocr.engines.alphabet import accented_letters, missing_letters
from ocr.engines.registry import ENGINES, make_engine

_FOR_TESTS = "replay"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    name: str
    ok: bool
    detail: str


def prove_all() -> Iterator[Proof]:
    """Every model, then every engine."""
    for model in catalogue().values():
        yield prove_model(model)
    for name in ENGINES:
        if name != _FOR_TESTS:
            yield prove_engine(name)


def prove_model(model: Model) -> Proof:
    """Whether every file of `model` is the file of the manifest."""
    try:
        folder = locate(model.name)
    except SohoaError as error:
        return Proof(name=model.name, ok=False, detail=error.detail)
    size_mb = sum(file.stat().st_size for file in folder.iterdir()) / 1e6
    return Proof(name=model.name, ok=True, detail=f"{model.version}, {size_mb:.1f} MB")


def prove_engine(name: str) -> Proof:
    """Whether the engine starts; one that cannot write Vietnamese refuses to.

    Letters that it is known to lack are named (`ocr.engines.registry`).
    """
    try:
        engine = make_engine(name)
    except SohoaError as error:
        return Proof(name=name, ok=False, detail=error.detail or error.title_en)
    letters, missing = len(accented_letters()), missing_letters(engine)
    written = f"{letters - len(missing)}/{letters} chữ có dấu / accented letters"
    if missing:
        written += f" (không viết được / cannot write: {' '.join(missing)})"
    return Proof(name=name, ok=True, detail=f"{written}; {engine.fingerprint()}")
