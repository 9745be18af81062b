"""The engines by name. Nobody else in the product knows which engines there are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from dossier.errors import Misconfigured
from models import store
from ocr.engines.base import OcrEngine


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineSettings:
    """What an engine may be told. Each engine takes what concerns it."""

    threads: int = 2
    """Cores that one call may use."""
    models_dir: Path = store.MODELS_DIR


def make_paddle(settings: EngineSettings) -> OcrEngine:
    from ocr.engines.paddle import PaddleEngine

    return PaddleEngine(
        detection_dir=store.locate("text_detection", settings.models_dir),
        recognition_dir=store.locate("vietnamese_rec", settings.models_dir),
        threads=settings.threads,
    )


ENGINES: Final[Mapping[str, Callable[[EngineSettings], OcrEngine]]] = MappingProxyType(
    {"paddle": make_paddle}
)


def make_engine(name: str, settings: EngineSettings | None = None) -> OcrEngine:
    """The engine called `name`. Raises Misconfigured (no such engine) or ModelMissing."""
    if name not in ENGINES:
        known = ", ".join(sorted(ENGINES))
        raise Misconfigured(
            f"SOHOA_ENGINE={name}: không có bộ nhận dạng này / no such engine; known: {known}"
        )
    return ENGINES[name](settings or EngineSettings())
