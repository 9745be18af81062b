"""The foot of a document: who receives it at the left, who signed it at the right, the seal."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from dossier.geometry import PixelBox
from dossier.page import PageReading
from ocr.extract.letterhead.pieces import Piece, in_rows, pieces_of
from ocr.extract.letterhead.wordings import BODY_NOUNS, OFFICES, ON_BEHALF

_RECEIVERS: Final = "noi nhan"
_PREFIX: Final = re.compile(rf"^\W*(?:{'|'.join(ON_BEHALF)})\s?[.,:]\s?\w")
_NAME: Final = re.compile(r"^[^\W\d_]+(?:[ .'][^\W\d_]+){0,5}$")
_ITEM_MARK: Final = re.compile(r"(?:^|(?<=[;.,:)]\s))[-–•+*]\s*")
_PAGE_NUMBER: Final = re.compile(r"^\W*\d{1,3}\W*$")
_OFFICE_ALIKE: Final = 84.0
_RIGHT_HALF: Final = 0.45
_BLOCK: Final = 16.0
"""Line heights from the first line of a signature to the name at most."""
_GAP: Final = 2.4
_NO_SEAL: Final = 0.5
"""A black-and-white scan shows no seal by its colour: a missing one is for a person to see."""


@dataclass(frozen=True, slots=True)
class Foot:
    """The blocks of the foot; indices of pages count from 0."""

    receivers: tuple[Piece, ...]
    receivers_page: int | None
    position: tuple[Piece, ...]
    name: Piece | None
    name_page: int | None
    page: int | None
    """Where the signature block stands."""

    def block(self) -> PixelBox | None:
        """Around position and name on the signature's page, upright pixels."""
        here = [self.name] if self.name and self.name_page == self.page else []
        boxes = [p.box for p in (*self.position, *here)]
        return PixelBox.around(boxes) if boxes else None


def find_foot(pages: Sequence[PageReading], first_top: float) -> Foot:
    """The foot of a document of `pages`; on the first page only what stands under `first_top`.

    Annexes may follow the signature and carry blank forms with signature places of their own, so
    the first foot counts.
    """
    for index, page in enumerate(pages):
        pieces = [p for p in pieces_of(page) if index or p.box.center_y > first_top]
        mark = next((p for p in pieces if _is_receivers(p)), None)
        position = _find_position(pieces, mark, page)
        if mark is None and not _is_signature(position):
            continue
        receivers = _receivers(pieces, mark, position, page) if mark else ()
        name, name_page = _find_name(pages, index, pieces, mark, position)
        return Foot(receivers, index if mark else None, position, name, name_page, index)
    return Foot((), None, (), None, None, None)


def _is_receivers(piece: Piece) -> bool:
    start = piece.folded.lstrip(" *-.")[: len(_RECEIVERS) + 1]
    return len(start) >= 7 and fuzz.ratio(start.rstrip(" :."), _RECEIVERS) >= 80


def _find_position(
    pieces: Sequence[Piece], mark: Piece | None, page: PageReading
) -> tuple[Piece, ...]:
    """The lines in capitals at the right, level with the receivers or begun by TM., KT., TL."""
    right = [p for p in pieces if p.box.center_x > _RIGHT_HALF * page.upright_width_px]
    starts = [p for p in right if _starts_position(p, mark)]
    if not starts:
        return ()
    first = min(starts, key=lambda p: p.box.top)
    lines: list[Piece] = []
    for piece in sorted(right, key=lambda p: p.box.center_y):
        if piece.box.center_y < first.box.center_y - 0.3 * first.box.height:
            continue
        last = lines[-1] if lines else first
        if piece.box.center_y - last.box.center_y > _GAP * first.box.height:
            break
        if piece.is_upper and _shares_column(piece, first) and len(piece.text) > 3:
            lines.append(piece)
    return tuple(lines)


def _starts_position(piece: Piece, mark: Piece | None) -> bool:
    if not piece.is_upper:
        return False
    begins = bool(_PREFIX.match(piece.folded)) or _is_office(piece)
    if mark is None:
        return begins
    level = abs(piece.box.center_y - mark.box.center_y)
    return level < 4 * mark.box.height and (begins or level < 2 * mark.box.height)


def _is_office(piece: Piece) -> bool:
    text = piece.folded.strip(" .,:")
    found = process.extractOne(text, (*OFFICES, *BODY_NOUNS), scorer=fuzz.ratio)
    return found is not None and found[1] >= _OFFICE_ALIKE


def _is_signature(position: Sequence[Piece]) -> bool:
    return bool(position) and bool(_PREFIX.match(position[0].folded))


def _shares_column(piece: Piece, other: Piece) -> bool:
    shared = min(piece.box.right, other.box.right) - max(piece.box.left, other.box.left)
    return shared > 0.2 * min(piece.box.width, other.box.width)


def _find_name(
    pages: Sequence[PageReading],
    index: int,
    pieces: Sequence[Piece],
    mark: Piece | None,
    position: Sequence[Piece],
) -> tuple[Piece | None, int | None]:
    """The last line in title case under the position, or at the top of the next page."""
    if not position:
        return None, None
    last = position[-1]
    under = [p for p in pieces if p.box.top > last.box.center_y and _may_be_name(p, position)]
    near = [p for p in under if p.box.top - last.box.bottom < _BLOCK * last.box.height]
    if near:
        return max(near, key=lambda p: (len(p.text.split()), p.box.height)), index
    if index + 1 < len(pages):
        following = [
            p
            for p in pieces_of(pages[index + 1])
            if _may_be_name(p, position) and len(p.text.split()) > 1
        ]
        if following:
            return following[0], index + 1
    return None, None


def _may_be_name(piece: Piece, position: Sequence[Piece]) -> bool:
    words = piece.text.split()
    cased = all(w[0].isupper() for w in words[1:]) and not piece.is_upper
    column = PixelBox.around(p.box for p in position)
    inside = column.left - column.height < piece.box.center_x < column.right + column.height
    return cased and inside and bool(_NAME.match(piece.text)) and len(piece.text) > 2


def _receivers(
    pieces: Sequence[Piece], mark: Piece, position: Sequence[Piece], page: PageReading
) -> tuple[Piece, ...]:
    """The lines under "Nơi nhận:" in its column, until they stand further apart."""
    wall = min((p.box.left for p in position), default=0.6 * page.upright_width_px)
    column = [
        p
        for p in pieces
        if p.box.left < mark.box.left + 3 * mark.box.height
        and p.box.center_x < wall
        and p.box.center_y > mark.box.center_y - 0.2 * mark.box.height
        and p is not mark
    ]
    lines: list[Piece] = []
    last = mark
    for row in in_rows(column):
        piece = row[0].cut_at(wall)[0]
        if piece is None or piece.box.top - last.box.bottom > _GAP * mark.box.height:
            break
        if _PAGE_NUMBER.match(piece.text):
            continue
        lines.append(piece)
        last = piece
    return tuple(lines)


def list_receivers(text: str) -> str:
    """ "- Như Điều 3; - Lưu: VT." as "Như Điều 3; Lưu: VT"."""
    items = _ITEM_MARK.sub("", text.strip())
    return " ".join(items.split()).strip(" .;,/")


def has_seal(page: PageReading, block: PixelBox) -> tuple[bool, float]:
    """(whether a seal lies on the signature block, how sure), judged by the seals found."""
    wide = PixelBox(
        left=block.left - 1.5 * block.width,
        top=block.top - 2.0 * block.width,
        right=block.right + 0.5 * block.width,
        bottom=block.bottom + 1.5 * block.width,
    )
    on_block = [s for s in page.seals if wide.contains_point(s.box.center_x, s.box.center_y)]
    if on_block:
        return True, max(s.confidence for s in on_block)
    return False, _NO_SEAL
