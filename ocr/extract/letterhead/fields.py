"""The fields of form `administrative_document` out of the blocks of a letterhead."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from dossier.fields import KINDS
from dossier.fields.outcome import Outcome, Parsed
from dossier.geometry import PixelBox
from dossier.places import PROVINCES, SUCCESSORS, find_province
from dossier.record import FieldReading, FieldState, Source
from dossier.text import mend_committee, plausibility
from ocr.extract.evidence import Evidence
from ocr.extract.found import DocumentPages, RawField
from ocr.extract.letterhead.annex import Repeat, clearness, doubt, find_repeat, weigh
from ocr.extract.letterhead.foot import Foot, find_foot, has_seal, list_receivers
from ocr.extract.letterhead.head import Head, find_head
from ocr.extract.letterhead.issuer import split_bodies, tidy_body
from ocr.extract.letterhead.phrases import mend_marks
from ocr.extract.letterhead.pieces import Piece, join
from ocr.extract.letterhead.place_date import read_date, split_place
from ocr.extract.letterhead.position import read_position
from ocr.extract.letterhead.subject import Title, find_subject, find_title, tidy_subject
from ocr.extract.letterhead.symbol import read_symbol
from ocr.extract.letterhead.years import mend_year_names

FIELDS = (
    "superior_body", "issuing_body", "number_symbol", "place", "issued_on", "kind", "subject",
    "recipients", "signer_position", "signer_name", "sealed",
)  # fmt: skip

_A_WORD_MENDED = 0.98
_LEAST_MENDED = 0.8
_A_GUESS = 0.6
"""A value no surer than this is as doubtful as one with a letter that was hardly read."""


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: a piece on page `page` (from 0) of the document."""

    piece: Piece | None
    page: int | None
    label: float = 1.0
    """0..1, how sure it is that the value is this field's."""


def read_letterhead(pages: DocumentPages) -> dict[str, RawField]:
    """Every field of `administrative_document`, found or not.

    The head is that of the first page which has one; value boxes are fractions of the scans.
    """
    fields = {key: _not_found() for key in FIELDS}
    index, head = _first_head(pages)
    bottom = head.bottom if head else 0.0
    if head is not None:
        fields |= _head_fields(head, index, pages)
    foot = find_foot(pages.readings[index:], bottom)
    return fields | _foot_fields(foot, index, pages)


def _first_head(pages: DocumentPages) -> tuple[int, Head | None]:
    for index, page in enumerate(pages.readings):
        head = find_head(page)
        if head is not None:
            return index, head
    return 0, None


# -- head ---------------------------------------------------------------------------------------


def _head_fields(head: Head, index: int, pages: DocumentPages) -> dict[str, RawField]:
    width = float(pages.readings[index].upright_width_px)
    title = find_title(head, width)
    subject = find_subject(head, title, width)
    bodies = [join(lines) for lines in split_bodies(head.agency)]
    kind = title.name if title else ""
    names = [tidy_body(b.text) for b in bodies]
    repeat = find_repeat(pages.readings[index + 1 :])
    return {
        **_body_fields(bodies, index, head, pages),
        "number_symbol": _number_field(head, index, kind, names, repeat, pages),
        **_place_date_fields(head, index, repeat, pages),
        "kind": _kind_field(title, bool(subject), index, pages),
        "subject": _subject_field(subject, title, index, pages),
    }


def _body_fields(
    bodies: Sequence[Piece], index: int, head: Head, pages: DocumentPages
) -> dict[str, RawField]:
    if not bodies:
        return {}
    found = {"issuing_body": _text(tidy_body(bodies[-1].text), _Place(bodies[-1], index), pages)}
    if len(bodies) > 1:
        above = join(bodies[:-1])
        found["superior_body"] = _text(tidy_body(above.text), _Place(above, index), pages)
    else:
        found["superior_body"] = _blank(head.similarity)
    return found


def _number_field(
    head: Head,
    index: int,
    kind: str,
    names: Sequence[str],
    repeat: Repeat | None,
    pages: DocumentPages,
) -> RawField:
    if head.number is None:
        return _not_found()
    outcome = doubt(read_symbol(head.number.text, kind=kind, bodies=names), head.number)
    if repeat is not None:
        again = doubt(read_symbol(repeat[0].text, kind=kind, bodies=names), repeat[0])
        clearer = clearness(repeat[0]) > clearness(head.number)
        outcome = weigh(outcome, again, repeat_is_clearer=clearer)
    return _field(outcome, _Place(head.number, index), pages, plausible=1.0)


def _place_date_fields(
    head: Head, index: int, repeat: Repeat | None, pages: DocumentPages
) -> dict[str, RawField]:
    if head.date is None:
        return {}
    cut = split_place(head.date.text)
    place = head.date.part(0, cut)
    rest = head.date.part(cut, len(head.date.text))
    found = {}
    if place is not None:
        name = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", place.text)
        found["place"] = _place_field(name, _Place(place, index), pages)
    if rest is not None:
        outcome = doubt(read_date(rest.text), rest)
        if repeat is not None:
            clearer = clearness(repeat[1]) > clearness(rest)
            again = doubt(read_date(repeat[1].text), repeat[1])
            outcome = weigh(outcome, again, repeat_is_clearer=clearer)
        found["issued_on"] = _field(outcome, _Place(rest, index), pages, plausible=1.0)
    return found


def _kind_field(
    title: Title | None, has_subject: bool, index: int, pages: DocumentPages
) -> RawField:
    if title is not None:
        place = _Place(title.piece, index, title.similarity)
        return _field(Parsed(title.name), place, pages, plausible=1.0)
    # An official letter names no kind: its subject stands under the number.
    return _blank(1.0) if has_subject else _not_found()


def _subject_field(
    lines: Sequence[Piece], title: Title | None, index: int, pages: DocumentPages
) -> RawField:
    if not lines:
        return _not_found()
    whole = join(lines)
    label = title.similarity if title else 1.0
    return _text(tidy_subject(whole.text), _Place(whole, index, label), pages)


# -- foot ---------------------------------------------------------------------------------------


def _foot_fields(foot: Foot, offset: int, pages: DocumentPages) -> dict[str, RawField]:
    found: dict[str, RawField] = {}
    if foot.receivers and foot.receivers_page is not None:
        whole = join(foot.receivers)
        found["recipients"] = _text(
            list_receivers(whole.text), _Place(whole, offset + foot.receivers_page), pages
        )
    position = read_position(foot.position)
    if position is not None and foot.page is not None:
        place = _Place(join(foot.position), offset + foot.page)
        found["signer_position"] = _field(position, place, pages, plausible=1.0)
    if foot.name is not None and foot.name_page is not None:
        found["signer_name"] = _name_field(foot.name, offset + foot.name_page, pages)
    if foot.page is not None:
        found["sealed"] = _sealed_field(foot, offset + foot.page, pages)
    return found


def _name_field(name: Piece, page: int, pages: DocumentPages) -> RawField:
    # The seal covers the beginning of the name: one word, or a small first letter, is a rest.
    whole = len(name.text.split()) > 1 and name.text[0].isupper()
    place = _Place(name, page, 1.0 if whole else 0.4)
    return _field(KINDS["name"].parse(name.text), place, pages, plausible=plausibility(name.text))


def _sealed_field(foot: Foot, page: int, pages: DocumentPages) -> RawField:
    block = foot.block()
    if block is None:
        return _not_found()
    sealed, confidence = has_seal(pages.readings[page], block)
    if not sealed and pages.readings[page].colourless:
        return _unseen_seal(block, page, pages)
    seals = [s.box for s in pages.readings[page].seals] if sealed else []
    reading = FieldReading(
        value="yes" if sealed else "no",
        state=FieldState.READ,
        confidence=confidence,
        review=False,
        source=Source.MARK,
        page=pages.numbers[page],
        box=pages.scan_box(seals[0] if seals else block, page),
    )
    return RawField(reading=reading, evidence=Evidence(characters=(confidence,)))


def _unseen_seal(block: PixelBox, page: int, pages: DocumentPages) -> RawField:
    """On a grey scan a person has to look."""
    reading = FieldReading(
        state=FieldState.UNREADABLE,
        confidence=0.0,
        review=True,
        source=Source.MARK,
        page=pages.numbers[page],
        box=pages.scan_box(block, page),
    )
    return RawField(reading=reading)


# -- making fields ------------------------------------------------------------------------------


def _text(value: str, place: _Place, pages: DocumentPages) -> RawField:
    if not value:
        return _not_found()
    mended = mend_marks(mend_committee(mend_year_names(value)))
    certainty = max(_LEAST_MENDED, _A_WORD_MENDED**mended.words)
    note = f"sửa dấu {mended.words} chữ / marks of {mended.words} words mended" * bool(mended.words)
    outcome = Parsed(mended.text, certainty, note)
    return _field(outcome, place, pages, plausible=plausibility(mended.text))


def _place_field(name: str, place: _Place, pages: DocumentPages) -> RawField:
    """The place; a letter away from one province ("Quảng Ngã") it is that province, doubted."""
    if find_province(name) is None:
        near = [
            p
            for p in (*PROVINCES.values(), *SUCCESSORS)
            if OSA.distance(name, p, score_cutoff=1) == 1
        ]
        if len(near) == 1:
            note = "một chữ khác tên tỉnh / a letter away from a province"
            return _field(Parsed(near[0], _A_GUESS, note), place, pages, plausible=1.0)
    return _text(name, place, pages)


def _field(outcome: Outcome, place: _Place, pages: DocumentPages, *, plausible: float) -> RawField:
    piece = place.piece
    reading = FieldReading(
        raw=piece.text if piece else "",
        state=FieldState.UNREADABLE,
        confidence=0.0,
        review=True,
        page=None if place.page is None else pages.numbers[place.page],
        box=pages.scan_box(piece.box if piece else None, place.page),
    )
    if not isinstance(outcome, Parsed):
        return RawField(reading=reading)
    shown = zip(piece.text, piece.confidences, strict=True) if piece else ()
    guess = (outcome.certainty,) if outcome.certainty <= _A_GUESS else ()
    evidence = Evidence(
        characters=(*(c for char, c in shown if not char.isspace()), *guess),
        label=place.label,
        parsing=outcome.certainty,
        plausible=plausible,
    )
    done = reading.model_copy(update={"value": outcome.value, "state": FieldState.READ})
    return RawField(reading=done, evidence=evidence)


def _blank(label: float) -> RawField:
    reading = FieldReading(state=FieldState.BLANK, confidence=0.0, review=False)
    return RawField(reading=reading, evidence=Evidence(label=label, blank=True))


def _not_found() -> RawField:
    reading = FieldReading(state=FieldState.NOT_FOUND, confidence=0.0, review=True)
    return RawField(reading=reading, evidence=Evidence(blank=True))
