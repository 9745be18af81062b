"""Engines for the tests of reading; a real one is loaded once."""

from __future__ import annotations

import pytest

from ocr.engines.base import OcrEngine
from ocr.engines.registry import EngineSettings, make_engine


@pytest.fixture(scope="session")
def paddle() -> OcrEngine:
    return make_engine("paddle", EngineSettings(threads=1))


@pytest.fixture(scope="session")
def tesseract() -> OcrEngine:
    return make_engine("tesseract", EngineSettings(threads=1))
