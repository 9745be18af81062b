"""What reviewers decided about a record, carried to a record that was made anew.

A dossier is read again when a page that was put aside is let go, or when newer models read it. Its
papers are the same, so what a person said of them still holds; but documents and pages may have
other numbers, and a page may have come that the person never saw. Pure.

- A document is the same when it is the same form on (some of) the same scanned pages.
- What a person settled stays settled, also against another reading of the same page.
- Where the new value stands on a page that the person could not see, the field is flagged: neither
  the old word nor the new reading is taken without a look.
- "Đã đối chiếu" holds only while every value of the document is what was held against the paper.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dossier.record import (
    Check,
    Decision,
    DocumentReading,
    FieldReading,
    FieldState,
    PageState,
    Record,
)
from dossier.review import Reviewed, apply
from dossier.review_history import ON_FIELD, Action, ActionKind, Target, standing
from dossier.submission import Submission, SubmittedValue

_SEEN: Final = frozenset({PageState.READ, PageState.BLANK})
_CONTESTED: Final = Check(
    rule="settled_before",
    ok=False,
    detail="người soát đã xử lý trường này; trang đọc được sau đó ghi khác / "
    "a reviewer settled this field before a page was read that says something else",
)
_READ_AGAIN: Final = (
    "đọc lại sau khi đã soát; phần đã soát được giữ / "
    "read again after a review; what was settled is kept"
)
_SheetId = tuple[str, int]
"""SHA-256 of the file and page in it: the same sheet in both records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CarriedOver:
    record: Record
    """The new record, to be looked at by a person once more."""
    actions: Sequence[Action]
    """What still holds, about the new record's documents and pages; `revision` is the old one."""


def carry_over(
    history: Sequence[Action], seen: Record, made: Record, submission: Submission | None
) -> CarriedOver:
    """Carry what stands of `history`, which is about the record `seen`, to the record `made`."""
    acted = standing(history)
    if not acted:
        return CarriedOver(record=made, actions=())
    documents = same_documents(seen, made)
    contested = set(_contested(acted, seen, made, documents))
    flagged = _flag(made, contested)
    kept = [
        moved
        for action in acted
        if action.kind is not ActionKind.VERIFY
        and (moved := _move(action, seen, flagged, documents, contested)) is not None
    ]
    before, after = apply(seen, history, submission), apply(flagged, kept, submission)
    kept += _still_verified(before, after, documents)
    return CarriedOver(record=_for_review(flagged), actions=kept)


def same_documents(seen: Record, made: Record) -> dict[int, int]:
    """Number of a document in `seen` -> its number in `made`, each at most once."""
    there, here = _sheets(seen), _sheets(made)
    pairs = [
        (-len(shared), old, new)
        for old, document in enumerate(seen.documents, start=1)
        for new, candidate in enumerate(made.documents, start=1)
        if candidate.form == document.form
        and (shared := _ids(document, there) & _ids(candidate, here))
    ]
    found: dict[int, int] = {}
    for _, old, new in sorted(pairs):
        if old not in found and new not in found.values():
            found[old] = new
    return found


def _contested(
    acted: Sequence[Action], seen: Record, made: Record, documents: dict[int, int]
) -> Iterator[tuple[int, str]]:
    """Fields (document of `made`, key) whose new value stands where nobody could look before."""
    looked_at = {(p.sha256, p.file_page) for p in seen.pages if p.state in _SEEN}
    sheets = _sheets(made)
    for action in acted:
        number = documents.get(action.target.document or 0)
        if number is None or action.kind not in ON_FIELD:
            continue
        reading = made.documents[number - 1].fields.get(action.target.field)
        if reading is not None and reading.page is not None:
            sheet = sheets.get(reading.page)
            says_other = reading.state is FieldState.READ and reading.value != action.value
            if says_other and sheet not in looked_at:
                yield number, action.target.field


def _move(
    action: Action,
    seen: Record,
    made: Record,
    documents: dict[int, int],
    contested: set[tuple[int, str]],
) -> Action | None:
    """The same action about the new record; None where it has nothing to be about."""
    if action.kind is ActionKind.RESCAN:
        sheet = _sheets(seen).get(action.target.page or 0)
        page = next((n for n, other in _sheets(made).items() if other == sheet), None)
        return None if page is None else replace(action, target=Target(page=page))
    number = documents.get(action.target.document or 0)
    if number is None:
        return None
    target = replace(action.target, document=number)
    if action.kind not in ON_FIELD:
        return replace(action, target=target)
    reading = made.documents[number - 1].fields.get(action.target.field)
    if reading is None or (number, action.target.field) in contested:
        return None
    moved = replace(action, target=target)
    return _spell_out(moved, reading) if action.kind is ActionKind.CONFIRM else moved


def _spell_out(action: Action, reading: FieldReading) -> Action:
    """A confirmation says "as it stands": where something else stands now, it says what stood."""
    stood = action.before or {}
    value, state = stood.get("value"), stood.get("state")
    if value == reading.value and state == reading.state.value:
        return action
    if state == FieldState.READ.value and isinstance(value, (str, list)):
        typed = value if isinstance(value, str) else ""
        correct: SubmittedValue = value
        return replace(action, kind=ActionKind.CORRECT, value=correct, typed=typed)
    blank = state != FieldState.UNREADABLE.value
    return replace(action, kind=ActionKind.NOT_APPLICABLE if blank else ActionKind.ILLEGIBLE)


def _still_verified(
    before: Reviewed, after: Reviewed, documents: dict[int, int]
) -> Iterator[Action]:
    for old, action in sorted(before.verified.items()):
        new = documents.get(old)
        if new is None or new in after.wrong:
            continue
        held, stands = before.record.documents[old - 1], after.record.documents[new - 1]
        if _values(held) == _values(stands):
            yield replace(action, target=replace(action.target, document=new))


def _flag(record: Record, contested: set[tuple[int, str]]) -> Record:
    documents = [
        document.model_copy(
            update={
                "fields": {
                    key: _flagged(reading) if (number, key) in contested else reading
                    for key, reading in document.fields.items()
                }
            }
        )
        for number, document in enumerate(record.documents, start=1)
    ]
    return record.model_copy(update={"documents": documents})


def _flagged(reading: FieldReading) -> FieldReading:
    return reading.model_copy(update={"review": True, "checks": [*reading.checks, _CONTESTED]})


def _for_review(record: Record) -> Record:
    """A person took part, so a person lets it go; a scan that is to be made again stays so."""
    reasons = [_READ_AGAIN, *record.reasons]
    decision = Decision.RESCAN if record.decision is Decision.RESCAN else Decision.REVIEW
    return record.model_copy(update={"decision": decision, "reasons": reasons})


def _values(document: DocumentReading) -> dict[str, tuple[object, FieldState]]:
    return {key: (reading.value, reading.state) for key, reading in document.fields.items()}


def _sheets(record: Record) -> dict[int, _SheetId]:
    return {page.page: (page.sha256, page.file_page) for page in record.pages}


def _ids(document: DocumentReading, sheets: dict[int, _SheetId]) -> set[_SheetId]:
    return {sheets[number] for number in document.pages if number in sheets}
