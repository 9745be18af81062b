"""The second engine: Tesseract with the `vie` model, in process through tesserocr."""

from __future__ import annotations

import hashlib
import os
import struct
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import cv2
from PIL import Image

from dossier.errors import EngineFailed, ModelMissing
from dossier.geometry import PixelBox
from dossier.page import Line
from ocr.engines.base import CropReading, Pixels, UprightImage
from ocr.engines.strips import in_reading_order

_LANGUAGE: Final = "vie"
_USUAL_DPI: Final = 200
_COLUMN_GAP: Final = 1.2
_LSTM_UNICHARSET: Final = 21
"""Place of the recogniser's letters in a traineddata file (tesseract, tessdatamanager.h)."""

# Where packages put tessdata: Debian and Ubuntu, Fedora and Alpine, a build of one's own, Homebrew.
_USUAL_PLACES: Final = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tesseract/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
)


class _Symbol(NamedTuple):
    text: str
    confidence: float
    left: float
    right: float
    starts_word: bool
    starts_line: bool
    line_box: tuple[float, float, float, float]


class TesseractEngine:
    """`OcrEngine` over one `PyTessBaseAPI`."""

    name: Final = "tesseract"

    def __init__(self, *, tessdata: Path, threads: int = 1) -> None:
        """Load `vie.traineddata` from the folder `tessdata`. Raises EngineFailed."""
        # Tesseract takes every core for each line unless told so before it is loaded.
        os.environ.setdefault("OMP_THREAD_LIMIT", str(threads))
        import tesserocr

        self._lib: Any = tesserocr
        self._model = tessdata / f"{_LANGUAGE}.traineddata"
        try:
            self._api: Any = tesserocr.PyTessBaseAPI(path=str(tessdata), lang=_LANGUAGE)
        except RuntimeError as exc:
            raise EngineFailed(f"tesseract: {exc}") from exc

    def fingerprint(self) -> str:
        digest = hashlib.sha256(self._model.read_bytes())
        digest.update(self._lib.tesseract_version().encode())
        return f"sha256:{digest.hexdigest()}"

    def alphabet(self) -> frozenset[str]:
        return read_unicharset(self._model.read_bytes())

    def read(self, image: UprightImage) -> tuple[Line, ...]:
        """All text lines of `image` in reading order, found by Tesseract's own layout."""
        symbols = self._recognise(image.pixels, self._lib.PSM.AUTO, image.dpi)
        lines = [_line(group) for group in _split(symbols)]
        return tuple(lines[i] for i in in_reading_order([line.box for line in lines]))

    def read_crops(self, crops: Sequence[Pixels]) -> tuple[CropReading, ...]:
        """Recognise strips of one upright line each."""
        return tuple(self._read_crop(crop) for crop in crops)

    def _read_crop(self, crop: Pixels) -> CropReading:
        # In single-line mode (7) Tesseract looks for words once more and may find none. Against
        # the command line (5.3.0) on 247 lines cut from real scans: empty answers 2 in process
        # and 1 there, words outside the vocabulary of agency texts 5.79 % and 5.78 % (black and
        # white), 11.3 % and 11.4 % (cut without margin): the same reader. Raw mode (13) answers
        # always and is better: 2.9 % against 3.3 % with a margin, 10.7 % against 11.3 % without.
        for mode in (self._lib.PSM.RAW_LINE, self._lib.PSM.SINGLE_LINE):
            symbols = self._recognise(crop, mode, _USUAL_DPI)
            if symbols:
                break
        text, confidences, centers = _join(symbols)
        return CropReading(
            text=text,
            confidence=_mean(confidences),
            char_confidences=confidences,
            char_centers=centers,
        )

    def _recognise(self, pixels: Pixels, mode: int, dpi: float) -> list[_Symbol]:
        try:
            self._api.SetPageSegMode(mode)
            self._api.SetImage(Image.fromarray(cv2.cvtColor(pixels, cv2.COLOR_BGR2RGB)))
            self._api.SetSourceResolution(round(dpi))
            if not self._api.Recognize():
                return []
            return list(self._symbols())
        except RuntimeError as exc:
            raise EngineFailed(f"tesseract: {exc}") from exc
        finally:
            self._api.Clear()

    def _symbols(self) -> Iterator[_Symbol]:
        level = self._lib.RIL
        before = ""
        for item in self._lib.iterate_level(self._api.GetIterator(), level.SYMBOL):
            box = item.BoundingBox(level.SYMBOL)
            if box is None:
                continue
            raw = item.GetUTF8Text(level.SYMBOL)
            doubled = raw == "Ð" and before == "Đ"
            before = raw
            text = _as_vietnamese(raw)
            if text and not doubled:
                yield _Symbol(
                    text=text,
                    confidence=item.Confidence(level.SYMBOL) / 100,
                    left=float(box[0]),
                    right=float(box[2]),
                    starts_word=item.IsAtBeginningOf(level.WORD),
                    starts_line=item.IsAtBeginningOf(level.TEXTLINE),
                    line_box=item.BoundingBox(level.TEXTLINE),
                )


def _as_vietnamese(symbol: str) -> str:
    """NFC; the Icelandic eth that the model writes for Đ, or after it, is never meant."""
    return unicodedata.normalize("NFC", symbol).strip().translate({0xD0: "Đ", 0xF0: "đ"})


def find_tessdata(preferred: Path | None = None) -> Path:
    """The folder that holds `vie.traineddata`.

    Looks in `preferred`, then where packages put it. Raises ModelMissing with the command that
    installs it.
    """
    places = [preferred] if preferred else [Path(place) for place in _USUAL_PLACES]
    for place in places:
        if (place / f"{_LANGUAGE}.traineddata").is_file():
            return place
    raise ModelMissing(
        "Thiếu tiếng Việt cho Tesseract; hãy chạy `apt-get install tesseract-ocr-vie` / "
        "Tesseract has no Vietnamese; run `apt-get install tesseract-ocr-vie`"
    )


def read_unicharset(traineddata: bytes) -> frozenset[str]:
    """The characters that the LSTM recogniser in a traineddata file can write, NFC.

    The file is a count, that many offsets (-1 where a part is absent) and the parts; the part
    wanted is text, one unichar at the start of every line after the first.
    """
    (count,) = struct.unpack_from("<i", traineddata)
    offsets = [*struct.unpack_from(f"<{count}q", traineddata, 4), len(traineddata)]
    start = offsets[_LSTM_UNICHARSET]
    end = min(offset for offset in offsets if offset > start)
    rows = traineddata[start:end].decode("utf-8").splitlines()[1:]
    unichars = (unicodedata.normalize("NFC", row.split(" ")[0]) for row in rows if row)
    return frozenset(unichar for unichar in unichars if len(unichar) == 1)


def _split(symbols: Sequence[_Symbol]) -> Iterator[list[_Symbol]]:
    """Symbols of one line each.

    Tesseract runs lines of two columns together (a letterhead's left and right half); a gap wider
    than 1.2 line heights ends a line. Justified text stays under 0.9.
    """
    group: list[_Symbol] = []
    for symbol in symbols:
        if group and (symbol.starts_line or _is_far(group[-1], symbol)):
            yield group
            group = []
        group.append(symbol)
    if group:
        yield group


def _is_far(before: _Symbol, after: _Symbol) -> bool:
    _, top, _, bottom = before.line_box
    return after.starts_word and after.left - before.right > _COLUMN_GAP * (bottom - top)


def _join(symbols: Sequence[_Symbol]) -> tuple[str, tuple[float, ...], tuple[float, ...]]:
    """Text, confidences and centres; one entry a character, a space before every later word."""
    chars: list[tuple[str, float, float]] = []
    for index, symbol in enumerate(symbols):
        if index and symbol.starts_word:
            before = symbols[index - 1]
            doubt = min(before.confidence, symbol.confidence)
            chars.append((" ", doubt, (before.right + symbol.left) / 2))
        step = (symbol.right - symbol.left) / len(symbol.text)
        chars.extend(
            (char, symbol.confidence, symbol.left + (i + 0.5) * step)
            for i, char in enumerate(symbol.text)
        )
    text = "".join(char for char, _, _ in chars)
    return text, tuple(c for _, c, _ in chars), tuple(x for _, _, x in chars)


def _line(symbols: Sequence[_Symbol]) -> Line:
    text, confidences, centers = _join(symbols)
    _, top, _, bottom = symbols[0].line_box
    left, right = min(s.left for s in symbols), max(s.right for s in symbols)
    return Line(
        text=text,
        confidence=_mean(confidences),
        box=PixelBox(left=left, top=float(top), right=right, bottom=float(bottom)),
        char_confidences=confidences,
        char_centers=centers,
    )


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0
