"""What was recorded comes back the same; what was not is an error, never an empty answer."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from dossier.errors import EngineFailed, Misconfigured, ModelMissing
from dossier.geometry import PageTransform, PixelBox
from dossier.page import Line
from ocr.engines.base import CropReading, UprightImage
from ocr.engines.registry import ENGINES, EngineSettings, make_engine
from ocr.engines.replay import RecordingEngine, ReplayEngine
from tests.fakes.engines import ScriptedEngine

LINE = Line(
    text="ế a",
    confidence=0.9,
    box=PixelBox(left=1, top=2, right=30, bottom=12),
    char_confidences=(0.9, 0.8, 1.0),
    char_centers=(3.0, 10.0, 20.0),
)
CROP = CropReading(text="a", confidence=0.5, char_confidences=(0.5,), char_centers=(4.0,))


def _image(value: int) -> UprightImage:
    pixels = np.full((40, 60, 3), value, np.uint8)
    return UprightImage(pixels=pixels, dpi=200, transform=PageTransform())


def test_answers_come_back_from_the_file(tmp_path: Path) -> None:
    recorder = RecordingEngine(ScriptedEngine(lines=(LINE,), crop=CROP))
    recorder.read(_image(1))
    recorder.read_crops([_image(2).pixels])
    recorder.save(tmp_path / "answers.json")

    replay = make_engine("replay", EngineSettings(recording=tmp_path / "answers.json"))
    assert replay.read(_image(1)) == (LINE,)
    assert replay.read_crops([_image(2).pixels]) == (CROP,)
    assert replay.fingerprint() == recorder.fingerprint()
    with pytest.raises(EngineFailed):
        replay.read(_image(3))
    with pytest.raises(EngineFailed):
        replay.read_crops([_image(3).pixels])


def test_no_recording_is_a_wrong_configuration(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured):
        make_engine("replay")
    with pytest.raises(Misconfigured):
        ReplayEngine(tmp_path / "absent.json")


def test_unknown_engines_are_named_and_the_known_ones_listed() -> None:
    with pytest.raises(Misconfigured) as refusal:
        make_engine("abbyy")
    assert all(name in refusal.value.detail for name in ENGINES)


def test_missing_models_name_the_command(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="apt-get install tesseract-ocr-vie"):
        make_engine("tesseract", EngineSettings(tessdata=tmp_path))
