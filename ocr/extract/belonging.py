"""How strongly a page without a title of its own belongs to a document that was begun elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from dossier.forms.definition import FormDefinition
from ocr.extract.continuity import Tie, breaks_off, tie
from ocr.extract.page_signs import PageSigns

_ENOUGH: Final = 10.0
"""Letters of the form's own labels that a page must show to carry on the form before it."""
_ENOUGH_APART: Final = 24.0
"""The same for a page that lies elsewhere in the pile."""
_OWN_SHARE: Final = 0.5
"""Of the form's wording on such a page: what the form's other pages have as well proves nothing."""
_RIVAL_SHARE: Final = 0.6
"""Of the wording of the form that the page shows most of; else it is rather a page of that one."""
_OF_A_FORM: Final = 48.0
"""Letters of any form's wording with which a page is none of an agency's paper."""
_NOTES_TO_CONTINUE: Final = 2
_NOTES: Final = 12.0
"""Notes to all of which the form's pages refer; small and raised, some of the marks are misread."""
_NOTES_RUN_ON: Final = 12.0
"""For notes that begin where those of the pages before end, one of them is enough."""
_SIGNED: Final = re.compile(r"^\W*\(?ky\b")
"""The row under "Người yêu cầu": "(Ký, ghi rõ họ, chữ đệm, tên)"."""
_MOST_ROWS: Final = 8
"""Of a page on which nothing but the signature was left over."""
_BARE_NOTE: Final = re.compile(
    r"^\W{0,2}(?P<number>[0-9]{1,2})(?:\s?[,-]\s?(?P<more>[0-9]{1,2}))?\s+[^\W\d]"
)
_LAST_ROWS: Final = 4
"""A note has three rows at most."""
_LEFT_OVER: Final = 8.0
_SHORTEST_NAME: Final = 8
_NAMED: Final = 16.0
_MENTION: Final = 6.0
_MOST_MENTIONS: Final = 3
_NUMBERED: Final = 16.0
_SURE: Final = 24.0
POSSIBLE: Final = 1.0
"""Nothing but its place speaks for a page, and nothing against it."""


def belonging(
    form: FormDefinition, own: Sequence[PageSigns], page: PageSigns, *, follows: bool
) -> float:
    """What speaks for `page` as a later page of a document, in letters of wording; 0.0 for nothing.

    `own`: the document's pages so far. `follows`: the page lies right behind them, where less is
    enough.
    """
    if _is_numbered_otherwise(own, page):
        return 0.0
    match form.layout:
        case "letterhead":
            return 0.0 if page.rival("") >= _OF_A_FORM else _run_on(own, page, follows=follows)
        case "labels":
            return _labelled(form, own, page, follows=follows)
        case _:
            return 0.0


def _run_on(own: Sequence[PageSigns], page: PageSigns, *, follows: bool) -> float:
    level = tie([signs.page for signs in own], page.page)
    # Printed notes close a form; in an agency's paper they are rare.
    if level is Tie.SURE and not page.headings:
        return _SURE
    return POSSIBLE if follows and level > Tie.NONE else 0.0


def _labelled(
    form: FormDefinition, own: Sequence[PageSigns], page: PageSigns, *, follows: bool
) -> float:
    bond = _wording(form, own, page, follows=follows)
    bond += (
        _notes(form, own, page)
        or _notes_run_on(own, page, follows=follows)
        or _numbers_run_on(form, own, page, follows=follows)
    )
    bond += _signature(own, page, follows=follows)
    if follows and not bond and breaks_off(own[-1].page, page.plain):
        bond = POSSIBLE
    before = own[-1].number
    if before and page.number and page.number.number == before.number + 1 and (bond or follows):
        bond += _NUMBERED
    return bond


def _wording(
    form: FormDefinition, own: Sequence[PageSigns], page: PageSigns, *, follows: bool
) -> float:
    """Letters of labels on the page that the form's other pages lack; 0.0 where they are few."""
    shown = page.shown[form.key]
    gain = shown.beyond(signs.shown[form.key] for signs in own)
    apart = not follows and (gain < _ENOUGH_APART or gain < _OWN_SHARE * shown.letters)
    few = gain < _ENOUGH or shown.letters < _RIVAL_SHARE * page.rival(form.key)
    return 0.0 if apart or few else gain


def _notes(form: FormDefinition, own: Sequence[PageSigns], page: PageSigns) -> float:
    """What printed notes on the page say: the form's pages refer to them, and they speak of it."""
    known = {number for signs in own for number in signs.notes}
    closed = any(signs.closes(form) for signs in own)
    few = len(page.notes) < _NOTES_TO_CONTINUE and not page.closes(form)
    # A line of the form that begins with such a mark is taken for a note now and then.
    has_them = 2 * len(known & page.notes) > len(page.notes)
    if few or has_them or (closed and page.closes(form)):
        return 0.0
    referred = {number for signs in (*own, page) for number in signs.references}
    share = len(referred & page.notes) / len(page.notes) if page.notes else 1.0
    return _NOTES * share + _MENTION * min(page.mentions(form), _MOST_MENTIONS)


def _notes_run_on(own: Sequence[PageSigns], page: PageSigns, *, follows: bool) -> float:
    """A last note or two that found no place under the others: "(4) Đề nghị đánh dấu X …"."""
    known = {number for signs in own for number in signs.notes}
    if not follows or not known or not page.notes:
        return 0.0
    referred = {number for signs in own for number in signs.references}
    runs_on = min(page.notes) == max(known) + 1 and page.notes <= referred
    return _NOTES_RUN_ON if runs_on else 0.0


def _numbers_run_on(
    form: FormDefinition, own: Sequence[PageSigns], page: PageSigns, *, follows: bool
) -> float:
    """The last notes of a form whose marks stand without brackets: "2 Ghi rõ …", "3,4 Nếu …"."""
    if not follows or len(page.rows) > _MOST_ROWS or not own[-1].closes(form):
        return 0.0
    before = [found for row in own[-1].rows[-_LAST_ROWS:] if (found := _BARE_NOTE.match(row))]
    first = _BARE_NOTE.match(page.rows[0]) if page.rows else None
    if not before or first is None:
        return 0.0
    last = int(before[-1]["more"] or before[-1]["number"])
    runs_on = int(first["number"]) == last + 1
    return _NOTES_RUN_ON if runs_on else 0.0


def _signature(own: Sequence[PageSigns], page: PageSigns, *, follows: bool) -> float:
    """A page with little more than the signature that the form lacks so far, and whose it is."""
    if len(page.rows) > _MOST_ROWS or not _is_signed(page) or any(map(_is_signed, own)):
        return 0.0
    text = "\n".join(row for signs in own for row in signs.rows)
    named = len(page.rows[-1]) >= _SHORTEST_NAME and page.rows[-1].strip() in text
    return _LEFT_OVER * follows + _NAMED * named


def _is_signed(page: PageSigns) -> bool:
    return any(_SIGNED.search(row) for row in page.rows)


def _is_numbered_otherwise(own: Sequence[PageSigns], page: PageSigns) -> bool:
    """Whether the paper has a page of that number already, or another number of pages."""
    number = page.number
    if number is None:
        return False
    others = [signs.number for signs in own if signs.number is not None]
    return any(
        other.number == number.number or (other.of and number.of and other.of != number.of)
        for other in others
    )
