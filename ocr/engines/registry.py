"""The engines by name. Nobody else in the product knows which engines there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dossier.errors import Misconfigured, ModelMissing
from models import store
from ocr.engines.alphabet import prove_alphabet
from ocr.engines.base import OcrEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """What an engine may be told. Each engine takes what concerns it."""

    threads: int = 2
    """Cores that one call may use."""
    models_dir: Path = store.MODELS_DIR
    tessdata: Path | None = None
    """Folder of `vie.traineddata`; None looks where packages put it."""
    recording: Path | None = None
    """Answers for the `replay` engine."""


# The engines' own modules are imported when an engine is made: paddleocr alone takes seconds,
# which `sohoa --help` must not wait for.
def make_paddle(settings: EngineSettings) -> OcrEngine:
    """Raises ModelMissing."""
    from ocr.engines.paddle import PaddleEngine

    engine = PaddleEngine(
        detection_dir=store.locate("text_detection", settings.models_dir),
        recognition_dir=store.locate("vietnamese_rec", settings.models_dir),
        figures_dir=store.locate("figures", settings.models_dir),
        threads=settings.threads,
    )
    return _with_second(engine, settings)


def _with_second(engine: OcrEngine, settings: EngineSettings) -> OcrEngine:
    """`engine`, and Tesseract for the lines it is unsure of where that is installed."""
    from ocr.engines.seconded import SecondedEngine

    try:
        return SecondedEngine(engine, make_tesseract(settings))
    except ModelMissing:
        return engine


def make_tesseract(settings: EngineSettings) -> OcrEngine:
    """Raises ModelMissing."""
    from ocr.engines.tesseract import TesseractEngine, find_tessdata

    return TesseractEngine(tessdata=find_tessdata(settings.tessdata), threads=settings.threads)


def make_replay(settings: EngineSettings) -> OcrEngine:
    from ocr.engines.replay import ReplayEngine

    if settings.recording is None:
        raise Misconfigured("replay: thiếu bản ghi / replay: no recording given")
    return ReplayEngine(settings.recording)


ENGINES: Final[Mapping[str, Callable[[EngineSettings], OcrEngine]]] = MappingProxyType(
    {"paddle": make_paddle, "tesseract": make_tesseract, "replay": make_replay}
)

# Tesseract's `vie` (tessdata_fast 4.1, the one every distribution ships) has 132 of the 134 in its
# unicharset: it reads the name Thuỵ as Thuy. It stays as a second reader with that known.
_KNOWN_GAPS: Final[Mapping[str, frozenset[str]]] = MappingProxyType({"tesseract": frozenset("Ỵỵ")})


def make_engine(name: str, settings: EngineSettings | None = None) -> OcrEngine:
    """The engine called `name`, proven to write every Vietnamese letter.

    Raises Misconfigured (no such engine, letters missing) or ModelMissing.
    """
    if name not in ENGINES:
        known = ", ".join(sorted(ENGINES))
        raise Misconfigured(
            f"SOHOA_ENGINE={name}: không có bộ nhận dạng này; có {known} / "
            f"SOHOA_ENGINE={name}: no such engine; there are {known}"
        )
    engine = ENGINES[name](settings or EngineSettings())
    return prove_alphabet(engine, _KNOWN_GAPS.get(name, frozenset()))
