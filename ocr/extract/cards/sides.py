"""Which sides of identity cards lie on a page, and where.

Titles of cards are red and may be taken for a seal, so cards are known by all of their printed
wording: it is bilingual and long, and no other paper has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from dossier.codes.citizen_qr import parse_citizen_qr
from dossier.forms.definition import FormDefinition
from dossier.geometry import PixelBox
from dossier.page import Code, PageReading
from ocr.codes.zone import KIND as ZONE
from ocr.extract.headings import contradicts, heading_of
from ocr.extract.search import find_matches
from ocr.extract.stream import Stream, build_stream

LAYOUT: Final = "card"
_ENOUGH: Final = 34.0
_ENOUGH_OF_MARKERS: Final = 10.0
"""Letters of wording that is found: on the whole, and of what no other paper has."""
_ENOUGH_OF_SHORT: Final = 10
"""Letters: shorter wordings ("Số:") stand on every paper and prove nothing."""
_TOLERANCE: Final = 0.25
_CODE_WEIGHT: Final = 60.0
_MARGIN: Final = 0.09
"""Of a card's width, around its text: the print ends some millimetres before the edge."""
_TALLEST: Final = 1.25
"""Height of a card's text over its width; two cards one over the other have 1.4 and more."""
_FEWEST_LINES: Final = 3
_APART: Final = 3.0
"""Heights of a line between two cards."""
_SMALL: Final = 0.45
"""Share of a page's area up to which a lone card is cut out and read again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSide:
    """One side of a card."""

    form: FormDefinition
    similarity: float
    """0..1 of the wording that is expected."""


@dataclass(frozen=True, slots=True)
class _Sign:
    """A wording of one side, found at one place."""

    form: str
    wording: str
    weight: float
    box: PixelBox
    marker: bool
    """Whether no other paper has it; else a label such as "Giới tính:"."""


def find_card_side(page: PageReading, forms: Mapping[str, FormDefinition]) -> CardSide | None:
    """The side of a card that `page`, or part of a page, shows; None where there is none."""
    signs = _find_signs(page, forms)
    shown = {key: _weight_of(key, signs) for key in _card_forms(forms) if _is_shown(key, signs)}
    key = max(shown, key=lambda k: shown[k], default="")
    if not key:
        return None
    return CardSide(form=forms[key], similarity=min(1.0, shown[key] / (2 * _ENOUGH)))


def find_card_regions(
    page: PageReading, forms: Mapping[str, FormDefinition]
) -> tuple[PixelBox, ...]:
    """Where cards lie that should be read one by one: several, or one much smaller than the page.

    Upright pixels, one box a card, its edges included. Empty where a card fills the page.
    """
    signs = _find_signs(page, forms)
    keys = [key for key in _card_forms(forms) if _is_shown(key, signs)]
    # A code may be all that can be read of a card: nothing tells where it ends.
    if not keys or not page.lines:
        return ()
    boxes = [line.box for line in page.lines]
    leaves = _cut_apart(boxes, [sign for sign in signs if sign.form in keys and sign.marker])
    regions = [_with_edges(leaf, leaves, page) for leaf in leaves]
    whole = page.upright_width_px * page.upright_height_px
    if len(regions) == 1 and regions[0].width * regions[0].height > _SMALL * whole:
        return ()
    cards = [card for leaf in leaves for card in _unstacked(leaf, boxes)]
    return tuple(_with_edges(card, cards, page) for card in cards)


def _card_forms(forms: Mapping[str, FormDefinition]) -> list[str]:
    return [key for key, form in forms.items() if form.layout == LAYOUT]


def _find_signs(page: PageReading, forms: Mapping[str, FormDefinition]) -> list[_Sign]:
    stream, keys = build_stream([page]), _card_forms(forms)
    backs = [key for key in keys if any(field.key == ZONE for field in forms[key].fields)]
    signs = [sign for key in keys for sign in _signs_of(forms[key], stream, marker=True)]
    fronts = [key for key in keys if key not in backs]
    signs += [
        _Sign(form, code.kind, _CODE_WEIGHT, code.box, True)
        for code in page.codes
        for form in _sides_with(code, fronts, backs)
    ]
    if not any(_has_markers(key, signs) for key in keys):
        # Every page is asked, and few are cards: labels are not worth looking for.
        return []
    heading = heading_of(stream.text)
    if not any(sign.weight == _CODE_WEIGHT for sign in signs) and all(
        contradicts(heading, forms[key]) for key in keys if forms[key].titles
    ):
        # Forms ask for what stands on a card, some in its two languages.
        return []
    signs += [sign for key in keys for sign in _signs_of(forms[key], stream, marker=False)]
    return [sign for sign in signs if not any(_is_rather(other, sign) for other in signs)]


def _sides_with(code: Code, fronts: Sequence[str], backs: Sequence[str]) -> Sequence[str]:
    """Which sides have such a code: the zone is on backs, the QR code on the front of the card of
    2021 and, with more in it, on the back of that of 2024."""
    if code.kind == ZONE:
        return backs
    found = parse_citizen_qr(code.text) if code.kind == "qr" else None
    if found is None:
        return ()
    return backs if found.extra else fronts


def _is_rather(other: _Sign, sign: _Sign) -> bool:
    """Whether the place of `sign` is better explained by other wording: labels resemble each other.

    No common label displaces what is a card's alone.
    """
    if other.weight <= sign.weight or (sign.marker and not other.marker):
        return False
    width = min(other.box.right, sign.box.right) - max(other.box.left, sign.box.left)
    height = min(other.box.bottom, sign.box.bottom) - max(other.box.top, sign.box.top)
    # Half of the width alone: the rows of a crooked card overlap in height.
    return width > 0.5 * sign.box.width and height > 0.3 * sign.box.height


def _signs_of(form: FormDefinition, stream: Stream, *, marker: bool) -> list[_Sign]:
    """The markers of all editions that stand in `stream`, or the other labels."""
    markers = {wording for edition in form.editions for wording in edition.markers}
    labels = {wording for label in form.labels for wording in label.text}
    wordings = markers if marker else {wording for wording in labels if wording not in markers}
    return [
        _Sign(
            form.key,
            wording,
            m.weight - 2 * m.cost,
            PixelBox.around(stream.boxes(m.start, m.end)),
            marker,
        )
        for wording in sorted(wordings)
        if len(wording) >= _ENOUGH_OF_SHORT
        for m in find_matches(stream, wording, tolerance=_TOLERANCE, limit=6)
        if stream.word_starts[m.start] and _is_set_as(wording, stream.text[m.start : m.end])
    ]


def _is_set_as(wording: str, read: str) -> bool:
    """Whether `read` is in capitals where the print is: forms speak of a "chứng minh nhân dân"."""
    letters = [char for char in read if char.isalpha()]
    return not wording.isupper() or 2 * sum(map(str.isupper, letters)) >= len(letters)


def _is_shown(form: str, signs: Sequence[_Sign]) -> bool:
    """Whether enough of a side's wording was found, some of it its own alone."""
    return _has_markers(form, signs) and _weight_of(form, signs) >= _ENOUGH


def _has_markers(form: str, signs: Sequence[_Sign]) -> bool:
    markers = [sign for sign in signs if sign.marker]
    return _weight_of(form, markers) >= _ENOUGH_OF_MARKERS


def _weight_of(form: str, signs: Sequence[_Sign]) -> float:
    """Letters of the side's wording that were found, each wording counted once."""
    best: dict[str, float] = {}
    for sign in signs:
        if sign.form == form:
            best[sign.wording] = max(best.get(sign.wording, 0.0), sign.weight)
    return sum(best.values())


def _count(signs: Sequence[_Sign], box: PixelBox | None = None) -> int:
    """How many card sides `signs` stand for: of each side the wording that is seen most often."""
    counts: dict[str, dict[str, int]] = {}
    for sign in signs:
        if box is None or box.contains_point(sign.box.center_x, sign.box.center_y):
            wordings = counts.setdefault(sign.form, {})
            wordings[sign.wording] = wordings.get(sign.wording, 0) + 1
    return sum(max(wordings.values()) for wordings in counts.values())


def _cut_apart(boxes: Sequence[PixelBox], signs: Sequence[_Sign]) -> list[PixelBox]:
    """One box of text a card: the widest gaps that part cards and tear none."""
    around = PixelBox.around(boxes)
    total = _count(signs, around)
    if total <= 1:
        return [around]
    for cut in _gaps(boxes):
        sides = [[b for b in boxes if cut.is_before(b)], [b for b in boxes if not cut.is_before(b)]]
        counts = [_count(signs, PixelBox.around(side)) for side in sides]
        if min(counts) > 0 and sum(counts) == total:
            return [leaf for side in sides for leaf in _cut_apart(side, signs)]
    return [around]


def _unstacked(leaf: PixelBox, boxes: Sequence[PixelBox]) -> list[PixelBox]:
    """`leaf`, cut in its widest gap where it is too tall for one card: of the other card that lies
    over or under it no wording was read at this size."""
    own = [box for box in boxes if leaf.contains_point(box.center_x, box.center_y)]
    if leaf.height <= _TALLEST * leaf.width or len(own) < 2 * _FEWEST_LINES:
        return [leaf]
    usual = sorted(box.height for box in own)[len(own) // 2]
    cut = next((cut for cut in _gaps(own) if cut.across), None)
    if cut is None:
        return [leaf]
    upper, lower = (
        [b for b in own if cut.is_before(b)],
        [b for b in own if not cut.is_before(b)],
    )
    if min(len(upper), len(lower)) < _FEWEST_LINES:
        return [leaf]
    parted = PixelBox.around(upper), PixelBox.around(lower)
    far = parted[1].top - parted[0].bottom >= _APART * usual
    return list(parted) if far else [leaf]


@dataclass(frozen=True, slots=True)
class _Cut:
    at: float
    across: bool
    """Whether it parts upper from lower; else left from right."""

    def is_before(self, box: PixelBox) -> bool:
        return (box.center_y if self.across else box.center_x) < self.at


def _gaps(boxes: Sequence[PixelBox]) -> list[_Cut]:
    """Cuts through the gaps between boxes, the widest first."""
    found: list[tuple[float, _Cut]] = []
    for across in (True, False):
        spans = sorted((b.top, b.bottom) if across else (b.left, b.right) for b in boxes)
        reach = spans[0][1]
        for (_, end), (start, _) in pairwise(spans):
            reach = max(reach, end)
            found.append((start - reach, _Cut((start + reach) / 2, across)))
    slack = -0.5 * sorted(b.height for b in boxes)[len(boxes) // 2]
    return [cut for gap, cut in sorted(found, key=lambda f: -f[0]) if gap > slack]


def _with_edges(text: PixelBox, others: Sequence[PixelBox], page: PageReading) -> PixelBox:
    """`text` with a margin, which ends half way to the next card."""
    margin = _MARGIN * max(text.width, text.height)
    over = [(text.top + o.bottom) / 2 for o in others if o.bottom <= text.top]
    under = [(text.bottom + o.top) / 2 for o in others if o.top >= text.bottom]
    before = [(text.left + o.right) / 2 for o in others if o.right <= text.left]
    behind = [(text.right + o.left) / 2 for o in others if o.left >= text.right]
    return PixelBox(
        left=max(0.0, text.left - margin, *before),
        top=max(0.0, text.top - margin, *over),
        right=min(float(page.upright_width_px), text.right + margin, *behind),
        bottom=min(float(page.upright_height_px), text.bottom + margin, *under),
    )
