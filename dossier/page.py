"""What reading one page gives: text lines and layout, before anybody asks which form it is.

Everything here is plain data, so a page read once can be stored, replayed and understood again
without its image. All geometry is in pixels of the upright image (`PixelBox`);
`PageReading.transform` leads back to the scan.
"""

from __future__ import annotations

from enum import StrEnum

from pydantic import BaseModel, ConfigDict, model_validator

from dossier.geometry import PageTransform, PixelBox


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


Others = tuple[tuple[str, float], ...]
"""What else an engine may have seen in the place of a character, with the probability (0..1) of
each: another character, '' for nothing, or the character and one that was missed after it."""


class SecondReading(_Frozen):
    """A line as a second engine read it."""

    engine: str
    text: str


class Line(_Frozen):
    """One line of text as an engine read it."""

    text: str
    """NFC. Words are separated by single spaces."""
    confidence: float
    """0..1, how sure the engine is of the whole line (mean over its characters)."""
    box: PixelBox
    char_confidences: tuple[float, ...] = ()
    """One per character of `text` (spaces included), 0..1; empty when the engine has none."""
    char_centers: tuple[float, ...] = ()
    """Horizontal centre of each character of `text`, upright pixels; same length or empty."""
    char_others: tuple[Others, ...] = ()
    """The other readings of each character of `text`; same length or empty."""
    char_written: tuple[float, ...] = ()
    """How likely each character of `text` was written by hand and not printed, 0..1; same length,
    or empty where the engine cannot tell."""
    second: SecondReading | None = None
    """Where a second engine was asked because the first was unsure."""

    @model_validator(mode="after")
    def _one_entry_per_character(self) -> Line:
        for name in ("char_confidences", "char_centers", "char_others", "char_written"):
            values = getattr(self, name)
            if values and len(values) != len(self.text):
                raise ValueError(f"{name}: {len(values)} for {len(self.text)} characters")
        return self


class DigitRow(_Frozen):
    """A row of printed boxes, one character a box (the ID number of form CT01)."""

    box: PixelBox
    cells: int
    """How many boxes were found."""
    text: str
    """The digits read, left to right, '' when every box is empty."""
    char_confidences: tuple[float, ...] = ()
    written: float | None = None
    """How likely the digits were written by hand, 0..1; None where the engine cannot tell."""


class TickState(StrEnum):
    TICKED = "ticked"
    EMPTY = "empty"
    UNCLEAR = "unclear"


class TickBox(_Frozen):
    """A small printed square that a person may tick."""

    box: PixelBox
    state: TickState
    confidence: float


class TableCell(_Frozen):
    """One cell of a ruled table; row and column count from 0."""

    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    box: PixelBox
    lines: tuple[Line, ...] = ()
    """Text inside the cell, top to bottom. Empty for an empty cell."""


class Table(_Frozen):
    box: PixelBox
    rows: int
    columns: int
    cells: tuple[TableCell, ...]


class Seal(_Frozen):
    """A coloured stamp (round or rectangular)."""

    box: PixelBox
    confidence: float


class Signature(_Frozen):
    """A place where somebody is to sign, and whether somebody did."""

    label: str
    """The printed words over the place, as read: "Người yêu cầu"."""
    box: PixelBox
    """Around the pen strokes, or the empty place."""
    signed: bool
    confidence: float


class StruckText(_Frozen):
    """Words that a person crossed out with a line."""

    text: str
    box: PixelBox


class QualityVerdict(StrEnum):
    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


class Quality(_Frozen):
    verdict: QualityVerdict = QualityVerdict.GOOD
    reasons: tuple[str, ...] = ()
    """Of: blur, low_dpi, dark, cut_edge, glare, missing_corner (see `dossier.advice`)."""


class Code(_Frozen):
    """A QR code, barcode or machine-readable zone."""

    kind: str
    text: str
    box: PixelBox


class PageReading(_Frozen):
    """Everything read off one page."""

    width_px: int
    """Of the page as scanned (before turning)."""
    height_px: int
    upright_width_px: int
    upright_height_px: int
    rotation: int = 0
    """Clockwise degrees by which the scan was turned to stand upright: 0, 90, 180, 270."""
    skew_deg: float = 0.0
    """Clockwise tilt of the content in the turned page, before deskewing; the page was turned
    back by as much."""
    transform: PageTransform
    blank: bool = False
    colourless: bool = False
    """Scanned without colour: whether a red seal is on it cannot be told."""
    quality: Quality = Quality()
    lines: tuple[Line, ...] = ()
    """Reading order: top to bottom, then left to right."""
    tables: tuple[Table, ...] = ()
    digit_rows: tuple[DigitRow, ...] = ()
    tick_boxes: tuple[TickBox, ...] = ()
    seals: tuple[Seal, ...] = ()
    signatures: tuple[Signature, ...] = ()
    struck: tuple[StruckText, ...] = ()
    codes: tuple[Code, ...] = ()
    unread: tuple[PixelBox, ...] = ()
    """Ink that looks like writing and stands in no line: a blank in its place is none."""
    parts: tuple[PageReading, ...] = ()
    """Small papers on the page (identity cards on the glass of a copier), cut apart and read again
    one by one; each leads back to the same scan. Their text stands in `lines` too."""
    engine: str = ""
    """Name of the engine that read it."""
    fingerprint: str = ""
    """`sha256:...` over the engine's models and settings: the same fingerprint on the same bytes
    gives the same reading."""
