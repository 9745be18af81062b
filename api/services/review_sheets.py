"""Many crops side by side: letters that look alike, and all values of one kind.

The eye finds the odd one out among forty crops faster than it judges forty fields one by one. A
sheet is made of dossiers that nobody has open; what is said of it is written dossier by dossier,
each under its own lock and only where nothing has changed since.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from sqlalchemy.orm import Session

from api.context import Context
from api.services import review_standing
from api.services.review import LEASE, stood
from api.services.review_letters import doubted_letters
from api.services.review_pictures import turned
from api.services.review_queue import enter_missing
from api.services.review_shown import shown
from api.services.review_standing import Standing
from api.wire.review_sheets import (
    MarkedItem,
    MarkSheet,
    Sheet,
    SheetAnswer,
    SheetItem,
    Sheets,
)
from dossier.errors import InvalidRequest, SohoaError
from dossier.fields.titles import kind_title
from dossier.forms.definition import FieldSpec
from dossier.record import BoxList, FieldReading
from dossier.review import only_unsure, read_value, spec_of
from dossier.review_history import ActionKind, Stage, Target
from dossier.store import dossiers, pages, review, review_queue
from dossier.store.keys import KeyInfo
from dossier.store.review_queue import Wanted
from dossier.store.tables import ReviewRow

_DOSSIERS: Final = 30
"""Of one look: their readings are loaded for it."""
_ITEMS: Final = 48
"""Of one sheet: what fits on a screen or two."""
_FEW: Final = 4
"""Fewer crops of a letter are no group in which the odd one out is seen."""
_SHARED: Final = 24
"""Crops from which on a sheet of several letters is full."""
_KINDS: Final = frozenset({"table", "choice"})
"""Kinds of fields that are no line of text."""


def show(context: Context, who: KeyInfo) -> Sheets:
    """Sheets of the first dossiers of the queue, the longest ones first."""
    now = context.clock()
    letters: dict[str, list[SheetItem]] = {}
    values: dict[str, list[SheetItem]] = {}
    enter_missing(context, who, now)
    with context.database.read() as session:
        wanted = Wanted(stage=Stage.FIRST)
        for waiting in review_queue.list_waiting(session, who, wanted, now=now, limit=_DOSSIERS):
            if waiting.holder or waiting.aside_why:
                continue
            row = dossiers.find(session, waiting.code, who.scope)
            standing = review_standing.load(session, row, now=now)
            readings = _readings(session, waiting.code)
            for number, key, reading, spec in _open_fields(standing):
                item = _item(standing, number, key, reading, spec)
                values.setdefault(spec.kind, []).append(item)
                for one in _letters(item, standing, reading, readings):
                    letters.setdefault(one.letter, []).append(one)
    return Sheets(
        letters=list(_letter_sheets(letters)),
        values=[
            Sheet(name=kind, title=kind_title(kind), alike=[], items=items[:_ITEMS])
            for kind, items in sorted(values.items(), key=lambda found: -len(found[1]))
        ],
    )


def mark(context: Context, who: KeyInfo, body: MarkSheet) -> SheetAnswer:
    """Write what was said of a sheet; what somebody else took meanwhile is left alone."""
    done, left = 0, 0
    marks = sorted(body.items, key=lambda m: (m.dossier, m.document, m.field, m.place or 0))
    for code, of_dossier in groupby(marks, key=lambda m: m.dossier):
        several = list(of_dossier)
        try:
            with context.database.write() as session:
                _mark_dossier(context, session, code, who, several)
            done += len(several)
        except SohoaError:
            left += len(several)
    return SheetAnswer(done=done, left=left)


def _open_fields(
    standing: Standing,
) -> Iterator[tuple[int, str, FieldReading, FieldSpec]]:
    record = standing.reviewed.record
    for number, key in standing.reviewed.waiting():
        document = record.documents[number - 1]
        reading, spec = document.fields[key], spec_of(document.form, key)
        if spec is None or spec.kind in _KINDS or not isinstance(reading.value, str):
            continue
        if reading.box is not None and reading.page is not None:
            yield number, key, reading, spec


def _item(
    standing: Standing, number: int, key: str, reading: FieldReading, spec: FieldSpec
) -> SheetItem:
    assert reading.page is not None
    assert reading.box is not None
    return SheetItem(
        dossier=standing.code,
        version=standing.version,
        document=number,
        field=key,
        title=spec.title,
        page=reading.page,
        box=_upright(standing, reading.page, reading.box),
        place=None,
        letter="",
        shown=shown(spec, reading.value),
    )


def _letters(
    item: SheetItem,
    standing: Standing,
    reading: FieldReading,
    readings: Mapping[int, Mapping[str, Any]],
) -> Iterator[SheetItem]:
    page = readings.get(item.page)
    if page is None or reading.box is None:
        return
    for doubt in doubted_letters(page, reading.box, reading.raw, item.shown):
        box = _upright(standing, item.page, doubt.box)
        changed = {"place": doubt.place, "letter": doubt.letter, "box": box}
        yield item.model_copy(update=changed)


def _upright(standing: Standing, page: int, box: BoxList) -> BoxList:
    inside = [min(max(edge, 0.0), 1.0) for edge in box]
    return turned(inside, standing.read.pages[page - 1].rotation)


def _readings(session: Session, code: str) -> Mapping[int, Mapping[str, Any]]:
    stored = pages.pages_with_readings(session, code)
    return {place: row.reading for place, (row, _, _) in enumerate(stored, start=1) if row.reading}


def _family(letter: str) -> str:
    """The letter without its marks: what it looks like from afar."""
    return unicodedata.normalize("NFD", letter.replace("đ", "d").replace("Đ", "D"))[0]


def _alike(letter: str, found: Mapping[str, Sequence[SheetItem]]) -> list[str]:
    return sorted(other for other in found if other != letter and _family(other) == _family(letter))


def _letter_sheets(found: Mapping[str, Sequence[SheetItem]]) -> Iterator[Sheet]:
    """A sheet for each letter; what is seen a few times only shares one with its neighbours."""
    few: dict[str, Sequence[SheetItem]] = {}
    for letter, items in sorted(found.items(), key=lambda one: _order(*one)):
        if len(items) >= _FEW:
            yield Sheet(
                name=letter, title="", alike=_alike(letter, found), items=list(items[:_ITEMS])
            )
            continue
        few[letter] = items
        if sum(map(len, few.values())) >= _SHARED:
            yield _shared(few)
            few = {}
    if few:
        yield _shared(few)


def _shared(few: Mapping[str, Sequence[SheetItem]]) -> Sheet:
    items = [item for of_letter in few.values() for item in of_letter]
    return Sheet(name=" ".join(few), title="", alike=[], items=items)


def _order(letter: str, items: Sequence[SheetItem]) -> tuple[str, int, str]:
    # Letters that look alike follow each other, so that the eye learns the difference once.
    return _family(letter), -len(items), letter


@dataclass(frozen=True, slots=True, kw_only=True)
class _Opened:
    """A dossier that is held for as long as one sheet is written."""

    session: Session
    held: ReviewRow
    who: KeyInfo
    now: datetime
    standing: Standing

    def act(self, kind: ActionKind, mark: MarkedItem, **more: Any) -> None:
        review.append(
            self.session,
            self.held,
            kind,
            self.who,
            now=self.now,
            target=Target(document=mark.document, field=mark.field),
            record_version=self.standing.record_version,
            **more,
        )


def _mark_dossier(
    context: Context, session: Session, code: str, who: KeyInfo, marks: Sequence[MarkedItem]
) -> None:
    """Raises what taking a dossier raises, and InvalidRequest for a value that is none."""
    now = context.clock()
    lease = review.hold(session, code, who, now=now, lease=LEASE)
    version = marks[0].version
    held = review.require(session, code, who, lease.lock, now=now, lease=LEASE, revision=version)
    row = dossiers.find(session, code, who.scope)
    standing = review_standing.load(session, row, now=now)
    opened = _Opened(session=session, held=held, who=who, now=now, standing=standing)
    for place, of_field in groupby(marks, key=lambda m: (m.document, m.field)):
        if place not in standing.reviewed.waiting():
            raise InvalidRequest("Trường không chờ soát / the field waits for nobody")
        _mark_field(opened, list(of_field))
    review.release(session, code, who, lease.lock)


def _mark_field(opened: _Opened, marks: Sequence[MarkedItem]) -> None:
    first = marks[0]
    record = opened.standing.reviewed.record
    document = record.documents[first.document - 1]
    reading = document.fields[first.field]
    before = stood(reading)
    told = shown(spec_of(document.form, first.field), reading.value)
    typed = _typed(told, marks)
    if typed is not None and typed != told:
        value = read_value(document.form, first.field, typed)
        opened.act(ActionKind.CORRECT, first, value=value, typed=typed, before=before)
        return
    for one in marks:
        if one.place is not None:
            seen: dict[str, object] = {"place": one.place, "right": one.typed is not None}
            opened.act(ActionKind.LETTER, one, before=seen)
    if typed is not None and (first.place is None or _letters_settle(opened, marks, told)):
        opened.act(ActionKind.CONFIRM, first, before=before)


def _letters_settle(opened: _Opened, marks: Sequence[MarkedItem], told: str) -> bool:
    """Whether every doubtful letter of the value was found right, here or on an earlier sheet, and
    nothing but its letters was doubted."""
    first = marks[0]
    record = opened.standing.reviewed.record
    reading = record.documents[first.document - 1].fields[first.field]
    page = _readings(opened.session, opened.standing.code).get(reading.page or 0)
    if page is None or reading.box is None:
        return False
    doubted = {one.place for one in doubted_letters(page, reading.box, reading.raw, told)}
    right = {one.place for one in marks} | _seen_before(opened.standing, first)
    return doubted <= right and only_unsure(record, first.document, first.field)


def _seen_before(standing: Standing, mark: MarkedItem) -> set[object]:
    target = Target(document=mark.document, field=mark.field)
    return {
        (action.before or {})["place"]
        for action in standing.history
        if action.kind is ActionKind.LETTER
        and action.target == target
        and (action.before or {})["right"]
    }


def _typed(told: str, marks: Sequence[MarkedItem]) -> str | None:
    """The value after what was said of it or of its letters; None where something is wrong and
    nobody said what is right."""
    if any(one.typed is None for one in marks):
        return None
    letters = list(told)
    for one in marks:
        if one.place is None:
            return one.typed
        if one.place >= len(letters):
            raise InvalidRequest("Không có chữ này / there is no such letter")
        letters[one.place] = one.typed or ""
    return "".join(letters)
