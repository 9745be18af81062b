"""How much a page looks like the first page of a document by Nghị định 30/2020/NĐ-CP."""

from __future__ import annotations

from typing import Final

from dossier.page import PageReading
from ocr.extract.letterhead.head import Head, find_head
from ocr.extract.letterhead.subject import find_subject, find_title

_NATION: Final = 0.25
_AGENCY: Final = 0.2
_NUMBER: Final = 0.3
_DATE: Final = 0.1
_TITLE: Final = 0.15
_NOT_ENOUGH: Final = 0.4
_UPPER_SHARE: Final = 0.4
"""A head lower on the page than this belongs to a form printed inside an annex."""


def find_letterhead(page: PageReading) -> float:
    """0..1: nation at the right, a body at the left, number, date, kind or "V/v".

    Citizens' forms have the nation in the middle and no number; continuation pages have neither.
    """
    head = find_head(page)
    if head is None or head.top > _UPPER_SHARE * page.upright_height_px:
        return 0.0
    if not _nation_at_right(head, page):
        return _NATION * head.similarity * 0.5
    title = find_title(head, float(page.upright_width_px))
    about = title is not None or bool(find_subject(head, None, float(page.upright_width_px)))
    score = _NATION * head.similarity
    score += _AGENCY * bool(head.agency) + _NUMBER * (head.number is not None)
    score += _DATE * (head.date is not None) + _TITLE * about
    # A form has the nation and may name a body and a place; only a document has a number, or a
    # kind of the decree with its date.
    is_document = head.number is not None or (head.date is not None and title is not None)
    return round(score if is_document and head.agency else min(score, _NOT_ENOUGH), 4)


def _nation_at_right(head: Head, page: PageReading) -> bool:
    anchor = head.nation or head.motto
    if anchor is None:
        return False
    left = min((line.box.left for line in page.lines), default=0.0)
    right = max((line.box.right for line in page.lines), default=float(page.upright_width_px))
    middle = (left + right) / 2
    return anchor.box.center_x > middle + 0.06 * page.upright_width_px
