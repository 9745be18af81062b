"""Both engines read a printed page: the words, where they stand, and how sure they are."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz.distance import Levenshtein

from dossier.geometry import PageTransform
from ocr.engines.base import OcrEngine, UprightImage
from ocr.engines.registry import EngineSettings, make_engine
from tests.ocr.images.printed import TEXT, print_page


@pytest.fixture(params=["paddle", "tesseract"])
def engine(request: pytest.FixtureRequest) -> OcrEngine:
    chosen: OcrEngine = request.getfixturevalue(request.param)
    return chosen


def _image() -> UprightImage:
    return UprightImage(pixels=print_page().pixels, dpi=150, transform=PageTransform())


def test_a_printed_page_is_read_line_by_line(engine: OcrEngine) -> None:
    lines = engine.read(_image())
    assert len(lines) == len(TEXT)
    errors = sum(
        Levenshtein.distance(line.text, text) for line, text in zip(lines, TEXT, strict=True)
    )
    assert errors <= 0.02 * sum(map(len, TEXT))


def test_every_character_has_a_confidence_and_a_place(engine: OcrEngine) -> None:
    for line in engine.read(_image()):
        assert len(line.char_confidences) == len(line.char_centers) == len(line.text)
        assert all(0 <= value <= 1 for value in line.char_confidences)
        assert list(line.char_centers) == sorted(line.char_centers)
        assert line.box.left - 12 <= line.char_centers[0] < line.char_centers[-1]
        assert line.char_centers[-1] <= line.box.right + 12


def test_characters_stand_where_they_were_printed(engine: OcrEngine) -> None:
    truth = print_page().lines[0][1]
    line = engine.read(_image())[0]
    assert line.char_centers[0] == pytest.approx(truth.left + 9, abs=12)
    assert line.char_centers[-1] == pytest.approx(truth.right - 9, abs=14)


def test_strips_are_read_in_the_order_given(engine: OcrEngine) -> None:
    page = print_page()
    crops = [
        page.pixels[int(box.top) - 8 : int(box.bottom) + 8, int(box.left) - 8 : int(box.right) + 8]
        for _, box in page.lines[:3]
    ]
    texts = [reading.text for reading in engine.read_crops(crops)]
    assert [len(text) for text in texts] == pytest.approx([len(t) for t in TEXT[:3]], abs=2)
    assert engine.read_crops([]) == ()


def test_an_empty_page_has_no_lines(engine: OcrEngine) -> None:
    empty = np.full((1754, 1240, 3), 255, np.uint8)
    assert engine.read(UprightImage(pixels=empty, dpi=150, transform=PageTransform())) == ()


def test_reading_does_not_depend_on_the_number_of_threads(paddle: OcrEngine) -> None:
    two = make_engine("paddle", EngineSettings(threads=2))
    assert two.fingerprint() == paddle.fingerprint()
    assert [line.text for line in two.read(_image())] == [
        line.text for line in paddle.read(_image())
    ]


def test_knowing_the_engines_does_not_load_them() -> None:
    check = "import sys, ocr.engines.registry; print({'paddleocr', 'tesserocr'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", check], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_loading_the_engine_leaves_no_identity_for_anyone_to_collect(tmp_path: Path) -> None:
    """onnxruntime's reporting keeps a machine id in the home folder; switched off, none."""
    load = "from ocr.engines.registry import make_engine; make_engine('paddle')"
    home = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    home.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", load], env=home, check=True, capture_output=True)
    names = {path.name.lower() for path in tmp_path.rglob("*")}
    assert not {name for name in names if "onnx" in name or "microsoft" in name}
