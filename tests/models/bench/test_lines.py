"""Two readers on the same strips: every answer belongs to its strip, errors are counted alike."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from dossier.errors import EngineFailed
from models.bench import lines
from models.train.alphabet import MODEL_DIR
from models.train.real_lines import Part, RealLine
from ocr.engines.base import Pixels
from samples.generator.faces import FONTS


def _drawn(text: str) -> Pixels:
    face = ImageFont.truetype(str(FONTS / "Tinos-Regular.ttf"), 30)
    sheet = Image.new("RGB", (round(face.getlength(text)) + 16, 48), "white")
    ImageDraw.Draw(sheet).text((8, 4), text, font=face, fill="black")
    return np.asarray(sheet, dtype=np.uint8)


def _line(number: int, text: str, part: Part) -> RealLine:
    quad = np.zeros((4, 2), dtype=np.float32)
    return RealLine(
        number=number, file="a.pdf", page=1, quad=quad, text=text, handwriting=False, part=part
    )


def test_tesseract_answers_every_strip_in_its_place() -> None:
    blank = np.full((40, 200, 3), 255, dtype=np.uint8)
    strips = [blank, _drawn("Sở Y tế"), blank, _drawn("QUYẾT ĐỊNH"), blank]
    texts = [text.strip() for text in lines.read_with_tesseract(strips)]
    assert texts[1].startswith("S")
    assert texts[3].endswith("NH")
    assert not any(letter.isalnum() for text in texts[::2] for letter in text)


def test_ours_reads_print() -> None:
    strips = [_drawn("Sở Y tế"), _drawn("QUYẾT ĐỊNH")]
    read = lines.read_with_ours(strips, MODEL_DIR / "inference.onnx")
    assert read == ["Sở Y tế", "QUYẾT ĐỊNH"]


def test_a_machine_without_tesseract_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EngineFailed, match="tesseract"):
        lines.read_with_tesseract([_drawn("a")])


def test_parts_are_scored_apart_and_leaders_count_once(capsys: pytest.CaptureFixture[str]) -> None:
    truth = [_line(1, "Họ tên: …", "first"), _line(2, "số", "second")]
    answers = {"ours": ["Họ tên:.....\n", "só"]}
    lines.print_scores(truth, answers)
    rows = [" ".join(row.split()) for row in capsys.readouterr().out.splitlines()]
    assert rows == [
        "ours first 0.00 % CER 100.0 % exact (1)",
        "ours second 50.00 % CER 0.0 % exact (1)",
        "ours all 10.00 % CER 50.0 % exact (2)",
    ]
    lines.print_misses(truth, answers)
    assert capsys.readouterr().out.splitlines() == [
        "ours #2 a.pdf 1",
        "    truth số",
        "    read  só",
    ]
