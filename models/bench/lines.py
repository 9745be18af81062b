"""Ours beside `tesseract -l vie --psm 7` on printed lines of real scans that were read by eye.

`python -m models.bench.lines SCANS` cuts the lines of `tests/accuracy/truth/real_lines.json` out of
the PDFs in SCANS and prints character errors and lines without any error, for each draw of the
truth and for all. Both readers get the same crops and their answers are judged alike; Tesseract's
get the white margin with which it reads best. `--misses` lists every line that was read wrong.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final

import cv2
import numpy as np

from dossier.errors import EngineFailed
from models.train import measure, real_lines
from models.train.alphabet import MODEL_DIR, read_alphabet
from models.train.corpus import plain
from models.train.lines import to_height
from models.train.readers import onnx_reader
from models.train.real_lines import RealLine
from ocr.engines.base import Pixels

TRUTH: Final = Path("tests/accuracy/truth/real_lines.json")

# On every second line of the first draw Tesseract had 1.66 % character errors without a margin and
# 1.18 % with 10, 20 or 40 pixels (70, 69, 68 % of lines exact); one and a half or twice as large
# crops were read no better (1.18 to 1.32 % with a margin).
_WHITE_PX: Final = 10
_TESSERACT: Final = ("tesseract", "-l", "vie", "--psm", "7")


def read_with_ours(crops: Sequence[Pixels], weights: Path, threads: int = 1) -> list[str]:
    """The text of each crop by the recogniser alone, as the engine scales and decodes."""
    read = onnx_reader(weights, read_alphabet(), threads)
    return list(read([to_height(crop) for crop in crops]))


def read_with_tesseract(crops: Sequence[Pixels]) -> list[str]:
    """The text of each crop by the command line, all in one process. Raises EngineFailed."""
    with tempfile.TemporaryDirectory() as work:
        listed = Path(work) / "lines.txt"
        paths = [Path(work) / f"{index:05}.png" for index in range(len(crops))]
        for path, crop in zip(paths, crops, strict=True):
            cv2.imwrite(str(path), _on_white(crop))
        listed.write_text("".join(f"{path}\n" for path in paths), encoding="utf-8")
        printed = _run([*_TESSERACT, "--dpi", f"{real_lines.DPI}", str(listed), "stdout"])
    # A form feed stands between the texts of two images, and in some versions after the last.
    texts = printed.split("\f")[: len(crops)]
    if len(texts) != len(crops):
        raise EngineFailed(f"tesseract: {len(texts)} answers to {len(crops)} lines")
    return texts


def _run(command: Sequence[str]) -> str:
    try:
        run = subprocess.run(
            command,
            env=os.environ | {"OMP_THREAD_LIMIT": "1"},
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=True,
        )
    except FileNotFoundError as exc:
        raise EngineFailed(f"không có lệnh / no such command: {command[0]}") from exc
    except subprocess.CalledProcessError as exc:
        raise EngineFailed(f"{command[0]}: exit code {exc.returncode}") from exc
    return run.stdout


def _on_white(crop: Pixels) -> Pixels:
    margin = (_WHITE_PX, _WHITE_PX, _WHITE_PX, _WHITE_PX)
    framed = cv2.copyMakeBorder(crop, *margin, cv2.BORDER_CONSTANT, value=(255, 255, 255))
    return np.asarray(framed, dtype=np.uint8)


def print_scores(lines: Sequence[RealLine], answers: Mapping[str, Sequence[str]]) -> None:
    """A row for each reader and part; signs of the same ink count as the same."""
    for reader, texts in answers.items():
        for part in (*real_lines.PARTS, "all"):
            kept = [i for i, line in enumerate(lines) if part in ("all", line.part)]
            score = measure.score_texts(
                [plain(texts[i]) for i in kept], [plain(lines[i].text) for i in kept]
            )
            print(f"{reader:24s} {part:8s} {score}")


def print_misses(lines: Sequence[RealLine], answers: Mapping[str, Sequence[str]]) -> None:
    """Every line that was read wrong, by its number in the truth."""
    for reader, texts in answers.items():
        for line, text in zip(lines, texts, strict=True):
            pair = [plain(text)], [plain(line.text)]
            if measure.score_texts(*pair).characters:
                print(f"{reader} #{line.number} {line.file} {line.page}")
                print(f"    truth {line.text}\n    read  {plain(text)}")


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scans", type=Path, help="folder of the PDFs that the truth names")
    parser.add_argument("--truth", type=Path, default=TRUTH)
    parser.add_argument("--weights", type=Path, default=MODEL_DIR / "inference.onnx")
    parser.add_argument("--misses", action="store_true", help="list every line read wrong")
    options = parser.parse_args(arguments)
    lines = real_lines.read_truth(options.truth)
    crops = real_lines.cut_lines(lines, options.scans)
    answers = {
        "sohoa": read_with_ours(crops, options.weights),
        "tesseract -l vie": read_with_tesseract(crops),
    }
    print_scores(lines, answers)
    if options.misses:
        print_misses(lines, answers)


if __name__ == "__main__":
    main()
